package api

import (
	"context"
	"errors"
	"time"

	"runledger/catalog"
	"runledger/internal/position"
)

// AsOf is the parameter of reads that show the past. Embed it in the input of an
// operation.
type AsOf struct {
	AsOf string `query:"as_of" doc:"Show what was so then: a position from an earlier reply, or a time (RFC 3339). Default: now. Whether you may see it is judged as of now." example:"2025-01-31T12:00:00Z"`
}

// Past is what a read of the catalog shows: what was so at a position, or what is so
// now. Whether somebody may see it is always judged on the state of now.
type Past struct {
	// Position up to which the answer reaches: with as_of exactly this, else at least this.
	Position position.Position
	Pinned   bool      // as_of was given
	Time     time.Time // as_of, where it was given as a time

	cat   *catalog.Catalog
	state *catalog.State
	gone  catalog.Gone
}

// foldWithin bounds how long a reader waits for a state of the past.
const foldWithin = 20 * time.Second

// StateAsOf returns what a read shows; without as_of it's what is so now.
func StateAsOf(ctx context.Context, cat *catalog.Catalog, asOf AsOf) (*Past, error) {
	if asOf.AsOf == "" {
		return &Past{Position: position.Position{Actions: cat.Next()}, cat: cat}, nil
	}
	at, when, err := cat.AsOf(ctx, asOf.AsOf)
	if err != nil {
		return nil, pastProblem(err)
	}
	p, err := StateAt(ctx, cat, at)
	if err == nil {
		p.Time = when
	}
	return p, err
}

// StateAt returns what was so at a position.
func StateAt(ctx context.Context, cat *catalog.Catalog, at position.Position) (*Past, error) {
	p := &Past{Position: at, Pinned: true, cat: cat}
	ctx, cancel := context.WithTimeout(ctx, foldWithin)
	defer cancel()
	var err error
	if p.state, p.gone, err = cat.Remains(ctx, p.Position.Actions); err != nil {
		return nil, pastProblem(err)
	}
	return p, nil
}

// View calls f with the state. f must neither block nor change or keep it.
func (p *Past) View(f func(*catalog.State)) {
	if p.Pinned {
		f(p.state)
		return
	}
	p.cat.View(f)
}

// Project returns a project as it was, else a problem (404): it wasn't there.
func (p *Past) Project(no catalog.ProjectNo) (then *catalog.Project, err error) {
	p.View(func(s *catalog.State) { then = s.ProjectByNo(no) })
	if then == nil || then.Purged {
		return nil, NotFound("There was no such project then.").With("Give a later as_of, or leave it out.")
	}
	return then, nil
}

// Run returns a run as it was, also one in the trash, else a problem (404).
func (p *Past) Run(no catalog.RunNo) (then *catalog.Run, err error) {
	p.View(func(s *catalog.State) { then = s.RunByNo(no) })
	if then == nil || then.Purged {
		return nil, NotFound("There was no such run then.").With("Give a later as_of, or leave it out.")
	}
	return then, nil
}

// PurgedRuns returns the ids of the runs that the project had then and that were purged
// since: they are missing.
func (p *Past) PurgedRuns(no catalog.ProjectNo) []string { return p.gone.Runs(no) }

// PurgedProjects returns the projects that were there then and were purged since.
func (p *Past) PurgedProjects() []*catalog.Project { return p.gone.Projects() }

// BadPosition is the problem with a parameter that is to be a position or, as as_of, a
// time.
func BadPosition(name string, err error) error {
	p := Invalid("%s is neither a position nor a time.", name).
		With("Use the position of an earlier reply unchanged, or for as_of a time such as 2025-01-31T12:00:00Z.").Because(err)
	p.Errors = []FieldError{{Location: "query." + name, Code: "invalid", Message: err.Error()}}
	return p
}

// pastProblem is what an error of finding or folding the past is to the client.
func pastProblem(err error) error {
	switch {
	case errors.Is(err, position.ErrBad):
		return BadPosition("as_of", err)
	case errors.Is(err, catalog.ErrAhead):
		return BadPosition("as_of", catalog.ErrAhead)
	case errors.Is(err, catalog.ErrPastBusy), errors.Is(err, context.DeadlineExceeded):
		return Unavailable(5*time.Second, "What was so then has to be put together first, and that takes its time.").
			With("Repeat the request after a while, or leave as_of out to see what is so now.").Because(err)
	}
	return err
}
