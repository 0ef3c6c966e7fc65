package projections

import (
	"github.com/ClickHouse/ch-go/proto"

	"runledger/event/pb"
)

// consoleRows are the rows of console.sql.
type consoleRows struct {
	home   proto.ColUInt32
	run    proto.ColUInt64
	line   proto.ColInt64
	time   micros
	stream *proto.ColLowCardinality[string]
	label  *proto.ColLowCardinality[string]
	text   proto.ColStr
	origin
}

func newConsoleRows() *consoleRows {
	return &consoleRows{time: newMicros(), stream: lowCardinality(), label: lowCardinality()}
}

func (t *consoleRows) len() int  { return len(t.run) }
func (t *consoleRows) size() int { return 64*len(t.run) + len(t.text.Buf) }

func (t *consoleRows) apply(c *change) {
	for i, l := range c.ev.GetRunConsole().GetLines() {
		t.home.Append(c.run.home)
		t.run.Append(c.run.run)
		t.line.Append(l.Line)
		t.time.add(l.TimeUs)
		t.stream.Append(streamName(l.Stream))
		t.label.Append(l.Label)
		t.text.Append(l.Text)
		t.origin.add(c, i)
	}
}

func streamName(s pb.ConsoleLine_Stream) string {
	if s == pb.ConsoleLine_STREAM_STDERR {
		return "stderr"
	}
	return "stdout"
}

func (t *consoleRows) block() proto.Input {
	return append(proto.Input{
		{Name: "home", Data: t.home}, {Name: "run", Data: t.run}, {Name: "line", Data: t.line}, {Name: "time", Data: t.time.ColDateTime64},
		{Name: "stream", Data: t.stream}, {Name: "label", Data: t.label}, {Name: "text", Data: t.text},
	}, t.origin.columns()...)
}

func (t *consoleRows) reset() {
	t.home, t.run, t.line = t.home[:0], t.run[:0], t.line[:0]
	t.time.Data = t.time.Data[:0]
	t.stream.Reset()
	t.label.Reset()
	t.text.Reset()
	t.origin.reset()
}
