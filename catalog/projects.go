package catalog

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"runledger/event/pb"
)

// Project holds runs. Values are replaced, never changed.
type Project struct {
	No          ProjectNo
	Entity      string
	Name        string
	Description string
	Created     time.Time
	CreatedBy   UserNo // 0: the program itself
	View        Audience
	Submit      Audience
	Access      map[UserNo]Role // who was invited; don't change it
	Deleted     bool            // in the trash
	Purged      bool            // nothing but its number is left
	Version     uint64          // offset of the last accepted action on the project itself + 1
	By          UserNo          // who did that
}

type projectName struct{ entity, name string }

// projectEntry is a project with its index of runs, which is changed in place.
type projectEntry struct {
	*Project
	runs []RunNo // rising
	byID map[string]RunNo
	// ids of byID that further runs, in the trash, have too; see runids.go
	waiting map[string][]RunNo
	live    int // runs that aren't deleted

	edited bool // once a person edited config or summary of one of them

	guests []RunNo // runs with another home that are or once were in the project, rising
	left   bool    // a run of this home once was in another project
}

// Project returns a project by its name, or nil; one in the trash too.
func (s *State) Project(entity, name string) *Project {
	return s.ProjectByNo(s.projectByName[projectName{entity, name}])
}

// FindProject is Project that knows earlier names too.
func (s *State) FindProject(entity, name string) *Project {
	if p := s.Project(entity, name); p != nil {
		return p
	}
	return s.ProjectByNo(s.aliases[projectName{entity, name}])
}

// ProjectByNo returns a project by its number, or nil.
func (s *State) ProjectByNo(no ProjectNo) *Project {
	if no == 0 || int(no) > len(s.projects) {
		return nil
	}
	return s.projects[no-1].Project
}

// Projects yields all projects by number.
func (s *State) Projects() iter.Seq[*Project] {
	return func(yield func(*Project) bool) {
		for _, p := range s.projects {
			if !yield(p.Project) {
				return
			}
		}
	}
}

func projectCreated(s *State, a *action, b *pb.ProjectCreated) Verdict {
	e := s.Entity(b.Entity)
	if e == nil || !s.MaySeeEntity(a.actor, e) {
		return refuse(CodeNotFound, "there's no entity %q, or you can't see it", b.Entity)
	}
	if !s.MayCreateProject(a.actor, e) {
		return refuse(CodeForbidden, "you can't create projects in %q", b.Entity)
	}
	if err := CheckProjectName(b.Name); err != nil {
		return refuse(CodeInvalid, "%v", err)
	}
	if err := checkText("a description", b.Description, maxNotes); err != nil {
		return refuse(CodeInvalid, "%v", err)
	}
	p := &Project{
		No: ProjectNo(len(s.projects) + 1), Entity: e.Name, Name: b.Name, Description: b.Description,
		Created: a.At, CreatedBy: a.actorNo(), Version: a.version(), By: a.actorNo(),
	}
	if v := p.setPrivacy(s.defaultPrivacy(e, b.View, b.Submit)); !v.OK() {
		return v
	}
	old := s.Project(b.Entity, b.Name)
	if old == nil && b.IfAbsent {
		old = s.FindProject(b.Entity, b.Name)
	}
	if old != nil {
		return existingProject(old, b)
	}
	if !a.rehearsal {
		s.projects = append(s.projects, &projectEntry{Project: p, byID: map[string]RunNo{}})
		s.projectByName[projectName{p.Entity, p.Name}] = p.No
	}
	var d diff
	d.text("entity", "", p.Entity)
	d.text("name", "", p.Name)
	d.text("description", "", p.Description)
	d.text("view", "", p.View.String())
	d.text("submit", "", p.Submit.String())
	return d.created(p.object()).about(0, p.No, 0)
}

func existingProject(old *Project, b *pb.ProjectCreated) Verdict {
	v := Verdict{Outcome: Repeated}
	switch {
	case old.Deleted && b.IfAbsent:
		v = refuse(CodeDeleted, "project %s/%s is in the trash", old.Entity, old.Name)
	case old.Deleted:
		v = refuse(CodeExists, "there is a project %s/%s in the trash: undelete or purge it, or choose another name", old.Entity, old.Name)
	case !b.IfAbsent:
		v = refuse(CodeExists, "there is a project %s/%s", b.Entity, b.Name)
	}
	return v.about(0, old.No, 0)
}

func (p *Project) object() object { return object{kind: kindProject, id: decimal(p.No)} }

// defaultPrivacy is what is said, else what the owner of a personal entity wants for
// new projects.
func (s *State) defaultPrivacy(e *Entity, view, submit string) (string, string) {
	if e.Kind != Personal || view != "" || submit != "" {
		return view, submit
	}
	if l, ok := LevelNamed(s.Settings(s.UserByNo(e.Owner)).Text("default_privacy")); ok {
		return l.View.String(), l.Submit.String()
	}
	return "", ""
}

// setPrivacy sets who may view and submit; empty: members.
func (p *Project) setPrivacy(view, submit string) Verdict {
	p.View, p.Submit = Members, Members
	if view != "" {
		p.View = AudienceNamed(view)
	}
	if submit != "" {
		p.Submit = AudienceNamed(submit)
	}
	if p.View == 0 || p.Submit == 0 {
		return refuse(CodeInvalid, "view and submit are invited, members or everyone")
	}
	if p.Submit > p.View {
		return refuse(CodeInvalid, "who may submit runs must be able to view them: submit can't reach further than view")
	}
	return Verdict{Outcome: Accepted}
}

func (p *projectEntry) walk(c *codec) {
	if c.reading {
		p.Project = &Project{}
	}
	p.Project.walk(c)
	if !c.content {
		c.flag(&p.edited)
		slice(c, &p.guests, func(no *RunNo) { number(c, no) })
		c.flag(&p.left)
	}
}

func (p *Project) walk(c *codec) {
	number(c, &p.No)
	c.text(&p.Entity)
	c.text(&p.Name)
	c.text(&p.Description)
	c.time(&p.Created)
	number(c, &p.CreatedBy)
	number(c, &p.View)
	number(c, &p.Submit)
	sorted(c, &p.Access, func(u *UserNo) { number(c, u) }, func(r *Role) { number(c, r) })
	c.flag(&p.Deleted)
	c.flag(&p.Purged)
	c.version(&p.Version, &p.By)
}

func (s *State) walkAliases(c *codec) {
	names := slices.SortedFunc(maps.Keys(s.aliases), func(a, b projectName) int {
		return cmp.Or(strings.Compare(a.entity, b.entity), strings.Compare(a.name, b.name))
	})
	slice(c, &names, func(n *projectName) {
		no := s.aliases[*n]
		c.text(&n.entity)
		c.text(&n.name)
		if number(c, &no); c.reading {
			s.aliases[*n] = no
		}
	})
}
