package projections

import (
	"errors"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/event"
	"runledger/eventlog"
)

// keptOfRecord is how much of a record set aside its row shows; the log has the rest.
const keptOfRecord = 64 << 10

// aside is a record that can't be applied.
type aside struct {
	topic eventlog.Topic
	place
	at    time.Time
	kind  string // event type as far as known
	err   error
	value []byte
}

// reason is the counter's label.
func (a aside) reason() string {
	var unknown event.ErrUnknown
	switch {
	case errors.As(a.err, &unknown):
		return "unknown_type"
	case a.kind == "":
		return "undecodable"
	}
	return "malformed"
}

// asideRows are the rows of set_aside.sql.
type asideRows struct {
	topic  *proto.ColLowCardinality[string]
	part   proto.ColUInt16
	off    proto.ColUInt64
	at     millis
	kind   *proto.ColLowCardinality[string]
	reason *proto.ColLowCardinality[string]
	errors proto.ColStr
	bytes  proto.ColUInt64
	value  proto.ColStr
}

func newAsideRows() *asideRows {
	return &asideRows{topic: lowCardinality(), at: newMillis(), kind: lowCardinality(), reason: lowCardinality()}
}

func (t *asideRows) apply(*change) {} // its rows don't come from events that could be applied
func (t *asideRows) len() int      { return len(t.off) }
func (t *asideRows) size() int     { return 128*len(t.off) + len(t.value.Buf) }
func (t *asideRows) last() place   { return place{t.part[len(t.part)-1], t.off[len(t.off)-1]} }

func (t *asideRows) add(a aside) {
	t.topic.Append(string(a.topic))
	t.part.Append(a.part)
	t.off.Append(a.off)
	t.at.at(a.at)
	t.kind.Append(a.kind)
	t.reason.Append(a.reason())
	t.errors.Append(a.err.Error())
	t.bytes.Append(uint64(len(a.value)))
	t.value.AppendBytes(a.value[:min(len(a.value), keptOfRecord)])
}

func (t *asideRows) block() proto.Input {
	return proto.Input{
		{Name: "topic", Data: t.topic}, {Name: "part", Data: t.part}, {Name: "off", Data: t.off}, {Name: "at", Data: t.at.ColDateTime64},
		{Name: "type", Data: t.kind}, {Name: "reason", Data: t.reason}, {Name: "error", Data: t.errors},
		{Name: "size", Data: t.bytes}, {Name: "value", Data: t.value},
	}
}

func (t *asideRows) reset() { *t = *newAsideRows() }
