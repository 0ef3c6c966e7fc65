package catalog

import (
	"maps"

	"runledger/event/pb"
)

// projectEdit changes a copy of a project and notes what it changes.
type projectEdit func(s *State, p *Project, d *diff) Verdict

// editProject judges and applies edits of one project: all of them or none. may says
// who can.
func (s *State) editProject(a *action, no uint32, may func(*User, *Project) bool, edits ...projectEdit) Verdict {
	old := s.ProjectByNo(ProjectNo(no))
	if old == nil || !s.MayRead(a.actor, old) {
		return refuse(CodeNotFound, "there's no project %d, or you can't see it", no)
	}
	return s.replaceProject(a, old, may, edits...)
}

func (s *State) replaceProject(a *action, old *Project, may func(*User, *Project) bool, edits ...projectEdit) Verdict {
	if !may(a.actor, old) {
		return refuse(CodeForbidden, "you can't do that to %s/%s", old.Entity, old.Name).about(0, old.No, 0)
	}
	if v, stale := a.stale(old.Version); stale {
		return v.about(0, old.No, 0)
	}
	p, d := *old, diff{}
	for _, e := range edits {
		if v := e(s, &p, &d); !v.OK() {
			return v.about(0, old.No, 0)
		}
	}
	if !d.empty() && !a.rehearsal {
		s.putProject(a, &p)
	}
	return d.changed(old.object()).about(0, old.No, 0)
}

// putProject replaces a project; an earlier name goes on leading to it.
func (s *State) putProject(a *action, p *Project) {
	old := s.projects[p.No-1].Project
	p.Version, p.By = a.version(), a.actorNo()
	s.projects[p.No-1].Project = p
	if old.Name != p.Name {
		was, is := projectName{old.Entity, old.Name}, projectName{p.Entity, p.Name}
		delete(s.projectByName, was)
		s.aliases[was] = p.No
		s.projectByName[is] = p.No
		delete(s.aliases, is)
	}
}

func renameProject(name string) projectEdit {
	return func(s *State, p *Project, d *diff) Verdict {
		if err := CheckProjectName(name); err != nil {
			return refuse(CodeInvalid, "%v", err)
		}
		if other := s.Project(p.Entity, name); other != nil && other.No != p.No {
			return refuse(CodeExists, "there is a project %s/%s", p.Entity, name)
		}
		d.text("name", p.Name, name)
		p.Name = name
		return Verdict{Outcome: Accepted}
	}
}

func describeProject(text string) projectEdit {
	return func(_ *State, p *Project, d *diff) Verdict {
		if err := checkText("a description", text, maxNotes); err != nil {
			return refuse(CodeInvalid, "%v", err)
		}
		d.text("description", p.Description, text)
		p.Description = text
		return Verdict{Outcome: Accepted}
	}
}

func setProjectPrivacy(view, submit string) projectEdit {
	return func(_ *State, p *Project, d *diff) Verdict {
		oldView, oldSubmit := p.View, p.Submit
		v := p.setPrivacy(view, submit)
		d.text("view", oldView.String(), p.View.String())
		d.text("submit", oldSubmit.String(), p.Submit.String())
		return v
	}
}

// setAccess invites a user, or takes the invitation back (NoRole).
func setAccess(u *User, role Role) projectEdit {
	return func(_ *State, p *Project, d *diff) Verdict {
		d.raw("access."+u.Name, roleJSON(p.Access[u.No]), roleJSON(role))
		access := maps.Clone(p.Access)
		if access == nil {
			access = map[UserNo]Role{}
		}
		if access[u.No] = role; role == NoRole {
			delete(access, u.No)
		}
		if len(access) > maxMembers {
			return refuse(CodeTooMany, "at most %d people are invited to a project", maxMembers)
		}
		p.Access = access
		return Verdict{Outcome: Accepted}
	}
}

func setProjectDeleted(deleted bool) projectEdit {
	return func(_ *State, p *Project, d *diff) Verdict {
		d.flag("deleted", p.Deleted, deleted)
		p.Deleted = deleted
		return Verdict{Outcome: Accepted}
	}
}

func projectRenamed(s *State, a *action, b *pb.ProjectRenamed) Verdict {
	return s.editProject(a, b.Project, s.MayAdminister, renameProject(b.Name))
}

func projectDescriptionSet(s *State, a *action, b *pb.ProjectDescriptionSet) Verdict {
	return s.editProject(a, b.Project, s.MayEdit, describeProject(b.Description))
}

func projectEdited(s *State, a *action, b *pb.ProjectEdited) Verdict {
	var edits []projectEdit
	may := s.MayEdit
	if b.Name != nil {
		edits, may = append(edits, renameProject(*b.Name)), s.MayAdminister
	}
	if b.Description != nil {
		edits = append(edits, describeProject(*b.Description))
	}
	return s.editProject(a, b.Project, may, edits...)
}

func projectPrivacySet(s *State, a *action, b *pb.ProjectPrivacySet) Verdict {
	return s.editProject(a, b.Project, s.MayAdminister, setProjectPrivacy(b.View, b.Submit))
}

func projectAccessGranted(s *State, a *action, b *pb.ProjectAccessGranted) Verdict {
	u, role := s.UserByName(b.User), RoleNamed(b.Role)
	if u == nil || role != Viewer && role != Member {
		return refuse(CodeInvalid, "there's no user %q, or the role %q isn't viewer or member", b.User, b.Role)
	}
	return s.editProject(a, b.Project, s.MayAdminister, setAccess(u, role))
}

func projectAccessRevoked(s *State, a *action, b *pb.ProjectAccessRevoked) Verdict {
	u := s.UserByNo(s.userByName[b.User])
	if u == nil {
		return refuse(CodeInvalid, "there's no user %q", b.User)
	}
	return s.editProject(a, b.Project, s.MayAdminister, setAccess(u, NoRole))
}

func projectDeleted(s *State, a *action, b *pb.ProjectDeleted) Verdict {
	return s.editProject(a, b.Project, s.MayAdminister, setProjectDeleted(true))
}

func projectUndeleted(s *State, a *action, b *pb.ProjectUndeleted) Verdict {
	old := s.ProjectByNo(ProjectNo(b.Project))
	if old == nil || !s.MayReadAny(a.actor, old) {
		return refuse(CodeNotFound, "there's no project %d, or you can't see it", b.Project)
	}
	return s.replaceProject(a, old, s.MayAdminister, setProjectDeleted(false))
}
