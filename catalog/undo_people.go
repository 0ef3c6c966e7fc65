package catalog

import (
	"encoding/json"
	"fmt"
	"strings"
)

// What an undo can set of users, keys, teams.

func flagJSON(b bool) json.RawMessage {
	if b {
		return json.RawMessage("true")
	}
	return json.RawMessage("false")
}

func textJSON(t string) json.RawMessage { return appendText(nil, t) }

func unknownField(o object, field string) error {
	return fmt.Errorf("a %s has no field %q", o.kind, field)
}

type userTarget struct{ User }

func (t *userTarget) fields() map[string]*bool {
	return map[string]*bool{"deleted": &t.Deleted, "admin": &t.Admin}
}

func (t *userTarget) get(field string) json.RawMessage {
	if field == "email" {
		return textJSON(t.Email)
	}
	if b := t.fields()[field]; b != nil {
		return flagJSON(*b)
	}
	return nil
}

func (t *userTarget) set(field string, v json.RawMessage) error {
	if field == "email" {
		return json.Unmarshal(v, &t.Email)
	}
	b := t.fields()[field]
	if b == nil {
		return unknownField(t.object(), field)
	}
	return json.Unmarshal(v, b)
}

func (t *userTarget) may(_ *State, u *User, field string) Verdict {
	if all(u) || field == "email" && u.No == t.No {
		return Verdict{Outcome: Accepted}
	}
	return refuse(CodeForbidden, "only an administrator can do that")
}

func (t *userTarget) changed() UserNo { return t.By }

func (t *userTarget) check(s *State) Verdict {
	if old := s.UserByNo(t.No); (!t.Admin || t.Deleted) && s.lastAdmin(old) {
		return refuse(CodeConflict, "%q is the last administrator", t.Name)
	}
	return Verdict{Outcome: Accepted}
}

func (t *userTarget) put(s *State, a *action) { s.putUser(a, &t.User) }

type keyTarget struct{ Key }

func (t *keyTarget) object() object { return object{kind: kindKey, id: t.ID} }

func (t *keyTarget) get(field string) json.RawMessage {
	if field == "deleted" {
		return flagJSON(t.Revoked)
	}
	return nil
}

func (t *keyTarget) set(field string, v json.RawMessage) error {
	if field != "deleted" {
		return unknownField(t.object(), field)
	}
	return json.Unmarshal(v, &t.Revoked)
}

func (t *keyTarget) may(_ *State, u *User, _ string) Verdict {
	if all(u) || u.No == t.User {
		return Verdict{Outcome: Accepted}
	}
	return refuse(CodeNotFound, "there's no key %q", t.ID)
}

func (t *keyTarget) changed() UserNo { return t.User }

func (t *keyTarget) check(*State) Verdict { return Verdict{Outcome: Accepted} }

func (t *keyTarget) put(s *State, _ *action) { s.setRevoked(&t.Key, t.Revoked) }

type teamTarget struct {
	Entity
	s *State
}

// member returns the user that a field "member.NAME" is about.
func (t *teamTarget) member(field string) *User {
	name, ok := strings.CutPrefix(field, "member.")
	if !ok {
		return nil
	}
	return t.s.UserByNo(t.s.userByName[name])
}

func (t *teamTarget) get(field string) json.RawMessage {
	if field == "deleted" {
		return flagJSON(t.Deleted)
	}
	if u := t.member(field); u != nil {
		return roleJSON(t.Members[u.No])
	}
	return nil
}

func (t *teamTarget) set(field string, v json.RawMessage) error {
	if field == "deleted" {
		return json.Unmarshal(v, &t.Deleted)
	}
	u := t.member(field)
	if u == nil {
		return unknownField(t.object(), field)
	}
	role, err := roleOf(v)
	if err != nil {
		return err
	}
	t.setRole(u, role, &diff{})
	return nil
}

func roleOf(v json.RawMessage) (Role, error) {
	if v == nil {
		return NoRole, nil
	}
	var name string
	if err := json.Unmarshal(v, &name); err != nil || RoleNamed(name) == NoRole {
		return NoRole, fmt.Errorf("%.80s isn't a role", v)
	}
	return RoleNamed(name), nil
}

func (t *teamTarget) may(s *State, u *User, _ string) Verdict {
	if !all(u) && s.entities[t.Name].RoleIn(u) < TeamAdmin {
		return refuse(CodeForbidden, "only an administrator of %q can do that", t.Name)
	}
	return Verdict{Outcome: Accepted}
}

func (t *teamTarget) changed() UserNo { return t.By }

func (t *teamTarget) check(*State) Verdict {
	for _, r := range t.Members {
		if r == TeamAdmin {
			return Verdict{Outcome: Accepted}
		}
	}
	if len(t.Members) == 0 {
		return Verdict{Outcome: Accepted}
	}
	return refuse(CodeConflict, "%q would have no administrator", t.Name)
}

func (t *teamTarget) put(s *State, a *action) { s.putTeam(a, &t.Entity) }
