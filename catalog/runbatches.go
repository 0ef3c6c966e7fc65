package catalog

import (
	"fmt"
	"slices"

	"runledger/event/pb"
)

// Batches: one event for many runs of one project, all or nothing, and one undo.

// maxBatch is how many runs one batch can name; the event has at most a megabyte.
const maxBatch = 100_000

// editRuns judges and applies edits to runs of one project. trash says whether they may,
// or must, be deleted: nil = must not.
func (s *State) editRuns(a *action, nos []uint64, deletedToo bool, edits ...edit) Verdict {
	olds, v := s.runsOf(a, nos, deletedToo)
	if !v.OK() {
		return v
	}
	var m manyChanges
	var changed []*Run
	for _, old := range olds {
		r, d := *old, diff{}
		for _, e := range edits {
			if err := e(&r, &d); err != nil {
				return refusedBy(fmt.Errorf("run %q: %w", old.ID, err)).about(0, old.Project, old.No)
			}
		}
		if !d.empty() {
			m.add(old.object(), &d)
			changed = append(changed, &r)
		}
	}
	if !a.rehearsal {
		s.putRuns(a, changed)
	}
	return m.verdict().about(0, olds[0].Project, 0)
}

// runsOf returns the runs of a batch, each once, all of one project and changeable by
// the actor; or the refusal.
func (s *State) runsOf(a *action, nos []uint64, deletedToo bool) ([]*Run, Verdict) {
	if len(nos) == 0 || len(nos) > maxBatch {
		return nil, refuse(CodeInvalid, "a batch has 1 to %d runs", maxBatch)
	}
	nos = slices.Compact(slices.Sorted(slices.Values(nos)))
	runs := make([]*Run, 0, len(nos))
	for _, no := range nos {
		r, v := s.writableRun(a, RunNo(no))
		switch {
		case r == nil:
			return nil, v
		case r.Deleted && !deletedToo:
			return nil, refuse(CodeDeleted, "run %q was deleted", r.ID).about(0, r.Project, r.No)
		case r.Project != runs0(runs, r).Project:
			return nil, refuse(CodeInvalid, "the runs of a batch are of one project")
		}
		runs = append(runs, r)
	}
	return runs, Verdict{Outcome: Accepted}
}

func runs0(runs []*Run, otherwise *Run) *Run {
	if len(runs) > 0 {
		return runs[0]
	}
	return otherwise
}

func setRunDeleted(deleted bool) edit {
	return func(r *Run, d *diff) error {
		d.flag("deleted", r.Deleted, deleted)
		r.Deleted = deleted
		return nil
	}
}

func runsDeleted(s *State, a *action, b *pb.RunsDeleted) Verdict {
	return s.editRuns(a, b.Runs, true, setRunDeleted(true))
}

func runsUndeleted(s *State, a *action, b *pb.RunsUndeleted) Verdict {
	return s.editRuns(a, b.Runs, true, s.undelete)
}

// undelete is the edit that takes a run out of the trash, if its id is free.
func (s *State) undelete(r *Run, d *diff) error {
	d.flag("deleted", r.Deleted, false)
	r.Deleted = false
	return s.freeIn(r.Project, r).Err()
}

func runsStopRequested(s *State, a *action, b *pb.RunsStopRequested) Verdict {
	return s.editRuns(a, b.Runs, false, setStopRequested(true))
}

func runsTagged(s *State, a *action, b *pb.RunsTagged) Verdict {
	return s.editRuns(a, b.Runs, false, func(r *Run, d *diff) error {
		tags := slices.DeleteFunc(slices.Clone(r.Tags), func(t string) bool { return slices.Contains(b.Removed, t) })
		return setTags(append(tags, b.Added...))(r, d)
	})
}

// runsMoved: the actor may edit here and submit there; ids must be free there.
func runsMoved(s *State, a *action, b *pb.RunsMoved) Verdict {
	to := s.ProjectByNo(ProjectNo(b.Project))
	if to == nil || !s.MayRead(a.actor, to) {
		return refuse(CodeNotFound, "there's no project %d, or you can't see it", b.Project)
	}
	if !s.MayWrite(a.actor, to) {
		return refuse(CodeForbidden, "you can't submit runs to %s/%s", to.Entity, to.Name)
	}
	olds, v := s.runsOf(a, b.Runs, true)
	if !v.OK() {
		return v
	}
	if from := s.ProjectByNo(olds[0].Project); !s.MayEdit(a.actor, from) {
		return refuse(CodeForbidden, "you can't move runs out of %s/%s", from.Entity, from.Name)
	}
	for _, r := range olds {
		if v := s.freeIn(to.No, r); !v.OK() {
			return v
		}
	}
	return s.editRuns(a, b.Runs, true, moveTo(to.No))
}

func moveTo(to ProjectNo) edit {
	return func(r *Run, d *diff) error {
		d.number("project", uint64(r.Project), uint64(to))
		r.Project = to
		return nil
	}
}

// putRuns replaces runs by changed copies; their project may be another one. The
// projects' lists are changed once for all of them.
func (s *State) putRuns(a *action, runs []*Run) {
	moved := map[ProjectNo]bool{}
	for _, r := range runs {
		old := s.runs[r.No-1]
		r.Version, r.By = a.version(), a.actorNo()
		from, to := s.projects[old.Project-1], s.projects[r.Project-1]
		stays := from == to && r.Deleted == old.Deleted && !r.Purged
		if !stays {
			from.displace(s, old)
		}
		s.runs[r.No-1] = r
		s.purges += count(r.Purged && !old.Purged)
		from.live -= count(!old.Deleted)
		to.live += count(!r.Deleted && !r.Purged)
		to.edited = to.edited || r.ConfigEdit != nil || r.SummaryEdit != nil
		if stays {
			continue
		}
		if r.Purged || from != to {
			moved[old.Project] = true
		}
		if from != to {
			s.noteGuest(to, r)
			to.runs = append(to.runs, r.No)
			moved[r.Project] = true
		}
		if !r.Purged {
			to.place(s, r)
		}
	}
	for no := range moved {
		s.projects[no-1].tidy(s)
	}
}

// tidy brings the list of runs into order and leaves out those that are gone.
func (p *projectEntry) tidy(s *State) {
	kept := slices.DeleteFunc(slices.Clone(p.runs), func(no RunNo) bool {
		r := s.runs[no-1]
		return r.Purged || r.Project != p.No
	})
	slices.Sort(kept)
	p.runs = slices.Compact(kept)
}

// noteGuest remembers that a run was in a project that isn't its home: its rows lie
// elsewhere.
func (s *State) noteGuest(p *projectEntry, r *Run) {
	if r.Home == p.No {
		return
	}
	s.projects[r.Home-1].left = true
	if i, known := slices.BinarySearch(p.guests, r.No); !known {
		p.guests = slices.Insert(slices.Clip(p.guests), i, r.No)
	}
}

// Guests are the runs, by number, that are or once were in the project and have another
// home: their rows in the tables are there. Left tells whether runs of this home are or
// once were elsewhere.
func (s *State) Guests(p ProjectNo) (guests []*Run, left bool) {
	if p == 0 || int(p) > len(s.projects) {
		return nil, false
	}
	for _, no := range s.projects[p-1].guests {
		guests = append(guests, s.runs[no-1])
	}
	return guests, s.projects[p-1].left
}
