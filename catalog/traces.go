package catalog

import (
	"strconv"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"runledger/event/pb"
)

// Purged tells what is purged in the end. Who shows the past, or rewrites the log, asks it
// about actions that came before the purge.
type Purged struct {
	Run     func(RunNo) bool
	Project func(ProjectNo) bool
}

// PurgedBelow tells what is purged by actions below an offset.
func (s *State) PurgedBelow(below uint64) Purged {
	return Purged{
		Run: func(no RunNo) bool {
			r := s.RunByNo(no)
			return r != nil && r.Purged && r.Version <= below
		},
		Project: func(no ProjectNo) bool {
			p := s.ProjectByNo(no)
			return p != nil && p.Purged && p.Version <= below
		},
	}
}

// wordless are actions that say nothing of what a run or project is: what the fold makes
// of them follows from numbers. They stay in the log as they are.
var wordless = map[string]bool{
	"run.stop_requested.v1": true, "run.deleted.v1": true, "run.undeleted.v1": true,
	"runs.deleted.v1": true, "runs.undeleted.v1": true, "runs.purged.v1": true, "runs.stop_requested.v1": true,
	"project.deleted.v1": true, "project.undeleted.v1": true, "project.purged.v1": true,
	"project.privacy_set.v1": true, "project.access_granted.v1": true, "project.access_revoked.v1": true,
	"project.renamed.v1": true, // the names of projects stay: runs were created under them
}

// Traces says what an action that got a verdict holds of what is gone: whether it is
// about a run or project that is, and whether it has words of it.
func (g Purged) Traces(e *pb.Event, v Verdict) (about, words bool) {
	typ := TypeOf(e)
	switch {
	case e.GetActionScrubbed() != nil:
		return true, true
	case strings.HasPrefix(typ, "run.") || strings.HasPrefix(typ, "runs."):
		about = g.Run(v.Run) || g.namesRun(e)
	case e.GetActionUndone() != nil:
		about = g.Run(v.Run) || g.changesGone(e.GetActionUndone().Changes)
	default:
		about = g.Project(v.Project) || g.namesProject(e)
	}
	return about, about && !wordless[typ]
}

// TypeOf is the type of the action that an event is, or was before it was scrubbed.
func TypeOf(e *pb.Event) string {
	if b := e.GetActionScrubbed(); b != nil {
		return b.Type
	}
	return e.GetType()
}

// namesRun: the body's field run, or one of its runs, is gone.
func (g Purged) namesRun(e *pb.Event) bool {
	m := bodyOf(e)
	if m == nil {
		return false
	}
	if f := m.Descriptor().Fields().ByName("run"); f != nil && g.Run(RunNo(m.Get(f).Uint())) {
		return true
	}
	f := m.Descriptor().Fields().ByName("runs")
	if f == nil || !f.IsList() {
		return false
	}
	for i, list := 0, m.Get(f).List(); i < list.Len(); i++ {
		if g.Run(RunNo(list.Get(i).Uint())) {
			return true
		}
	}
	return false
}

func (g Purged) namesProject(e *pb.Event) bool {
	m := bodyOf(e)
	if m == nil {
		return false
	}
	f := m.Descriptor().Fields().ByName("project")
	return f != nil && f.Kind() == protoreflect.Uint32Kind && g.Project(ProjectNo(m.Get(f).Uint()))
}

func bodyOf(e *pb.Event) protoreflect.Message {
	m := e.ProtoReflect()
	if f := m.WhichOneof(m.Descriptor().Oneofs().ByName("body")); f != nil {
		return m.Get(f).Message()
	}
	return nil
}

func (g Purged) changesGone(changes []*pb.Change) bool {
	for _, c := range changes {
		for _, id := range c.Ids {
			if g.object(object{c.Kind, ProjectNo(c.Project), id}) {
				return true
			}
		}
	}
	return false
}

// object: it is a run or project that is gone, or a document of such a project.
func (g Purged) object(o object) bool {
	switch o.kind {
	case kindRun:
		n, _ := strconv.ParseUint(o.id, 10, 64)
		return g.Run(RunNo(n))
	case kindProject:
		return g.Project(projectNo(o.id))
	case kindUser, kindKey, kindTeam:
		return false
	}
	return g.Project(o.project)
}

// left returns the changes of what isn't gone.
func (g Purged) left(changes []Change) []*pb.Change {
	var out []*pb.Change
	for _, c := range changes {
		var ids []string
		for _, id := range c.IDs {
			if !g.object(object{c.Kind, c.Project, id}) {
				ids = append(ids, id)
			}
		}
		if len(ids) > 0 {
			out = append(out, &pb.Change{Kind: c.Kind, Project: uint32(c.Project), Ids: ids, FromJson: c.From, ToJson: c.To})
		}
	}
	return out
}

// withoutWords is the envelope of an action alone: who, when, which key, what it followed
// from.
func withoutWords(e *pb.Event) *pb.Event {
	out := &pb.Event{
		Id: e.Id, Type: e.Type, ClientTimeUs: e.ClientTimeUs, ServerTimeUs: e.ServerTimeUs,
		IdempotencyKey: e.IdempotencyKey, Cause: e.Cause, Expect: e.Expect,
	}
	if e.Actor != nil {
		out.Actor = proto.Clone(e.Actor).(*pb.Actor)
	}
	return out
}
