package api

import (
	"context"

	"runledger/catalog"
)

// RunThen is ReadableRun as of a moment: the run that had the id in the project then, in
// the trash now or not. Whether it may be seen is judged by the project as it is now. A
// run that was purged since is gone from the past, too.
func RunThen(ctx context.Context, cat *catalog.Catalog, entity, project, id string, asOf AsOf) (*catalog.Run, error) {
	if asOf.AsOf == "" {
		return ReadableRun(ctx, cat, entity, project, id)
	}
	p, err := ReadableProject(ctx, cat, entity, project)
	if err != nil {
		return nil, err
	}
	past, err := StateAsOf(ctx, cat, asOf)
	if err != nil {
		return nil, err
	}
	var r *catalog.Run
	past.View(func(s *catalog.State) { r = s.Run(p.No, id) })
	switch {
	case r == nil || r.Purged || past.Hides(ctx)(r.No):
		return nil, NotFound("There was no run %q in %s/%s then.", id, p.Entity, p.Name)
	case r.Deleted:
		return nil, runDeleted(id)
	}
	return r, nil
}

// Hides returns which runs of the past can't be seen any more: they were moved to a
// project that the request's principal may not see.
func (p *Past) Hides(ctx context.Context) func(catalog.RunNo) bool {
	who, ok := ctx.Value(principalKey{}).(catalog.Principal)
	if !p.Pinned || !ok {
		return func(catalog.RunNo) bool { return false }
	}
	seen := map[catalog.ProjectNo]bool{} // one look a project
	return func(no catalog.RunNo) (hidden bool) {
		p.cat.View(func(s *catalog.State) {
			r := s.RunByNo(no)
			if r == nil {
				return
			}
			may, known := seen[r.Project]
			if !known {
				at := s.ProjectByNo(r.Project)
				may = at != nil && s.MayReadAny(s.UserByNo(who.User.No), at)
				seen[r.Project] = may
			}
			hidden = !may
		})
		return hidden
	}
}
