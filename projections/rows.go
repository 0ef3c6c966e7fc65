package projections

import "github.com/ClickHouse/ch-go/proto"

// valueRows are the rows of rows.sql.
type valueRows struct {
	home    proto.ColUInt32
	run     proto.ColUInt64
	step    proto.ColInt64
	line    proto.ColInt64
	time    micros
	runtime proto.ColFloat64
	json    proto.ColStr
	origin
}

func newValueRows() *valueRows { return &valueRows{time: newMicros()} }

func (t *valueRows) len() int  { return len(t.run) }
func (t *valueRows) size() int { return 64*len(t.run) + len(t.json.Buf) }

func (t *valueRows) apply(c *change) {
	for i, r := range c.ev.GetRunValues().GetRows() {
		t.home.Append(c.run.home)
		t.run.Append(c.run.run)
		t.step.Append(r.Step)
		t.line.Append(r.Line)
		t.time.add(r.TimeUs)
		t.runtime.Append(r.Runtime)
		t.json.AppendBytes(r.Json)
		t.origin.add(c, i)
	}
}

func (t *valueRows) block() proto.Input {
	return append(proto.Input{
		{Name: "home", Data: t.home}, {Name: "run", Data: t.run}, {Name: "step", Data: t.step}, {Name: "line", Data: t.line},
		{Name: "time", Data: t.time.ColDateTime64}, {Name: "runtime", Data: t.runtime}, {Name: "json", Data: t.json},
	}, t.origin.columns()...)
}

func (t *valueRows) reset() {
	t.home, t.run, t.step, t.line, t.runtime = t.home[:0], t.run[:0], t.step[:0], t.line[:0], t.runtime[:0]
	t.time.Data = t.time.Data[:0]
	t.json.Reset()
	t.origin.reset()
}
