package catalog

import (
	"slices"

	"runledger/event/pb"
)

// A purge erases: only numbers are left, which are never given again. The tables and the
// files follow; the log keeps its records until it is scrubbed.

// Purged tells whether a run was purged: its telemetry counts for nothing any more.
func (s *State) Purged(no RunNo) bool {
	r := s.RunByNo(no)
	return r != nil && r.Purged
}

func runsPurged(s *State, a *action, b *pb.RunsPurged) Verdict {
	runs, v := s.runsOf(a, b.Runs, true)
	if !v.OK() {
		return v
	}
	p := s.ProjectByNo(runs[0].Project)
	if !s.MayAdminister(a.actor, p) {
		return refuse(CodeForbidden, "only who administers %s/%s can purge", p.Entity, p.Name).about(0, p.No, 0)
	}
	var d diff
	ids := make([]string, len(runs))
	for i, r := range runs {
		if !r.Deleted {
			return refuse(CodeConflict, "run %q isn't in the trash: delete it first", r.ID).about(0, p.No, r.No)
		}
		ids[i] = decimal(r.No)
	}
	if !a.rehearsal {
		s.putRuns(a, erased(runs))
	}
	d.list("purged_runs", nil, ids)
	return d.accepted().about(0, p.No, 0)
}

// erased returns what is left of purged runs.
func erased(runs []*Run) []*Run {
	left := make([]*Run, len(runs))
	for i, r := range runs {
		left[i] = &Run{No: r.No, Project: r.Project, Home: r.Home, Deleted: true, Purged: true}
	}
	return left
}

// projectPurged erases a project in the trash with its runs and documents.
func projectPurged(s *State, a *action, b *pb.ProjectPurged) Verdict {
	p := s.ProjectByNo(ProjectNo(b.Project))
	if p == nil || !s.MayReadAny(a.actor, p) {
		return refuse(CodeNotFound, "there's no project %d, or you can't see it", b.Project)
	}
	if !s.MayAdminister(a.actor, p) {
		return refuse(CodeForbidden, "you can't purge %s/%s", p.Entity, p.Name).about(0, p.No, 0)
	}
	if !p.Deleted {
		return refuse(CodeConflict, "%s/%s isn't in the trash: delete it first", p.Entity, p.Name).about(0, p.No, 0)
	}
	var ids []string
	for r := range s.Runs(p.No) {
		ids = append(ids, decimal(r.No))
	}
	if !a.rehearsal {
		s.purgeProject(a, p)
	}
	var d diff
	d.flag("purged", false, true)
	d.list("purged_runs", nil, ids)
	return d.accepted().about(0, p.No, 0)
}

func (s *State) purgeProject(a *action, p *Project) {
	s.putRuns(a, erased(slices.Collect(s.Runs(p.No))))
	s.purges++
	s.dropDocuments(p.No)
	delete(s.projectByName, projectName{p.Entity, p.Name})
	for name, no := range s.aliases {
		if no == p.No {
			delete(s.aliases, name)
		}
	}
	s.projects[p.No-1].Project = &Project{No: p.No, Entity: p.Entity, Deleted: true, Purged: true, Version: a.version(), By: a.actorNo()}
}
