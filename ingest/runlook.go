package ingest

import (
	"fmt"
	"strings"

	"runledger/catalog"
)

// look sorts the runs that aren't found yet into found, missing and refused.
func (e *ensuring) look(s *catalog.State) {
	user := s.UserByNo(e.who.User.No)
	for i := range e.wanted {
		if e.state[i] == unknown || e.state[i] == refused {
			e.errs[i] = nil
			e.state[i] = e.lookFor(s, user, i)
		}
	}
}

func (e *ensuring) lookFor(s *catalog.State, user *catalog.User, i int) runState {
	if user == nil || user.Deleted {
		return e.refuse(i, catalog.CodeUnauthenticated, "the user was deleted")
	}
	want := &e.wanted[i]
	if want.Entity == "" {
		want.Entity = s.DefaultEntity(user)
	}
	if err := checkWanted(want); err != nil {
		e.refuse(i, catalog.CodeInvalid, err.Error())
		return impossible
	}
	p := s.FindProject(want.Entity, want.Project)
	switch {
	case p == nil:
		return e.lookForEntity(s, user, i)
	case p.Deleted && s.MayReadAny(user, p):
		return e.refuse(i, catalog.CodeDeleted, fmt.Sprintf("project %s/%s is in the trash: undelete it, or log to another", p.Entity, p.Name))
	case !s.MayRead(user, p):
		return e.hide(i)
	}
	r := s.Run(p.No, want.ID)
	switch {
	case r == nil && !s.MayWrite(user, p):
		return e.refuse(i, catalog.CodeForbidden, fmt.Sprintf("you can't log to %s/%s", p.Entity, p.Name))
	case r == nil:
		return missing
	case !s.MayEditRun(user, p, r):
		return e.refuse(i, catalog.CodeForbidden, fmt.Sprintf("you can't log to run %q of %s/%s", r.ID, p.Entity, p.Name))
	case r.Deleted:
		return e.refuse(i, catalog.CodeDeleted, fmt.Sprintf("run %q was deleted: undelete it, or log under another id", r.ID))
	}
	e.refs[i] = RunRef{No: r.No, Home: r.Home, StopRequested: r.StopRequested}
	return found
}

// lookForEntity looks where a project that isn't there could be created. Who can't create
// it is told the same as of one that can't be seen.
func (e *ensuring) lookForEntity(s *catalog.State, user *catalog.User, i int) runState {
	if entity := s.Entity(e.wanted[i].Entity); entity == nil || !s.MayCreateProject(user, entity) {
		return e.hide(i)
	}
	return homeless
}

// hide tells what can't be seen like what isn't there.
func (e *ensuring) hide(i int) runState {
	return e.refuse(i, catalog.CodeNotFound, fmt.Sprintf(
		"there's no project %s/%s that you can log to, and you can't create it", e.wanted[i].Entity, e.wanted[i].Project))
}

func checkWanted(want *RunWanted) error {
	if err := catalog.CheckEntityName(want.Entity); err != nil {
		return err
	}
	if err := catalog.CheckProjectName(want.Project); err != nil {
		return err
	}
	if _, _, err := privacyOf(want.Privacy); err != nil {
		return err
	}
	return catalog.CheckRunID(want.ID)
}

// privacyOf reads who may view and submit: the name of a level, or both as
// "members/invited". Empty: not said.
func privacyOf(text string) (view, submit string, err error) {
	if text == "" {
		return "", "", nil
	}
	if l, ok := catalog.LevelNamed(text); ok {
		return l.View.String(), l.Submit.String(), nil
	}
	view, submit, _ = strings.Cut(text, "/")
	v, s := catalog.AudienceNamed(view), catalog.AudienceNamed(submit)
	if v == 0 || s == 0 || s > v {
		return "", "", fmt.Errorf("privacy %q: there are private, restricted, team, public and open, or who may view and who may submit runs, "+
			"as members/invited: each is invited, members or everyone, and who submits must be able to view", clip(text))
	}
	return view, submit, nil
}

func (e *ensuring) refuse(i int, code, message string) runState {
	e.errs[i] = catalog.Refusal{Verdict: catalog.Verdict{Outcome: catalog.Refused, Code: code, Reason: message}}
	return refused
}
