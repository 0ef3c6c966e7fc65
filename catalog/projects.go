package catalog

import (
	"iter"
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
	Version     uint64 // offset of the last accepted action on the project itself + 1
}

type projectName struct{ entity, name string }

// projectEntry is a project with its index of runs, which is changed in place.
type projectEntry struct {
	*Project
	runs []RunNo // rising
	byID map[string]RunNo
	live int // runs that aren't deleted

	edited bool // once a person edited config or summary of one of them
}

// Project returns a project by its name, or nil.
func (s *State) Project(entity, name string) *Project {
	return s.ProjectByNo(s.projectByName[projectName{entity, name}])
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
	e := s.entities[b.Entity]
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
	if old := s.Project(b.Entity, b.Name); old != nil {
		if b.IfAbsent {
			return Verdict{Outcome: Repeated}.about(0, old.No, 0)
		}
		return refuse(CodeExists, "there is a project %s/%s", b.Entity, b.Name).about(0, old.No, 0)
	}
	p := &Project{
		No: ProjectNo(len(s.projects) + 1), Entity: e.Name, Name: b.Name, Description: b.Description,
		Created: a.At, CreatedBy: a.actorNo(), Version: a.version(),
	}
	if !a.rehearsal {
		s.projects = append(s.projects, &projectEntry{Project: p, byID: map[string]RunNo{}})
		s.projectByName[projectName{p.Entity, p.Name}] = p.No
	}
	var d diff
	d.text("entity", "", p.Entity)
	d.text("name", "", p.Name)
	d.text("description", "", p.Description)
	return d.created().about(0, p.No, 0)
}

func (p *Project) hash(h *hasher) {
	h.number(uint64(p.No))
	h.text(p.Entity)
	h.text(p.Name)
	h.text(p.Description)
	h.time(p.Created)
	h.number(uint64(p.CreatedBy))
	h.number(p.Version)
}
