package wandb

import (
	"context"
	"net/http"

	"runledger/catalog"
	"runledger/event/pb"
)

// sayings are a config and a summary as JSON objects; nil = nothing said.
type sayings struct{ config, summary []byte }

// sayingsOf reads config and summary of an upsert.
func (s *Server) sayingsOf(ctx context.Context, in upsertInput) (said sayings, err error) {
	if in.Config != nil {
		if said.config, err = unwrapConfig(string(*in.Config)); err != nil {
			return said, refuse(http.StatusUnprocessableEntity, "invalid", "config: %v", err)
		}
		if said.config, err = s.spill(ctx, said.config); err != nil {
			return said, err
		}
	}
	if in.SummaryMetrics != nil {
		if said.summary, err = checkObject(string(*in.SummaryMetrics)); err != nil {
			return said, refuse(http.StatusUnprocessableEntity, "invalid", "summary: %v", err)
		}
		said.summary, err = s.spill(ctx, said.summary)
	}
	return said, err
}

// tell makes durable what a trainer said in an upsert. One that says nothing is a
// sign of life; one of a run that had ended, or that this process doesn't know,
// begins it anew.
func (s *Server) tell(ctx context.Context, run *catalog.Run, said sayings, inserted bool) error {
	no, home := uint64(run.No), uint32(run.Home)
	var events []*pb.Event
	begun := false
	s.live.with(run.No, s.Clock(), func(r *liveRun) {
		begun = !inserted && (r.historyLines < 0 || r.ended)
		if inserted {
			r.historyLines = 0
		}
		r.ended = false
	})
	if begun || inserted {
		events = append(events, &pb.Event{Body: &pb.Event_RunStateChanged{RunStateChanged: &pb.RunStateChanged{
			Run: no, Home: home, State: pb.RunStateChanged_STATE_RUNNING}}})
	}
	if said.config != nil {
		events = append(events, &pb.Event{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: no, Home: home, Json: said.config, Replace: true}}})
	}
	if said.summary != nil {
		events = append(events, &pb.Event{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{Run: no, Home: home, Json: said.summary, Replace: true}}})
	}
	if len(events) == 0 {
		events = append(events, &pb.Event{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: no, Home: home}}})
	}
	_, err := s.Writer.Append(ctx, events)
	return err
}
