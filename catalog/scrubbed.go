package catalog

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"runledger/event/pb"
)

// actionScrubbed repeats what the fold once decided on an action whose words are gone.
// Nothing is judged again: what it would be judged by is gone too. What it made of things
// that are there is set; of purged runs only what other decisions look at.
func actionScrubbed(s *State, a *action, b *pb.ActionScrubbed) Verdict {
	v := Verdict{Outcome: Outcome(b.Outcome), Code: b.Code, Reason: "scrubbed"}
	v = v.about(UserNo(b.User), ProjectNo(b.Project), RunNo(b.Run))
	if v.Outcome < Accepted || v.Outcome > Refused {
		return s.stop("offset %d: a scrubbed action without a verdict", a.Offset)
	}
	if v.Outcome != Accepted {
		return v
	}
	v.Reason = ""
	var targets []target
	for _, c := range b.Changes {
		v.Changes = append(v.Changes, Change{Kind: c.Kind, Project: ProjectNo(c.Project), IDs: c.Ids, From: c.FromJson, To: c.ToJson})
		found, refused := s.repeated(c)
		if !refused.OK() {
			return refused
		}
		targets = append(targets, found...)
	}
	if a.rehearsal {
		return v
	}
	putAll(s, a, targets)
	s.putScrubbed(a, b.Runs)
	for _, no := range b.Projects {
		if p := s.ProjectByNo(ProjectNo(no)); p != nil {
			changed := *p
			s.putProject(a, &changed)
		}
	}
	return v
}

// repeated are the objects of a change, changed.
func (s *State) repeated(c *pb.Change) ([]target, Verdict) {
	from, to, err := images(c)
	if err != nil {
		return nil, refuse(CodeInvalid, "%v", err)
	}
	fields := map[string]json.RawMessage{}
	for name := range from {
		fields[name] = nil
	}
	for name, value := range to {
		fields[name] = value
	}
	var out []target
	for _, id := range c.Ids {
		t := s.target(object{c.Kind, ProjectNo(c.Project), id})
		if t == nil {
			return nil, refuse(CodeNotFound, "%s %s isn't there", c.Kind, id)
		}
		for _, name := range sortedKeys(fields) {
			if err := t.set(name, fields[name]); err != nil {
				return nil, refuse(CodeInvalid, "%v", err)
			}
		}
		out = append(out, t)
	}
	return out, Verdict{Outcome: Accepted}
}

// putScrubbed puts purged runs without their words. Their ids are no ids: none can be
// looked for, or taken.
func (s *State) putScrubbed(a *action, list []*pb.ScrubbedRuns) {
	var runs []*Run
	for _, b := range list {
		for _, no := range b.Runs {
			r := &Run{
				No: RunNo(no), Project: ProjectNo(b.Project), Home: ProjectNo(b.Home), User: UserNo(b.User), CreatedAt: a.At,
				ID: ":" + strconv.FormatUint(no, 10), Deleted: b.Deleted, StopRequested: b.StopRequested,
				ConfigEdit: layerMark(b.ConfigEdited), SummaryEdit: layerMark(b.SummaryEdited), Version: a.version(), By: a.actorNo(),
			}
			if old := s.RunByNo(r.No); old != nil {
				r.CreatedAt = old.CreatedAt
				runs = append(runs, r)
			} else if r.No == RunNo(len(s.runs)+1) {
				s.addRun(r)
			}
		}
	}
	if runs != nil {
		s.putRuns(a, runs)
	}
}

func layerMark(edited bool) []byte {
	if edited {
		return []byte("{}")
	}
	return nil
}

// stackScrubbed puts a scrubbed action on the stack that it was on.
func (s *State) stackScrubbed(a *action, b *pb.ActionScrubbed) {
	switch {
	case a.actor == nil || !b.Stacked:
	case b.Undone != nil:
		s.stackUndone(a, b.Undone)
	default:
		st := s.stackOf(stackKey{a.actor.No, b.Scope})
		st.undo = append(st.undo, a.Offset)
		st.redo = nil
	}
}

// scrubbedRuns are the runs of changes that are gone, as they are now, alike ones together.
func (s *State) scrubbedRuns(g Purged, changes []Change) []*pb.ScrubbedRuns {
	type looks struct {
		project, home                  ProjectNo
		user                           UserNo
		deleted, stop, config, summary bool
	}
	var order []looks
	alike := map[looks][]uint64{}
	for _, c := range changes {
		if c.Kind != kindRun {
			continue
		}
		for _, id := range c.IDs {
			n, _ := strconv.ParseUint(id, 10, 64)
			r := s.RunByNo(RunNo(n))
			if r == nil || !g.Run(r.No) {
				continue
			}
			l := looks{r.Project, r.Home, r.User, r.Deleted, r.StopRequested, r.ConfigEdit != nil, r.SummaryEdit != nil}
			if alike[l] == nil {
				order = append(order, l)
			}
			alike[l] = append(alike[l], n)
		}
	}
	out := make([]*pb.ScrubbedRuns, len(order))
	for i, l := range order {
		nos := alike[l]
		slices.SortFunc(nos, cmp.Compare[uint64])
		out[i] = &pb.ScrubbedRuns{
			Runs: slices.Compact(nos), Project: uint32(l.project), Home: uint32(l.home), User: uint32(l.user),
			Deleted: l.deleted, StopRequested: l.stop, ConfigEdited: l.config, SummaryEdited: l.summary,
		}
	}
	return out
}
