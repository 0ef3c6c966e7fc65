package catalog

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// What an undo can set of projects and runs.

type projectTarget struct {
	Project
	s *State
}

func (t *projectTarget) access(field string) *User {
	name, ok := strings.CutPrefix(field, "access.")
	if !ok {
		return nil
	}
	return t.s.UserByNo(t.s.userByName[name])
}

func (t *projectTarget) get(field string) json.RawMessage {
	switch field {
	case "name":
		return textJSON(t.Name)
	case "description":
		return textJSON(t.Description)
	case "view":
		return textJSON(t.View.String())
	case "submit":
		return textJSON(t.Submit.String())
	case "deleted":
		return flagJSON(t.Deleted)
	}
	if u := t.access(field); u != nil {
		return roleJSON(t.Access[u.No])
	}
	return nil
}

func (t *projectTarget) set(field string, v json.RawMessage) error {
	switch field {
	case "name":
		return json.Unmarshal(v, &t.Name)
	case "description":
		return json.Unmarshal(v, &t.Description)
	case "view":
		return setAudience(&t.View, v)
	case "submit":
		return setAudience(&t.Submit, v)
	case "deleted":
		return json.Unmarshal(v, &t.Deleted)
	}
	u := t.access(field)
	if u == nil {
		return unknownField(t.object(), field)
	}
	role, err := roleOf(v)
	if err != nil {
		return err
	}
	setAccess(u, role)(t.s, &t.Project, &diff{})
	return nil
}

func setAudience(to *Audience, v json.RawMessage) error {
	var name string
	if err := json.Unmarshal(v, &name); err != nil {
		return err
	}
	if *to = AudienceNamed(name); *to == 0 {
		return errors.New("no such audience")
	}
	return nil
}

func (t *projectTarget) may(s *State, u *User, field string) Verdict {
	old := s.ProjectByNo(t.No)
	switch {
	case !s.MayReadAny(u, old) || old.Deleted && !s.MayAdminister(u, old):
		return refuse(CodeNotFound, "there's no project %d, or you can't see it", t.No)
	case field == "description" && s.MayEdit(u, old), s.MayAdminister(u, old):
		return Verdict{Outcome: Accepted}
	}
	return refuse(CodeForbidden, "you can't do that to %s/%s", old.Entity, old.Name)
}

func (t *projectTarget) changed() UserNo { return t.By }

func (t *projectTarget) check(s *State) Verdict {
	if other := s.Project(t.Entity, t.Name); other != nil && other.No != t.No {
		return refuse(CodeExists, "there is a project %s/%s by now", t.Entity, t.Name)
	}
	if t.Submit > t.View {
		return refuse(CodeConflict, "who may submit runs must be able to view them")
	}
	return Verdict{Outcome: Accepted}
}

func (t *projectTarget) put(s *State, a *action) { s.putProject(a, &t.Project) }

type runTarget struct{ Run }

func (t *runTarget) get(field string) json.RawMessage {
	switch field {
	case "display_name":
		return textJSON(t.DisplayName)
	case "notes":
		return textJSON(t.Notes)
	case "color":
		return textJSON(t.Color)
	case "tags":
		return appendTexts(nil, t.Tags)
	case "deleted":
		return flagJSON(t.Deleted)
	case "stop_requested":
		return flagJSON(t.StopRequested)
	case "project":
		return json.RawMessage(decimal(t.Project))
	}
	if layer, key := t.layer(field); layer != nil {
		fields, err := layerFields(field, *layer)
		if err != nil {
			return nil // can't be: the fold made it
		}
		return fields[key]
	}
	for _, at := range attributes {
		if at.name == field {
			return textJSON(*at.of(&t.Attributes))
		}
	}
	return nil
}

// layer returns the layer and the key that a field "config.KEY" or "summary.KEY" is.
func (t *runTarget) layer(field string) (*[]byte, string) {
	if key, ok := strings.CutPrefix(field, "config."); ok {
		return &t.ConfigEdit, key
	}
	if key, ok := strings.CutPrefix(field, "summary."); ok {
		return &t.SummaryEdit, key
	}
	return nil, ""
}

func (t *runTarget) set(field string, v json.RawMessage) (err error) {
	switch field {
	case "display_name":
		return json.Unmarshal(v, &t.DisplayName)
	case "notes":
		return json.Unmarshal(v, &t.Notes)
	case "color":
		return json.Unmarshal(v, &t.Color)
	case "tags":
		var tags []string
		err := json.Unmarshal(v, &tags)
		if t.Tags = tags; len(tags) == 0 {
			t.Tags = nil
		}
		return err
	case "deleted":
		return json.Unmarshal(v, &t.Deleted)
	case "stop_requested":
		return json.Unmarshal(v, &t.StopRequested)
	case "project":
		no, err := strconv.ParseUint(string(v), 10, 32)
		t.Project = ProjectNo(no)
		return err
	}
	if layer, key := t.layer(field); layer != nil {
		*layer, err = setLayer(field, *layer, key, v)
		return err
	}
	for _, at := range attributes {
		if at.name == field {
			return json.Unmarshal(v, at.of(&t.Attributes))
		}
	}
	return unknownField(t.object(), field)
}

func (t *runTarget) may(s *State, u *User, field string) Verdict {
	old := s.RunByNo(t.No)
	p := s.ProjectByNo(old.Project)
	switch {
	case !s.MayRead(u, p):
		return refuse(CodeNotFound, "there's no run %d, or you can't see it", t.No)
	case !s.MayEditRun(u, p, old), field == "project" && !s.MayEdit(u, p):
		return refuse(CodeForbidden, "you can't change this run of %s/%s", p.Entity, p.Name)
	}
	return Verdict{Outcome: Accepted}
}

func (t *runTarget) changed() UserNo { return t.By }

func (t *runTarget) check(s *State) Verdict {
	if p := s.ProjectByNo(t.Project); p == nil || p.Purged {
		return refuse(CodeConflict, "the project that run %q came from isn't there any more", t.ID)
	}
	return s.freeIn(t.Project, &t.Run)
}

func (t *runTarget) put(s *State, a *action) { s.putRun(a, &t.Run) }
