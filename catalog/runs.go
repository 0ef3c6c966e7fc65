package catalog

import (
	"iter"
	"time"

	"runledger/event/pb"
)

// Run is what is decided about a run; what its trainer measured is in the tables.
// Values are replaced, never changed.
type Run struct {
	No          RunNo
	Project     ProjectNo // now
	Home        ProjectNo // at creation: a place in the tables' sort order, for ever
	ID          string    // unique in the project
	DisplayName string
	Tags        []string
	Notes       string
	Attributes  Attributes
	User        UserNo // who created it; 0: the program itself
	CreatedAt   time.Time

	// A person's layers over what the trainer sends: a JSON object each, nil if there is
	// none. A null hides the trainer's key.
	ConfigEdit, SummaryEdit []byte

	StopRequested bool
	Deleted       bool
	WandB         bool   // came through the W&B protocol
	Version       uint64 // offset of the last accepted action on it + 1
}

// Run returns a run by its project and id, deleted or not, or nil.
func (s *State) Run(p ProjectNo, id string) *Run {
	if p == 0 || int(p) > len(s.projects) {
		return nil
	}
	return s.RunByNo(s.projects[p-1].byID[id])
}

// RunByNo returns a run by its number, deleted or not, or nil.
func (s *State) RunByNo(no RunNo) *Run {
	if no == 0 || no > RunNo(len(s.runs)) {
		return nil
	}
	return s.runs[no-1]
}

// Runs yields the runs of a project by number, deleted ones too.
func (s *State) Runs(p ProjectNo) iter.Seq[*Run] {
	return func(yield func(*Run) bool) {
		if p == 0 || int(p) > len(s.projects) {
			return
		}
		for _, no := range s.projects[p-1].runs {
			if !yield(s.runs[no-1]) {
				return
			}
		}
	}
}

// CountRuns is the number of runs in a project, and how many of them are deleted.
func (s *State) CountRuns(p ProjectNo) (all, deleted int) {
	if p == 0 || int(p) > len(s.projects) {
		return 0, 0
	}
	e := s.projects[p-1]
	return len(e.runs), len(e.runs) - e.live
}

// Edited tells whether a person has ever edited config or summary of a run of the project.
func (s *State) Edited(p ProjectNo) bool {
	return p != 0 && int(p) <= len(s.projects) && s.projects[p-1].edited
}

func runCreated(s *State, a *action, b *pb.RunCreated) Verdict {
	p := s.Project(b.Entity, b.Project)
	if p == nil || !s.MayRead(a.actor, p) {
		return refuse(CodeNotFound, "there's no project %s/%s, or you can't see it", b.Entity, b.Project)
	}
	if !s.MayWrite(a.actor, p) {
		return refuse(CodeForbidden, "you can't log to %s/%s", b.Entity, b.Project).about(0, p.No, 0)
	}
	if old := s.Run(p.No, b.RunId); old != nil {
		return existingRun(old, b)
	}
	if err := checkRunCreated(b); err != nil {
		return refuse(CodeInvalid, "%v", err).about(0, p.No, 0)
	}
	r := newRun(RunNo(len(s.runs)+1), p.No, a, b)
	if !a.rehearsal {
		s.addRun(r)
	}
	var d diff
	d.text("id", "", r.ID)
	d.text("display_name", "", r.DisplayName)
	d.list("tags", nil, r.Tags)
	d.text("notes", "", r.Notes)
	r.Attributes.diff(&d, Attributes{})
	return d.created().about(0, p.No, r.No)
}

func (s *State) addRun(r *Run) {
	s.runs = append(s.runs, r)
	entry := s.projects[r.Project-1]
	entry.runs = append(entry.runs, r.No)
	entry.byID[r.ID] = r.No
	entry.live++
}

func existingRun(old *Run, b *pb.RunCreated) Verdict {
	v := Verdict{Outcome: Repeated}
	switch {
	case old.Deleted:
		v = refuse(CodeDeleted, "run %q was deleted: undelete it, or choose another id", old.ID)
	case !b.IfAbsent:
		v = refuse(CodeExists, "there is a run %q in %s/%s", old.ID, b.Entity, b.Project)
	}
	return v.about(0, old.Project, old.No)
}

func checkRunCreated(b *pb.RunCreated) error {
	if err := CheckRunID(b.RunId); err != nil {
		return err
	}
	if b.DisplayName != "" {
		if err := CheckDisplayName(b.DisplayName); err != nil {
			return err
		}
	}
	if err := CheckTags(b.Tags); err != nil {
		return err
	}
	if err := CheckNotes(b.Notes); err != nil {
		return err
	}
	return CheckAttributes(b.Attributes)
}

func newRun(no RunNo, project ProjectNo, a *action, b *pb.RunCreated) *Run {
	r := &Run{
		No: no, Project: project, Home: project, ID: b.RunId, DisplayName: b.DisplayName,
		Tags: withoutRepeats(b.Tags), Notes: b.Notes,
		User: a.actorNo(), CreatedAt: a.At, WandB: b.Wandb, Version: a.version(),
	}
	if r.DisplayName == "" {
		r.DisplayName = DefaultDisplayName(no)
	}
	r.Attributes = r.Attributes.with(b.Attributes)
	return r
}

// withoutRepeats keeps the first of equal tags.
func withoutRepeats(tags []string) []string {
	var out []string
	seen := make(map[string]bool, len(tags))
	for _, t := range tags {
		if !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	return out
}

func (r *Run) hash(h *hasher) {
	h.number(uint64(r.No))
	h.number(uint64(r.Project))
	h.number(uint64(r.Home))
	h.text(r.ID)
	h.text(r.DisplayName)
	h.texts(r.Tags)
	h.text(r.Notes)
	r.Attributes.hash(h)
	h.number(uint64(r.User))
	h.time(r.CreatedAt)
	h.raw(r.ConfigEdit)
	h.raw(r.SummaryEdit)
	h.flag(r.StopRequested)
	h.flag(r.Deleted)
	h.flag(r.WandB)
	h.number(r.Version)
}
