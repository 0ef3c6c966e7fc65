package catalog

import "strings"

// Who may change documents, by kind.

// implied documents are shown without anybody having made them: a user's own workspace,
// settings, and what the page arranges by itself.
func implied(kind, id string) bool {
	switch kind {
	case Workspace:
		return strings.HasPrefix(id, "user-")
	case UserSettings, ProjectSettings:
		return true
	case Section, Panel:
		return strings.HasPrefix(id, "auto-")
	}
	return false
}

// rootKind is the kind of a kind's root; "" = it is one itself.
func rootKind(kind string) string {
	switch kind {
	case Section, Panel:
		return Workspace
	case Block, Comment, Share:
		return Report
	}
	return ""
}

// parentKind is the kind that a kind stands in; "" = in its root.
func parentKind(kind string) string {
	if kind == Panel {
		return Section
	}
	return ""
}

// OwnWorkspace is the id of a user's own workspace in each project.
func OwnWorkspace(u *User) string { return "user-" + u.Name }

// mayChange judges who may change a document of that kind, id and owner; d is nil if it
// isn't there.
func (s *State) mayChange(u *User, project ProjectNo, kind, id, root string, d *Document) Verdict {
	if kind == UserSettings {
		if all(u) || u.Name == id {
			return Verdict{Outcome: Accepted}
		}
		return refuse(CodeNotFound, "there are no settings of %q, or you can't see them", id)
	}
	p := s.ProjectByNo(project)
	if p == nil || !s.MayRead(u, p) {
		return refuse(CodeNotFound, "there's no project %d, or you can't see it", project)
	}
	may, why := false, "only who may edit the project can change its "+kind+"s"
	switch {
	case kind == ProjectSettings:
		may, why = s.MayAdminister(u, p), "only who administers the project can change its settings"
	case kind == Comment:
		may, why = d == nil || u != nil && d.Owner == u.No || s.MayAdminister(u, p), "that is somebody else's comment"
	case rootKind(kind) == Workspace || kind == Workspace:
		if root == "" {
			root = id
		}
		if name, own := strings.CutPrefix(root, "user-"); own {
			may, why = u == nil || u.Name == name, "that is "+name+"'s own workspace: save a copy as yours"
		} else {
			may = s.MayEdit(u, p)
		}
	default:
		may = s.MayEdit(u, p)
	}
	if !may {
		return refuse(CodeForbidden, "%s", why).about(0, project, 0)
	}
	return Verdict{Outcome: Accepted}.about(0, project, 0)
}
