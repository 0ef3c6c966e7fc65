package cataloghttp

import (
	"context"

	"runledger/catalog"
	"runledger/internal/api"
)

// Then is what answers of reads have in common that can show the past.
type Then struct {
	Position string   `json:"position" doc:"Which actions the answer includes at least; with as_of exactly"`
	Purged   []string `json:"purged,omitempty" doc:"With as_of: what was there then and was purged since. It is missing"`
}

// thenOf is what the answer says of when it is of.
func thenOf(past *api.Past) Then { return Then{Position: past.Position.String()} }

// projectThen is a project as of a moment.
type projectThen struct {
	now, then *catalog.Project
	past      *api.Past
}

// ProjectRead is the input of reads of a project.
type ProjectRead struct {
	ProjectPath
	api.AsOf
}

// readProject finds a project for who may see it now, and how it was. With as_of also
// one in the trash of now, for who could undelete it.
func (s *service) readProject(ctx context.Context, at ProjectPath, asOf api.AsOf) (projectThen, error) {
	now, err := api.ReadableProject(ctx, s.cat, at.Entity, at.Project)
	if err != nil && asOf.AsOf != "" {
		var trashed error
		if now, trashed = s.trashedProject(ctx, at.Entity, at.Project); trashed == nil {
			err = nil
		}
	}
	if err != nil {
		return projectThen{}, err
	}
	past, err := api.StateAsOf(ctx, s.cat, asOf)
	if err != nil {
		return projectThen{}, err
	}
	then, err := past.Project(now.No)
	if err != nil {
		return projectThen{}, err
	}
	return projectThen{now, then, past}, nil
}

// projectAsOf is a project as it was, with what one may do with it now and where it is now.
func projectAsOf(then, now *catalog.State, who *catalog.User, no catalog.ProjectNo) Project {
	out := projectOf(then, who, then.ProjectByNo(no))
	if then != now {
		is := projectOf(now, who, now.ProjectByNo(no))
		out.May, out.Links = is.May, is.Links
	}
	return out
}

// seenNow: it may be seen now, or it was in the trash since and may be undeleted.
func seenNow(now *catalog.State, who *catalog.User, no catalog.ProjectNo, pinned bool) bool {
	p := now.ProjectByNo(no)
	return now.MayRead(who, p) || pinned && p.Deleted && now.MayAdminister(who, p)
}

// purgedProjects names the projects that were there then and were purged since, for who
// has a role in their entity now.
func purgedProjects(past *api.Past, now *catalog.State, who *catalog.User, entity string) []string {
	var names []string
	for _, p := range past.PurgedProjects() {
		e := now.Entity(p.Entity)
		if e != nil && (who.Admin || e.RoleIn(who) != catalog.NoRole) && (entity == "" || entity == p.Entity) {
			names = append(names, p.Entity+"/"+p.Name)
		}
	}
	return names
}
