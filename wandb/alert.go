package wandb

import (
	"context"
	"time"

	"runledger/event/pb"
)

type alertInput struct {
	EntityName, ProjectName, RunName *string
	Title, Text, Severity            *string
	WaitDuration                     *integer // ms, smallest time between alerts with the same title
}

// NotifyScriptableRunAlert raises an alert of a run.
func (q *resolver) NotifyScriptableRunAlert(ctx context.Context, args struct{ Input alertInput }) (*successPayload, error) {
	in := args.Input
	at, err := q.filesOf(ctx, runFilesInput{EntityName: in.EntityName, ProjectName: in.ProjectName, RunName: in.RunName})
	if err != nil {
		return nil, err
	}
	a := &pb.RunAlerted{Run: uint64(at.run.No), Home: uint32(at.run.Home), Title: text(in.Title), Text: text(in.Text), Level: text(in.Severity)}
	if a.Level == "" {
		a.Level = "INFO"
	}
	if q.tooSoon(at, in) {
		q.metrics.count("alert_spaced", 1)
		return &successPayload{&yes}, nil
	}
	if _, err := q.Writer.Append(ctx, []*pb.Event{{Body: &pb.Event_RunAlerted{RunAlerted: a}}}); err != nil {
		return nil, err
	}
	now := q.Clock()
	q.live.with(at.run.No, now, func(r *liveRun) { remember(r.alerts, a.Title, now) })
	return &successPayload{&yes}, nil
}

// tooSoon reports whether an alert with that title was raised within the time that
// the trainer wants between two.
func (s *Server) tooSoon(at place, in alertInput) (soon bool) {
	if in.WaitDuration == nil {
		return false
	}
	now := s.Clock()
	s.live.with(at.run.No, now, func(r *liveRun) {
		last, raised := r.alerts[text(in.Title)]
		soon = raised && now.Sub(last) < time.Duration(*in.WaitDuration)*time.Millisecond
	})
	return soon
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return valid(*s)
}
