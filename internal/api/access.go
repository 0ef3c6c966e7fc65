package api

import (
	"context"

	"runledger/catalog"
)

// ReadableProject returns a project that the request's principal may see, by its name
// or an earlier one, else a problem (404: it isn't said whether it exists). Answers name
// the project by what is returned.
func ReadableProject(ctx context.Context, cat *catalog.Catalog, entity, name string) (*catalog.Project, error) {
	return look(ctx, cat, func(s *catalog.State, u *catalog.User) (*catalog.Project, error) {
		if p := s.FindProject(entity, name); p != nil && s.MayRead(u, p) {
			return p, nil
		}
		return nil, NotFound("There's no project %s/%s, or you can't see it.", entity, name)
	})
}

// WritableProject returns a project that the principal may log to, else a problem.
func WritableProject(ctx context.Context, cat *catalog.Catalog, entity, name string) (*catalog.Project, error) {
	return look(ctx, cat, func(s *catalog.State, u *catalog.User) (*catalog.Project, error) {
		p := s.FindProject(entity, name)
		switch {
		case p == nil || !s.MayRead(u, p):
			return nil, NotFound("There's no project %s/%s, or you can't see it.", entity, name)
		case !s.MayWrite(u, p):
			return nil, Forbidden("You can't log to %s/%s.", entity, name)
		}
		return p, nil
	})
}

// ReadableRun returns a run that isn't deleted, of a project that the principal may
// see, else a problem (404).
func ReadableRun(ctx context.Context, cat *catalog.Catalog, entity, project, id string) (*catalog.Run, error) {
	return readableRun(ctx, cat, entity, project, id, false)
}

// AnyReadableRun is ReadableRun that finds deleted runs too.
func AnyReadableRun(ctx context.Context, cat *catalog.Catalog, entity, project, id string) (*catalog.Run, error) {
	return readableRun(ctx, cat, entity, project, id, true)
}

func readableRun(ctx context.Context, cat *catalog.Catalog, entity, project, id string, deleted bool) (*catalog.Run, error) {
	return look(ctx, cat, func(s *catalog.State, u *catalog.User) (*catalog.Run, error) {
		p := s.FindProject(entity, project)
		if p == nil || !s.MayRead(u, p) {
			return nil, NotFound("There's no project %s/%s, or you can't see it.", entity, project)
		}
		r := s.Run(p.No, id)
		switch {
		case r == nil:
			return nil, NotFound("There's no run %q in %s/%s.", id, entity, project)
		case r.Deleted && !deleted:
			return nil, runDeleted(id)
		}
		return r, nil
	})
}

// runDeleted is the problem that a run is in the trash.
func runDeleted(id string) *Problem {
	p := NotFound("Run %q was deleted.", id)
	p.Code = catalog.CodeDeleted
	return p
}

// look answers from the state as it is, and a refusal only from one that has reached
// the log's end.
func look[T any](ctx context.Context, cat *catalog.Catalog, f func(*catalog.State, *catalog.User) (T, error)) (T, error) {
	u := PrincipalOf(ctx).User
	var v T
	var err error
	view := func(s *catalog.State) { v, err = f(s, s.UserByNo(u.No)) }
	if cat.View(view); err == nil {
		return v, nil
	}
	if err := Fresh(ctx, cat); err != nil {
		return v, err
	}
	cat.View(view)
	return v, err
}
