package projections

import (
	"time"

	"github.com/ClickHouse/ch-go/proto"
)

// tableRows collects one table's rows until they are inserted as one block.
type tableRows interface {
	apply(c *change)    // appends what an event says
	len() int           // rows
	size() int          // bytes, about
	last() place        // where the newest row came from
	block() proto.Input // the columns, sorted by the table's key where that is cheap
	reset()
}

// place is a telemetry event.
type place struct {
	part uint16
	off  uint64
}

// origin is the columns that say where each row came from.
type origin struct {
	part proto.ColUInt16
	off  proto.ColUInt64
	idx  proto.ColUInt32
}

func (o *origin) add(c *change, row int) {
	o.part.Append(c.part)
	o.off.Append(c.off)
	o.idx.Append(c.rowIdx(row))
}

func (o *origin) last() place {
	n := len(o.off) - 1
	return place{o.part[n], o.off[n]}
}

func (o *origin) reset() {
	o.part, o.off, o.idx = o.part[:0], o.off[:0], o.idx[:0]
}

func (o *origin) columns() proto.Input {
	return proto.Input{{Name: "part", Data: o.part}, {Name: "off", Data: o.off}, {Name: "idx", Data: o.idx}}
}

// Times of the tables: milliseconds and microseconds since 1970, UTC.
type (
	millis struct{ proto.ColDateTime64 }
	micros struct{ proto.ColDateTime64 }
)

func newMillis() millis {
	m := millis{}
	m.WithPrecision(proto.PrecisionMilli).WithLocation(time.UTC)
	return m
}

func newMicros() micros {
	m := micros{}
	m.WithPrecision(proto.PrecisionMicro).WithLocation(time.UTC)
	return m
}

func (m *millis) add(ms int64)   { m.Data = append(m.Data, proto.DateTime64(ms)) }
func (m *millis) at(t time.Time) { m.add(t.UnixMilli()) }
func (m *micros) add(us int64)   { m.Data = append(m.Data, proto.DateTime64(us)) }

func lowCardinality() *proto.ColLowCardinality[string] {
	return new(proto.ColStr).LowCardinality()
}
