package catalog

import (
	"fmt"

	"runledger/event/pb"
)

// edit changes a copy of a run and notes what it changes; an error is what's wrong
// with the action's content.
type edit func(r *Run, d *diff) error

// editRun judges and applies edits of one run: all of them or none.
func (s *State) editRun(a *action, no uint64, edits ...edit) Verdict {
	old, v := s.writableRun(a, RunNo(no))
	if old == nil {
		return v
	}
	if old.Deleted {
		return refuse(CodeDeleted, "run %q was deleted", old.ID).about(0, old.Project, old.No)
	}
	return s.replaceRun(a, old, edits...)
}

// writableRun returns a run that the actor may change, or the refusal.
func (s *State) writableRun(a *action, no RunNo) (*Run, Verdict) {
	r := s.RunByNo(no)
	if r == nil || r.Purged {
		return nil, refuse(CodeNotFound, "there's no run %d", no)
	}
	p := s.ProjectByNo(r.Project)
	if !s.MayRead(a.actor, p) {
		return nil, refuse(CodeNotFound, "there's no run %d, or you can't see it", no).about(0, p.No, r.No)
	}
	if !s.MayEditRun(a.actor, p, r) {
		return nil, refuse(CodeForbidden, "you can't change this run of %s/%s", p.Entity, p.Name).about(0, p.No, r.No)
	}
	if v, stale := a.stale(r.Version); stale {
		return nil, v.about(0, p.No, r.No)
	}
	return r, Verdict{}
}

func (s *State) replaceRun(a *action, old *Run, edits ...edit) Verdict {
	r, d := *old, diff{}
	for _, e := range edits {
		if err := e(&r, &d); err != nil {
			return refusedBy(err).about(0, old.Project, old.No)
		}
	}
	if !d.empty() && !a.rehearsal {
		s.putRun(a, &r)
	}
	return d.changed(old.object()).about(0, r.Project, r.No)
}

// putRun replaces a run by its changed copy.
func (s *State) putRun(a *action, r *Run) { s.putRuns(a, []*Run{r}) }

func setDisplayName(name string) edit {
	return func(r *Run, d *diff) error {
		d.text("display_name", r.DisplayName, name)
		r.DisplayName = name
		return CheckDisplayName(name)
	}
}

func setTags(tags []string) edit {
	return func(r *Run, d *diff) error {
		if err := CheckTags(tags); err != nil {
			return err
		}
		tags := withoutRepeats(tags)
		d.list("tags", r.Tags, tags)
		r.Tags = tags
		return nil
	}
}

func setNotes(notes string) edit {
	return func(r *Run, d *diff) error {
		d.text("notes", r.Notes, notes)
		r.Notes = notes
		return CheckNotes(notes)
	}
}

func setAttributes(b *pb.RunAttributes) edit {
	return func(r *Run, d *diff) error {
		if err := CheckAttributes(b); err != nil {
			return err
		}
		old := r.Attributes
		r.Attributes = old.with(b)
		r.Attributes.diff(d, old)
		return nil
	}
}

func editConfig(set []byte, removed []string) edit {
	return func(r *Run, d *diff) (err error) {
		r.ConfigEdit, err = editLayer("config", r.ConfigEdit, set, removed, d)
		return err
	}
}

func editSummary(set []byte, removed []string) edit {
	return func(r *Run, d *diff) (err error) {
		r.SummaryEdit, err = editLayer("summary", r.SummaryEdit, set, removed, d)
		return err
	}
}

func runRenamed(s *State, a *action, b *pb.RunRenamed) Verdict {
	return s.editRun(a, b.Run, setDisplayName(b.DisplayName))
}

func runTagsSet(s *State, a *action, b *pb.RunTagsSet) Verdict {
	return s.editRun(a, b.Run, setTags(b.Tags))
}

func runNotesSet(s *State, a *action, b *pb.RunNotesSet) Verdict {
	return s.editRun(a, b.Run, setNotes(b.Notes))
}

func runAttributesSet(s *State, a *action, b *pb.RunAttributesSet) Verdict {
	return s.editRun(a, b.Run, setAttributes(b.Attributes))
}

func runConfigEdited(s *State, a *action, b *pb.RunConfigEdited) Verdict {
	return s.editRun(a, b.Run, editConfig(b.SetJson, b.Removed))
}

func runSummaryEdited(s *State, a *action, b *pb.RunSummaryEdited) Verdict {
	return s.editRun(a, b.Run, editSummary(b.SetJson, b.Removed))
}

func runEdited(s *State, a *action, b *pb.RunEdited) Verdict {
	var edits []edit
	if b.DisplayName != nil {
		edits = append(edits, setDisplayName(*b.DisplayName))
	}
	if b.Tags != nil {
		edits = append(edits, setTags(b.Tags.Tags))
	}
	if b.Notes != nil {
		edits = append(edits, setNotes(*b.Notes))
	}
	if b.Attributes != nil {
		edits = append(edits, setAttributes(b.Attributes))
	}
	if b.Config != nil {
		edits = append(edits, editConfig(b.Config.SetJson, b.Config.Removed))
	}
	if b.Summary != nil {
		edits = append(edits, editSummary(b.Summary.SetJson, b.Summary.Removed))
	}
	if b.Color != nil {
		edits = append(edits, setColor(*b.Color))
	}
	if b.StopWithdrawn {
		edits = append(edits, setStopRequested(false))
	}
	return s.editRun(a, b.Run, edits...)
}

func setColor(color string) edit {
	return func(r *Run, d *diff) error {
		d.text("color", r.Color, color)
		r.Color = color
		return CheckColor(color)
	}
}

// CheckColor says what's wrong with the colour of a run.
func CheckColor(c string) error {
	var n int
	if c == "" {
		return nil
	}
	if _, err := fmt.Sscanf(c, "preset:%d", &n); err == nil && c == fmt.Sprintf("preset:%d", n) && n >= 0 && n < maxPresets {
		return nil
	}
	var rgb uint32
	if _, err := fmt.Sscanf(c, "#%06x", &rgb); err == nil && len(c) == 7 && c == fmt.Sprintf("#%06x", rgb) {
		return nil
	}
	return fmt.Errorf("a colour is #rrggbb in lower case, preset:0 to preset:%d, or empty", maxPresets-1)
}

func runColorSet(s *State, a *action, b *pb.RunColorSet) Verdict {
	return s.editRun(a, b.Run, setColor(b.Color))
}

func runStopRequested(s *State, a *action, b *pb.RunStopRequested) Verdict {
	return s.editRun(a, b.Run, setStopRequested(true))
}

func setStopRequested(stop bool) edit {
	return func(r *Run, d *diff) error {
		d.flag("stop_requested", r.StopRequested, stop)
		r.StopRequested = stop
		return nil
	}
}

func runDeleted(s *State, a *action, b *pb.RunDeleted) Verdict { return s.setDeleted(a, b.Run, true) }

func runUndeleted(s *State, a *action, b *pb.RunUndeleted) Verdict {
	old, v := s.writableRun(a, RunNo(b.Run))
	if old == nil {
		return v
	}
	return s.replaceRun(a, old, s.undelete)
}

func (s *State) setDeleted(a *action, no uint64, deleted bool) Verdict {
	old, v := s.writableRun(a, RunNo(no))
	if old == nil {
		return v
	}
	return s.replaceRun(a, old, setRunDeleted(deleted))
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
