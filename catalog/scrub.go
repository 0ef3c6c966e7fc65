package catalog

import (
	"encoding/binary"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// Scrubber finds the actions that have words of what is purged, and what should stand in
// their place. It is given the records of the actions topic from the first to the last.
type Scrubber struct {
	state *State
	gone  Purged
}

// NewScrubber returns a Scrubber; end is the fold of the whole log.
func NewScrubber(end *State) *Scrubber {
	return &Scrubber{state: NewState(), gone: end.PurgedBelow(end.next)}
}

// Next folds a record and returns the one that should stand in its place; nil: it stays
// as it is.
func (s *Scrubber) Next(stored eventlog.Stored) (*eventlog.Record, error) {
	r := Decode(stored)
	var scope string
	v, stacked := s.apply(r, &scope)
	if r.Event == nil || r.Event.GetActionScrubbed() != nil {
		return nil, nil
	}
	about, words := s.gone.Traces(r.Event, v)
	if !about {
		return nil, nil
	}
	e := withoutWords(r.Event)
	switch {
	case words && r.Event.GetProjectCreated() != nil:
		b := proto.Clone(r.Event.GetProjectCreated()).(*pb.ProjectCreated)
		b.Description = ""
		e.Body = &pb.Event_ProjectCreated{ProjectCreated: b}
	case words:
		e.Type = "action.scrubbed.v1"
		e.Body = &pb.Event_ActionScrubbed{ActionScrubbed: s.marker(r.Event, v, stacked, scope)}
	default: // before and after may tell a name
		e.Subject = nil
		e.Body = r.Event.Body
	}
	out, err := encode(e)
	if err != nil {
		return nil, err
	}
	if string(out.Value) == string(stored.Value) {
		return nil, nil
	}
	return &out, nil
}

// apply folds the record and notes on which stack it went.
func (s *Scrubber) apply(r Record, scope *string) (v Verdict, stacked bool) {
	v = s.state.Apply(r)
	if r.Event == nil || v.Outcome != Accepted || len(v.Changes) == 0 {
		return v, false
	}
	if r.Event.GetActionUndone() == nil && r.Event.GetActionScrubbed() == nil {
		*scope = s.state.ScopeOf(r.Event, v.Changes)
	}
	return v, r.Event.Actor.GetKind() == pb.Actor_KIND_USER
}

func (s *Scrubber) marker(e *pb.Event, v Verdict, stacked bool, scope string) *pb.ActionScrubbed {
	b := &pb.ActionScrubbed{
		Type: e.Type, Outcome: pb.ActionScrubbed_Outcome(v.Outcome), Code: v.Code,
		User: uint32(v.User), Project: uint32(v.Project), Run: uint64(v.Run),
		Changes: s.gone.left(v.Changes), Runs: s.state.scrubbedRuns(s.gone, v.Changes), Stacked: stacked, Scope: scope,
	}
	for _, c := range v.Changes {
		for _, id := range c.IDs {
			if no := projectNo(id); c.Kind == kindProject && s.gone.Project(no) {
				b.Projects = append(b.Projects, uint32(no))
				b.Changes = append(b.Changes, nameAlone(c)...)
			}
		}
	}
	if u := e.GetActionUndone(); u != nil {
		b.Undone = &pb.ActionUndone{Offset: u.Offset, Redo: u.Redo, User: u.User, Scope: u.Scope}
	}
	return b
}

// nameAlone is a change of a purged project without its description: other projects'
// names are judged by its own.
func nameAlone(c Change) []*pb.Change {
	from, to, err := images(&pb.Change{FromJson: c.From, ToJson: c.To})
	if err != nil {
		return nil
	}
	delete(from, "description")
	delete(to, "description")
	if len(from)+len(to) == 0 {
		return nil
	}
	return []*pb.Change{{Kind: c.Kind, Ids: c.IDs, FromJson: appendObject(nil, from), ToJson: appendObject(nil, to)}}
}

// Telemetry returns what should stand in the place of a record of telemetry; nil: it stays
// as it is. Of a record that can't be read its key tells which run it is of.
func (g Purged) Telemetry(r eventlog.Stored) (*eventlog.Record, error) {
	e, err := event.Decode(r.Value)
	left := &pb.RunScrubbed{}
	switch {
	case err != nil && len(r.Key) == 8:
		left.Run, e = binary.BigEndian.Uint64(r.Key), &pb.Event{}
	case err != nil || e.GetRunScrubbed() != nil:
		return nil, nil
	default:
		left.Run, left.Home = runAndHome(e)
	}
	if !g.Run(RunNo(left.Run)) {
		return nil, nil
	}
	marker := &pb.Event{Id: e.Id, Body: &pb.Event_RunScrubbed{RunScrubbed: left}}
	if err := event.Stamp(marker, r.At); err != nil {
		return nil, err
	}
	value, err := event.Encode(marker)
	return &eventlog.Record{Key: r.Key, Value: value}, err
}

func runAndHome(e *pb.Event) (run uint64, home uint32) {
	m := bodyOf(e)
	fields := m.Descriptor().Fields()
	if f := fields.ByName("run"); f != nil && f.Kind() == protoreflect.Uint64Kind {
		run = m.Get(f).Uint()
	}
	if f := fields.ByName("home"); f != nil && f.Kind() == protoreflect.Uint32Kind {
		home = uint32(m.Get(f).Uint())
	}
	return run, home
}
