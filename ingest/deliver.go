package ingest

import (
	"context"
	"errors"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/position"
)

// deliver finds the runs and appends what the request says of them.
func (h *handler) deliver(ctx context.Context, who catalog.Principal, d *decoder) (*reply, error) {
	if err := h.resolve(ctx, who, d); err != nil {
		return nil, err
	}
	answer := &reply{}
	origin := d.origin()
	var events []*pb.Event
	other := d.otherNames()
	for _, to := range d.runs {
		if to.ref.No == 0 {
			continue
		}
		answer.Accepted += len(to.lines)
		answer.Points += to.points.Len()
		if to.ref.StopRequested && !other[to] {
			answer.Stop = append(answer.Stop, to.name.run)
		}
		if other[to] {
			events = append(events, to.events(originOfName(origin, to.name.project))...)
		} else {
			events = append(events, to.events(origin)...)
		}
	}
	pos, err := h.writer.Append(ctx, events)
	if errors.Is(err, ErrBusy) {
		return nil, busy()
	}
	if err != nil {
		return nil, err
	}
	answer.Position = position.Max(pos, position.Position{Actions: h.writer.Catalog.Next()}).String()
	answer.Rejected, answer.RejectedTotal = d.rejected.first(), d.rejected.total
	if answer.Rejected == nil {
		answer.Rejected = []rejection{}
	}
	return answer, nil
}

// resolve finds or creates the request's runs; lines of those that can't be logged to
// are rejected.
func (h *handler) resolve(ctx context.Context, who catalog.Principal, d *decoder) error {
	if len(d.runs) == 0 {
		return nil
	}
	wanted := make([]RunWanted, len(d.runs))
	for i, to := range d.runs {
		wanted[i] = to.wanted
	}
	refs, errs := h.writer.EnsureRuns(ctx, who, wanted)
	for i, to := range d.runs {
		var no catalog.Refusal
		switch {
		case errs[i] == nil:
			to.ref = refs[i]
		case errors.As(errs[i], &no):
			d.rejected.addAll(to.lines, &fault{no.Code, no.Reason})
		default:
			return errs[i]
		}
	}
	return nil
}

func (h *handler) count(d *decoder, answer *reply) {
	m := h.writer.metrics
	m.points.Add(float64(answer.Points))
	for code, n := range d.rejected.byCode {
		m.rejected.WithLabelValues(code).Add(float64(n))
	}
}
