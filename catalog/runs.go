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

	Color         string // "preset:N", "#rrggbb"; empty: follows from the number
	SaveCode      bool   // the trainer's code is kept
	StopRequested bool
	Deleted       bool   // in the trash
	Purged        bool   // nothing but its number is left
	WandB         bool   // came through the W&B protocol
	Version       uint64 // offset of the last accepted action on it + 1
	By            UserNo // who did that
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
	p := s.FindProject(b.Entity, b.Project)
	if p != nil && p.Deleted && s.MayReadAny(a.actor, p) {
		return refuse(CodeDeleted, "project %s/%s is in the trash", p.Entity, p.Name).about(0, p.No, 0)
	}
	if p == nil || !s.MayRead(a.actor, p) {
		return refuse(CodeNotFound, "there's no project %s/%s, or you can't see it", b.Entity, b.Project)
	}
	if !s.MayWrite(a.actor, p) {
		return refuse(CodeForbidden, "you can't log to %s/%s", b.Entity, b.Project).about(0, p.No, 0)
	}
	if old := s.Run(p.No, b.RunId); old != nil {
		if !s.MayEditRun(a.actor, p, old) {
			return refuse(CodeForbidden, "run %q of %s/%s is somebody else's", old.ID, p.Entity, p.Name).about(0, p.No, old.No)
		}
		return existingRun(old, b)
	}
	if err := checkRunCreated(b); err != nil {
		return refuse(CodeInvalid, "%v", err).about(0, p.No, 0)
	}
	r := newRun(RunNo(len(s.runs)+1), p.No, a, b)
	r.SaveCode = s.savesCode(a.actor, b.SaveCode)
	if !a.rehearsal {
		s.addRun(r)
	}
	var d diff
	d.text("id", "", r.ID)
	d.text("display_name", "", r.DisplayName)
	d.list("tags", nil, r.Tags)
	d.text("notes", "", r.Notes)
	r.Attributes.diff(&d, Attributes{})
	d.flag("save_code", false, r.SaveCode)
	return d.created(r.object()).about(0, p.No, r.No)
}

func (r *Run) object() object { return object{kind: kindRun, project: r.Project, id: decimal(r.No)} }

func (s *State) addRun(r *Run) {
	s.runs = append(s.runs, r)
	s.indexRun(r)
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
		User: a.actorNo(), CreatedAt: a.At, WandB: b.Wandb, Version: a.version(), By: a.actorNo(),
	}
	if r.DisplayName == "" {
		r.DisplayName = DefaultDisplayName(no)
	}
	r.Attributes = r.Attributes.with(b.Attributes)
	return r
}

// savesCode: what the trainer says, else its user's setting; off by default.
func (s *State) savesCode(u *User, said *bool) bool {
	if said != nil {
		return *said
	}
	return u != nil && s.Settings(u).True("save_code")
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

func (r *Run) walk(c *codec) {
	number(c, &r.No)
	number(c, &r.Project)
	number(c, &r.Home)
	c.text(&r.ID)
	c.text(&r.DisplayName)
	c.strings(&r.Tags)
	c.text(&r.Notes)
	r.Attributes.walk(c)
	number(c, &r.User)
	c.time(&r.CreatedAt)
	c.raw(&r.ConfigEdit)
	c.raw(&r.SummaryEdit)
	c.text(&r.Color)
	c.flag(&r.SaveCode)
	c.flag(&r.StopRequested)
	c.flag(&r.Deleted)
	c.flag(&r.Purged)
	c.flag(&r.WandB)
	c.version(&r.Version, &r.By)
}
