package projections

import (
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"runledger/internal/jsontext"
)

// versionRow is a row of run_data or run_versions: a run's state, rendered.
type versionRow struct {
	run, off                  uint64
	home                      uint32
	part                      uint16
	at, firstAt               time.Time
	config, configColumn      []byte
	summary, summaryColumn    []byte
	state                     string
	exitCode                  *int32
	seconds                   float64
	firstTime, lastTime       int64
	firstStep, lastStep       int64
	points                    uint64
	history, events, console_ uint64
	marks                     []byte
}

func newVersionRow(s *runState, keys *keyTable) *versionRow {
	v := &versionRow{
		run: s.run, off: s.off, home: s.home, part: s.part, at: s.at, firstAt: s.firstAt,
		config: s.config, summary: s.summary.text(s.series, keys),
		state: s.state, exitCode: s.exitCode, seconds: s.seconds,
		firstTime: s.firstTime, lastTime: s.lastTime, firstStep: s.firstStep, lastStep: s.lastStep,
		points: s.points, history: s.historyLines, events: s.eventLines, console_: s.consoleLines,
	}
	v.configColumn, v.summaryColumn = columnText(v.config), columnText(v.summary)
	return v
}

// columnText is an object as the JSON column takes it. What the column can't take is
// still in the text beside it.
func columnText(text []byte) []byte {
	out, err := jsontext.AppendColumn(make([]byte, 0, len(text)), text)
	if err != nil {
		return []byte("{}")
	}
	return out
}

// runRows are the columns of run_values.sql, run_data.sql and run_versions.sql.
type runRows struct {
	run                     proto.ColUInt64
	home                    proto.ColUInt32
	at, firstAt             millis
	config, summary         proto.ColJSONStr
	configText, summaryText proto.ColStr
	state                   *proto.ColLowCardinality[string]
	exitCode                *proto.ColNullable[int32]
	seconds                 proto.ColFloat64
	firstTime, lastTime     millis
	firstStep, lastStep     proto.ColInt64
	points                  proto.ColUInt64
	history, events, lines  proto.ColUInt64
	marks                   proto.ColStr
	origin
}

func newRunRows() runRows {
	return runRows{
		at: newMillis(), firstAt: newMillis(), firstTime: newMillis(), lastTime: newMillis(),
		state: lowCardinality(), exitCode: new(proto.ColInt32).Nullable(),
	}
}

func (t *runRows) len() int { return len(t.run) }
func (t *runRows) size() int {
	return 256*len(t.run) + 2*len(t.configText.Buf) + 2*len(t.summaryText.Buf) + len(t.marks.Buf)
}

func (t *runRows) add(v *versionRow) {
	t.run.Append(v.run)
	t.home.Append(v.home)
	t.part.Append(v.part)
	t.off.Append(v.off)
	t.at.at(v.at)
	t.firstAt.at(v.firstAt)
	t.config.AppendBytes(v.configColumn)
	t.configText.AppendBytes(v.config)
	t.summary.AppendBytes(v.summaryColumn)
	t.summaryText.AppendBytes(v.summary)
	t.state.Append(v.state)
	code := proto.Null[int32]()
	if v.exitCode != nil {
		code = proto.NewNullable(*v.exitCode)
	}
	t.exitCode.Append(code)
	t.seconds.Append(v.seconds)
	t.firstTime.add(v.firstTime)
	t.lastTime.add(v.lastTime)
	t.firstStep.Append(v.firstStep)
	t.lastStep.Append(v.lastStep)
	t.points.Append(v.points)
	t.history.Append(v.history)
	t.events.Append(v.events)
	t.lines.Append(v.console_)
	t.marks.AppendBytes(v.marks)
}

// block is all columns: of run_versions.
func (t *runRows) block() proto.Input { return append(t.values(), t.texts()...) }

// values are what runs are filtered and sorted by, and what every block needs.
func (t *runRows) values() proto.Input {
	return append(t.common(), proto.InputColumn{Name: "config", Data: &t.config}, proto.InputColumn{Name: "summary", Data: &t.summary})
}

// common are the columns that all three tables have.
func (t *runRows) common() proto.Input {
	return proto.Input{
		{Name: "run", Data: t.run}, {Name: "home", Data: t.home}, {Name: "part", Data: t.part}, {Name: "off", Data: t.off},
		{Name: "at", Data: t.at.ColDateTime64}, {Name: "state", Data: t.state}, {Name: "exit_code", Data: t.exitCode}, {Name: "seconds", Data: t.seconds},
		{Name: "first_step", Data: t.firstStep}, {Name: "last_step", Data: t.lastStep}, {Name: "points", Data: t.points},
	}
}

// texts are the columns that run_values hasn't.
func (t *runRows) texts() proto.Input {
	return proto.Input{
		{Name: "first_at", Data: t.firstAt.ColDateTime64}, {Name: "config_text", Data: t.configText}, {Name: "summary_text", Data: t.summaryText},
		{Name: "first_time", Data: t.firstTime.ColDateTime64}, {Name: "last_time", Data: t.lastTime.ColDateTime64},
		{Name: "history_lines", Data: t.history}, {Name: "event_lines", Data: t.events}, {Name: "console_lines", Data: t.lines},
		{Name: "marks", Data: t.marks},
	}
}

func (t *runRows) reset() { *t = newRunRows() }
