package projections

import "github.com/ClickHouse/ch-go/proto"

// systemRows are the rows of system.sql.
type systemRows struct {
	home  proto.ColUInt32
	run   proto.ColUInt64
	key   *proto.ColLowCardinality[string]
	line  proto.ColInt64
	time  millis
	value proto.ColFloat64
	origin
}

func newSystemRows() *systemRows { return &systemRows{key: lowCardinality(), time: newMillis()} }

func (t *systemRows) len() int  { return len(t.run) }
func (t *systemRows) size() int { return 64 * len(t.run) }

func (t *systemRows) apply(c *change) {
	s := c.ev.GetRunSystem()
	for _, x := range s.GetSeries() {
		for i, v := range x.Values {
			row := i
			if len(x.Rows) > 0 {
				row = int(x.Rows[i])
			}
			t.home.Append(c.run.home)
			t.run.Append(c.run.run)
			t.key.Append(x.Key)
			t.line.Append(s.Lines[row])
			t.time.add(s.TimesMs[row])
			t.value.Append(v)
			t.origin.add(c, row)
		}
	}
}

func (t *systemRows) block() proto.Input {
	return append(proto.Input{
		{Name: "home", Data: t.home}, {Name: "run", Data: t.run}, {Name: "key", Data: t.key}, {Name: "line", Data: t.line},
		{Name: "time", Data: t.time.ColDateTime64}, {Name: "value", Data: t.value},
	}, t.origin.columns()...)
}

func (t *systemRows) reset() {
	t.home, t.run, t.line, t.value = t.home[:0], t.run[:0], t.line[:0], t.value[:0]
	t.key.Reset()
	t.time.Data = t.time.Data[:0]
	t.origin.reset()
}
