package projections

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/google/uuid"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"

	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
)

// auditRows are the rows of audit.sql: every action with its outcome.
type auditRows struct {
	off                 proto.ColUInt64
	at                  millis
	client              micros
	id, cause           proto.ColUUID
	kind                *proto.ColLowCardinality[string]
	actorKind, actor    *proto.ColLowCardinality[string]
	key                 *proto.ColLowCardinality[string]
	subjectKind         *proto.ColLowCardinality[string]
	subject             proto.ColStr
	project             proto.ColUInt32
	run                 proto.ColUInt64
	outcome             *proto.ColLowCardinality[string]
	reason              proto.ColStr
	before, after, body proto.ColStr
}

func newAuditRows() *auditRows {
	return &auditRows{
		at: newMillis(), client: newMicros(), kind: lowCardinality(), actorKind: lowCardinality(), actor: lowCardinality(),
		key: lowCardinality(), subjectKind: lowCardinality(), outcome: lowCardinality(),
	}
}

func (t *auditRows) len() int { return len(t.off) }

// apply adds the record, whatever became of it. A damaged one has a row too. Of what is
// purged the row has numbers, but no words.
func (t *auditRows) apply(r catalog.Record, v catalog.Verdict, gone catalog.Purged) {
	e := r.Event
	if e == nil {
		e = &pb.Event{Type: r.Newer}
	}
	about, words := gone.Traces(e, v)
	e = event.Redact(e)
	t.off.Append(r.Offset)
	t.at.at(r.At)
	t.client.add(e.ClientTimeUs)
	t.id.Append(asUUID(e.Id))
	t.cause.Append(asUUID(e.Cause))
	t.kind.Append(catalog.TypeOf(e))
	t.actorKind.Append(strings.ToLower(strings.TrimPrefix(e.Actor.GetKind().String(), "KIND_")))
	t.actor.Append(e.Actor.GetName())
	t.key.Append(e.Actor.GetKey())
	body, reason := bodyJSON(e), reasonOf(v)
	if about {
		e.Subject, reason = nil, codeOf(reason)
	}
	if words {
		body, v.Before, v.After = nil, nil, nil
	}
	kind, id := subjectOf(e, v, about)
	t.subjectKind.Append(kind)
	t.subject.Append(id)
	t.project.Append(uint32(v.Project))
	t.run.Append(uint64(v.Run))
	t.outcome.Append(v.Outcome.String())
	t.reason.Append(reason)
	t.before.AppendBytes(orEmptyObject(v.Before))
	t.after.AppendBytes(orEmptyObject(v.After))
	t.body.AppendBytes(orEmptyObject(body))
}

func reasonOf(v catalog.Verdict) string {
	if v.Outcome != catalog.Refused {
		return ""
	}
	return v.Code + ": " + v.Reason
}

// subjectOf is what the event says it is about, else what the fold found; numbers: only a
// run or project.
func subjectOf(e *pb.Event, v catalog.Verdict, numbers bool) (kind, id string) {
	switch {
	case e.Subject != nil:
		return e.Subject.Kind, e.Subject.Id
	case v.Run != 0:
		return "run", strconv.FormatUint(uint64(v.Run), 10)
	case v.Project != 0:
		return "project", strconv.FormatUint(uint64(v.Project), 10)
	case v.User != 0 && !numbers:
		return "user", strconv.FormatUint(uint64(v.User), 10)
	}
	return "", ""
}

// bodyJSON is the event's body alone; e is redacted.
func bodyJSON(e *pb.Event) []byte {
	m := e.ProtoReflect()
	f := m.WhichOneof(m.Descriptor().Oneofs().ByName("body"))
	if f == nil {
		return []byte("{}")
	}
	return jsonOf(m.Get(f).Message())
}

func jsonOf(m protoreflect.Message) []byte {
	out, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(m.Interface())
	if err != nil {
		return []byte("{}") // invalid UTF-8 can't come from the wire: protobuf refuses it
	}
	// protojson puts in spaces at random, by the program's build: a rebuild by another
	// build must give the same bytes.
	var plain bytes.Buffer
	if err := json.Compact(&plain, out); err != nil {
		return out
	}
	return plain.Bytes()
}

func orEmptyObject(text []byte) []byte {
	if len(text) == 0 {
		return []byte("{}")
	}
	return text
}

func asUUID(id []byte) uuid.UUID {
	u, err := uuid.FromBytes(id)
	if err != nil {
		return uuid.Nil
	}
	return u
}

func (t *auditRows) block() proto.Input {
	return proto.Input{
		{Name: "off", Data: t.off}, {Name: "at", Data: t.at.ColDateTime64}, {Name: "client_time", Data: t.client.ColDateTime64},
		{Name: "id", Data: t.id}, {Name: "cause", Data: t.cause}, {Name: "type", Data: t.kind},
		{Name: "actor_kind", Data: t.actorKind}, {Name: "actor", Data: t.actor}, {Name: "key", Data: t.key},
		{Name: "subject_kind", Data: t.subjectKind}, {Name: "subject", Data: t.subject},
		{Name: "project", Data: t.project}, {Name: "run", Data: t.run},
		{Name: "outcome", Data: t.outcome}, {Name: "reason", Data: t.reason},
		{Name: "before", Data: t.before}, {Name: "after", Data: t.after}, {Name: "body", Data: t.body},
	}
}
