package projections

import "github.com/ClickHouse/ch-go/proto"

// seriesRows are the rows of series.sql.
type seriesRows struct {
	keys *keyTable
	home proto.ColUInt32
	key  *proto.ColLowCardinality[string]
	run  proto.ColUInt64
	origin
}

func newSeriesRows(keys *keyTable) *seriesRows {
	return &seriesRows{keys: keys, key: lowCardinality()}
}

func (t *seriesRows) len() int  { return len(t.run) }
func (t *seriesRows) size() int { return 48 * len(t.run) }

func (t *seriesRows) apply(c *change) {
	for _, k := range c.newKeys {
		t.home.Append(c.run.home)
		t.key.Append(t.keys.names[k])
		t.run.Append(c.run.run)
		t.part.Append(c.part)
		t.off.Append(c.off)
	}
}

func (t *seriesRows) block() proto.Input {
	return proto.Input{
		{Name: "home", Data: t.home}, {Name: "key", Data: t.key}, {Name: "run", Data: t.run},
		{Name: "part", Data: t.part}, {Name: "off", Data: t.off},
	}
}

func (t *seriesRows) reset() {
	t.home, t.run = t.home[:0], t.run[:0]
	t.key.Reset()
	t.origin.reset()
}
