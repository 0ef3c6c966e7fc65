package catalog

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
)

// action is an event on its way through the fold.
type action struct {
	Record
	actor *User // nil: the program itself

	// rehearsal: judge, but change nothing. Every decision looks at it between its last
	// check and its first change.
	rehearsal bool
}

// decision judges one action and, if it accepts it, changes the state.
type decision func(*State, *action) Verdict

// rulebook maps each action's type to its decision. Its number is in the log.
type rulebook map[string]decision

// newestRules is the highest number in rulebooks; a new log starts with it.
const newestRules = 1

var rulebooks = map[uint32]rulebook{1: rules1}

var rules1 = rulebook{
	"server.initialized.v1": on((*pb.Event).GetServerInitialized, serverInitialized),
	"rules.raised.v1":       on((*pb.Event).GetRulesRaised, rulesRaised),

	"user.created.v1": on((*pb.Event).GetUserCreated, userCreated),
	"user.deleted.v1": on((*pb.Event).GetUserDeleted, userDeleted),
	"key.created.v1":  on((*pb.Event).GetKeyCreated, keyCreated),
	"key.revoked.v1":  on((*pb.Event).GetKeyRevoked, keyRevoked),
	"key.used.v1":     on((*pb.Event).GetKeyUsed, keyUsed),

	"project.created.v1": on((*pb.Event).GetProjectCreated, projectCreated),

	"run.created.v1":        on((*pb.Event).GetRunCreated, runCreated),
	"run.renamed.v1":        on((*pb.Event).GetRunRenamed, runRenamed),
	"run.tags_set.v1":       on((*pb.Event).GetRunTagsSet, runTagsSet),
	"run.notes_set.v1":      on((*pb.Event).GetRunNotesSet, runNotesSet),
	"run.attributes_set.v1": on((*pb.Event).GetRunAttributesSet, runAttributesSet),
	"run.config_edited.v1":  on((*pb.Event).GetRunConfigEdited, runConfigEdited),
	"run.summary_edited.v1": on((*pb.Event).GetRunSummaryEdited, runSummaryEdited),
	"run.edited.v1":         on((*pb.Event).GetRunEdited, runEdited),
	"run.stop_requested.v1": on((*pb.Event).GetRunStopRequested, runStopRequested),
	"run.deleted.v1":        on((*pb.Event).GetRunDeleted, runDeleted),
	"run.undeleted.v1":      on((*pb.Event).GetRunUndeleted, runUndeleted),
}

// on makes a decision of a function that wants the body.
func on[B proto.Message](body func(*pb.Event) B, decide func(*State, *action, B) Verdict) decision {
	return func(s *State, a *action) Verdict { return decide(s, a, body(a.Event)) }
}

// decide is the whole decision about one record: state and event in, verdict out.
func (s *State) decide(r Record) Verdict {
	if r.Newer != "" {
		return s.stop("offset %d holds an event of type %q, which a newer runledger wrote", r.Offset, r.Newer)
	}
	if r.Event == nil || len(r.Event.Id) != 16 {
		return refuse(CodeDamaged, "offset %d doesn't hold a readable event", r.Offset)
	}
	book := rulebooks[max(s.rules, 1)]
	decide, ok := book[r.Event.Type]
	if !ok {
		return s.notInBook(r)
	}
	id := [16]byte(r.Event.Id)
	s.ids.expire(r.At)
	s.idem.expire(r.At)
	if first, seen := s.ids.get(id); seen {
		return first.again()
	}
	v := s.judge(&action{Record: r}, decide)
	if s.newer == "" {
		s.ids.put(id, r.At, remember(r.Event.Type, v))
	}
	return v
}

// notInBook judges a known type that isn't an action under the rules in force.
func (s *State) notInBook(r Record) Verdict {
	if k, known := event.KindOf(r.Event.Type); known && k.Telemetry {
		return refuse(CodeDamaged, "%s at offset %d is telemetry, not an action", k.Type, r.Offset)
	}
	return s.stop("offset %d holds an event of type %q, which rules %d don't know", r.Offset, r.Event.Type, s.rules)
}

// judge finds out who acts and whether it's a repetition, then decides.
func (s *State) judge(a *action, decide decision) Verdict {
	typ := a.Event.Type
	if s.rules == 0 && typ != "server.initialized.v1" {
		return refuse(CodeInvalid, "%s stands before server.initialized", typ)
	}
	if refused, ok := s.identify(a); !ok {
		return refused
	}
	key := a.Event.IdempotencyKey
	if key == "" {
		return decide(s, a)
	}
	if len(key) > maxIdempotencyKey {
		return refuse(CodeInvalid, "the idempotency key has %d bytes, at most %d", len(key), maxIdempotencyKey)
	}
	k := idempotency{a.actorNo(), key}
	if first, seen := s.idem.get(k); seen {
		if first.typ != typ {
			return refuse(CodeConflict, "the idempotency key was used before, for %s", first.typ)
		}
		return first.again()
	}
	v := decide(s, a)
	if s.newer == "" {
		s.idem.put(k, a.At, remember(typ, v))
	}
	return v
}

// Rehearse returns the verdict that an action would get if it came next, without
// changing anything; numbers in it are a guess. Idempotency is left out. Commands use
// it to note what they are about to change.
func (s *State) Rehearse(r Record) Verdict {
	decide := rulebooks[max(s.rules, 1)][r.Event.Type]
	if decide == nil || s.newer != "" {
		return refuse(CodeNewerLog, "%s isn't an action under rules %d", r.Event.Type, s.rules)
	}
	a := &action{Record: r, rehearsal: true}
	if refused, ok := s.identify(a); !ok {
		return refused
	}
	return decide(s, a)
}

// stop ends the fold: from here on the log can't be understood.
func (s *State) stop(format string, args ...any) Verdict {
	s.newer = fmt.Sprintf(format, args...)
	return refuse(CodeNewerLog, "%s", s.newer)
}
