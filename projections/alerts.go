package projections

import "github.com/ClickHouse/ch-go/proto"

// alertRows are the rows of alerts.sql.
type alertRows struct {
	home  proto.ColUInt32
	run   proto.ColUInt64
	title proto.ColStr
	text  proto.ColStr
	level *proto.ColLowCardinality[string]
	at    millis
	origin
}

func newAlertRows() *alertRows { return &alertRows{level: lowCardinality(), at: newMillis()} }

func (t *alertRows) len() int  { return len(t.run) }
func (t *alertRows) size() int { return 128*len(t.run) + len(t.text.Buf) }

func (t *alertRows) apply(c *change) {
	a := c.ev.GetRunAlerted()
	if a == nil {
		return
	}
	t.home.Append(c.run.home)
	t.run.Append(c.run.run)
	t.title.Append(a.Title)
	t.text.Append(a.Text)
	t.level.Append(a.Level)
	t.at.at(c.at)
	t.origin.add(c, 0)
}

func (t *alertRows) block() proto.Input {
	return append(proto.Input{
		{Name: "home", Data: t.home}, {Name: "run", Data: t.run}, {Name: "title", Data: t.title}, {Name: "text", Data: t.text},
		{Name: "level", Data: t.level}, {Name: "at", Data: t.at.ColDateTime64},
	}, t.origin.columns()...)
}

func (t *alertRows) reset() {
	t.home, t.run = t.home[:0], t.run[:0]
	t.title.Reset()
	t.text.Reset()
	t.level.Reset()
	t.at.Data = t.at.Data[:0]
	t.origin.reset()
}
