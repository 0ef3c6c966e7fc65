package read

import (
	"context"
	"errors"
	"time"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/position"
	"runledger/internal/progress"
)

// Params are the parameters that every read of telemetry takes. Embed it in the
// input of an operation.
type Params struct {
	AsOf    string `query:"as_of" doc:"Show what was known then: a position from an earlier reply, or a time (RFC 3339). Default: now. Of partitions that the reply to a write doesn't name counts what the log took until then." example:"2025-01-31T12:00:00Z"`
	WaitFor string `query:"wait_for" doc:"Answer only once this position (from the reply to a write) can be read; waits up to 10 s."`
}

// Moment is what a read shows.
type Moment struct {
	// Position up to which the answer reaches: with as_of exactly this, else at least
	// this.
	Position position.Position
	Pinned   bool      // as_of was given
	Time     time.Time // as_of, where it was given as a time
}

// waitAtMost bounds how long a read waits for the tables.
const waitAtMost = 10 * time.Second

// Moment finds out what a read is to show, and waits until the tables of kind k hold it.
func (r *Reader) Moment(ctx context.Context, k progress.Kind, p Params) (Moment, error) {
	m := Moment{}
	if p.AsOf != "" {
		var err error
		if m, err = r.asOf(ctx, p.AsOf); err != nil {
			return Moment{}, err
		}
		if err := r.wait(ctx, k, m.Position, "as_of"); err != nil {
			return Moment{}, err
		}
	}
	if p.WaitFor != "" {
		want, err := position.Parse(p.WaitFor)
		if err != nil {
			return Moment{}, api.BadPosition("wait_for", err)
		}
		if err := r.wait(ctx, k, want, "wait_for"); err != nil {
			return Moment{}, err
		}
	}
	if !m.Pinned {
		m.Position = r.board.Reached(k)
	}
	return m, nil
}

func (r *Reader) asOf(ctx context.Context, text string) (Moment, error) {
	p, at, err := catalog.AsOf(ctx, r.log, text)
	if errors.Is(err, position.ErrBad) || errors.Is(err, catalog.ErrAhead) {
		err = api.BadPosition("as_of", err)
	}
	return Moment{Position: p, Pinned: true, Time: at}, err
}

// State is the catalog's state at the moment; of now it is as it goes on.
func (m Moment) State(ctx context.Context, cat *catalog.Catalog) (*api.Past, error) {
	if m.Pinned {
		return api.StateAt(ctx, cat, m.Position)
	}
	return api.StateAsOf(ctx, cat, api.AsOf{})
}

// wait returns once the tables hold everything up to want; late, it's a problem (503).
func (r *Reader) wait(ctx context.Context, k progress.Kind, want position.Position, name string) error {
	bounded, cancel := context.WithTimeout(ctx, waitAtMost)
	defer cancel()
	err := r.board.Wait(bounded, k, want)
	switch {
	case err == nil:
		r.waits.WithLabelValues("reached").Inc()
		return nil
	case ctx.Err() != nil:
		r.waits.WithLabelValues("given_up").Inc()
		return ctx.Err()
	}
	r.waits.WithLabelValues("late").Inc()
	return api.NotYet("What %s names can't be read yet, after %s of waiting.", name, waitAtMost).
		With("Repeat the request, or leave the parameter out to see what is there.")
}

// WaitFor returns once the tables hold everything up to a position, for at most 10 s.
func (r *Reader) WaitFor(ctx context.Context, k progress.Kind, p position.Position) error {
	return r.wait(ctx, k, p, "the log's end")
}
