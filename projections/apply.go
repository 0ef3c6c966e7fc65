package projections

import (
	"bytes"
	"fmt"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"runledger/event/pb"
)

// change is one event applied to its run: what the tables make rows from.
type change struct {
	part uint16
	off  uint64
	at   time.Time
	ev   *pb.Event
	run  *runState // after the event

	idx      []uint32  // number of each row in the event as sent, if some were dropped as repeated; else nil
	newKeys  []keyNo   // metrics that the run didn't have
	rewrites []rewrite // series that got a step not above their largest
	closed   bool      // the event begins a new minute of log time: before tells the one that ended
	before   *versionRow
	moved    bool // the run's state changed
}

// rewrite is a series and the range of steps that a batch brought.
type rewrite struct {
	key    keyNo
	lo, hi int64
}

// rowIdx is the row's number in the event as it was sent.
func (c *change) rowIdx(i int) uint32 {
	if c.idx == nil {
		return uint32(i)
	}
	return c.idx[i]
}

// telemetry is what every telemetry message has.
type telemetry interface {
	GetRun() uint64
	GetHome() uint32
}

// bodyOf returns the telemetry message in e and its field number.
func bodyOf(e *pb.Event) (telemetry, uint32, error) {
	m := e.ProtoReflect()
	f := m.WhichOneof(m.Descriptor().Oneofs().ByName("body"))
	if f == nil {
		return nil, 0, fmt.Errorf("event %s has no body", e.Type)
	}
	body, ok := m.Get(f).Message().Interface().(telemetry)
	if !ok {
		return nil, 0, fmt.Errorf("%s isn't telemetry", e.Type)
	}
	if body.GetRun() == 0 {
		return nil, 0, fmt.Errorf("%s without a run", e.Type)
	}
	return body, uint32(f.Number()), nil
}

// outcome of applying an event.
type outcome int

const (
	applied  outcome = iota
	repeated         // a delivery seen before
	included         // the run's state, reloaded, includes it already
)

// apply folds e into st and fills c. An error means that the event can't be applied:
// set it aside; st is then unchanged but for its marks.
func apply(c *change, st *runState, kind uint32, keys *keyTable) (outcome, error) {
	if !st.fresh && c.off <= st.off {
		return included, nil
	}
	if err := wellFormed(c.ev); err != nil {
		return applied, err
	}
	fresh, whole := st.marks.take(c.ev.Origin, kind)
	if len(fresh) == 0 {
		return repeated, nil
	}
	if !whole && c.ev.Origin.PerRow {
		c.dropRows(fresh)
	}
	if !st.fresh && c.at.Unix()/60 > st.at.Unix()/60 {
		c.closed, c.before = true, newVersionRow(st, keys)
	}
	was := st.state
	first := st.fresh
	c.run = st
	st.sees(c.off, c.at, startsAnew(c.ev))
	err := effects[protoreflect.FieldNumber(kind)](c, keys)
	c.moved = first || st.state != was
	return applied, err
}

// startsAnew: the trainer says that it begins (W&B init, a resume).
func startsAnew(e *pb.Event) bool {
	s := e.GetRunStateChanged()
	return s != nil && s.State == pb.RunStateChanged_STATE_RUNNING
}

// effects is what each event does to its run's state.
var effects = map[protoreflect.FieldNumber]func(*change, *keyTable) error{
	80: (*change).points,
	81: (*change).values,
	82: (*change).console,
	83: (*change).system,
	84: (*change).config,
	85: (*change).summary,
	86: (*change).state,
	87: (*change).heartbeat,
	88: (*change).finished,
	89: (*change).nothing,
	90: (*change).nothing,
	91: (*change).nothing, // scrubbed: of a purged run, and skipped before
}

func (c *change) nothing(*keyTable) error { return nil }

// revive: whatever a trainer sends after the end means that it runs again.
func (c *change) revive() {
	if c.run.ended() {
		c.run.state, c.run.exitCode = stateRunning, nil
	}
}

func (c *change) points(keys *keyTable) error {
	c.revive()
	p := c.ev.GetRunPoints()
	c.times(p.TimesMs)
	c.steps(p.Steps)
	shared := rangeOf(p.Steps)
	for _, s := range p.Series {
		k := keys.no(s.Key)
		r := shared
		if len(s.Rows) > 0 {
			r = rangeOfRows(p.Steps, s.Rows)
		}
		if len(s.Values) == 0 {
			continue
		}
		c.run.points += uint64(len(s.Values))
		c.logged(k, r, len(s.Values), lastValue(p, s, r))
	}
	return nil
}

// logged updates a series with a batch of n steps that span r, value logged last at r.hi.
func (c *change) logged(k keyNo, r stepRange, n int, value float64) {
	have, ok := c.run.series[k]
	fresh := true
	if ok {
		fresh = have.covers(r, n)
	} else {
		have = seriesState{first: r.lo, step: r.hi, value: value}
		c.newKeys = append(c.newKeys, k)
	}
	if !fresh || !r.rising {
		c.rewrites = append(c.rewrites, rewrite{k, r.lo, r.hi})
	}
	if r.hi >= have.step {
		have.step, have.value = r.hi, value
	}
	c.run.series[k] = have
}

// stepRange spans the steps of a batch; rising: each above the one before.
type stepRange struct {
	lo, hi int64
	rising bool
}

func rangeOf(steps []int64) stepRange {
	if len(steps) == 0 {
		return stepRange{}
	}
	r := stepRange{steps[0], steps[0], true}
	for i := 1; i < len(steps); i++ {
		s := steps[i]
		r.rising = r.rising && s > steps[i-1]
		r.lo, r.hi = min(r.lo, s), max(r.hi, s)
	}
	return r
}

func rangeOfRows(steps []int64, rows []uint32) stepRange {
	r := stepRange{steps[rows[0]], steps[rows[0]], true}
	for i := 1; i < len(rows); i++ {
		s := steps[rows[i]]
		r.rising = r.rising && s > steps[rows[i-1]]
		r.lo, r.hi = min(r.lo, s), max(r.hi, s)
	}
	return r
}

// lastValue is the value at the largest step, of several there the last.
func lastValue(p *pb.RunPoints, s *pb.Series, r stepRange) float64 {
	for i := len(s.Values) - 1; i >= 0; i-- {
		row := i
		if len(s.Rows) > 0 {
			row = int(s.Rows[i])
		}
		if r.rising || p.Steps[row] == r.hi {
			return s.Values[i]
		}
	}
	return 0
}

func (c *change) values(*keyTable) error {
	c.revive()
	rows := c.ev.GetRunValues().Rows
	for _, r := range rows {
		c.steps([]int64{r.Step})
		if r.TimeUs != 0 {
			c.times([]int64{r.TimeUs / 1000})
		}
	}
	if o := c.ev.Origin; o != nil && o.PerRow {
		c.run.historyLines = max(c.run.historyLines, o.To)
	}
	return nil
}

func (c *change) console(*keyTable) error {
	c.revive()
	for _, l := range c.ev.GetRunConsole().Lines {
		if l.Line < 0 { // the trainer numbers nothing
			l.Line = int64(c.run.consoleLines)
		}
		c.run.consoleLines = max(c.run.consoleLines, uint64(l.Line)+1)
	}
	return nil
}

func (c *change) system(*keyTable) error {
	c.revive()
	if o := c.ev.Origin; o != nil && o.PerRow {
		c.run.eventLines = max(c.run.eventLines, o.To)
	}
	return nil
}

func (c *change) config(*keyTable) error {
	set := c.ev.GetRunConfigSet()
	o, err := parseObject(set.Json)
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	was := c.run.config
	if set.Replace {
		was = emptyObject
	}
	c.run.config, err = merged(was, o)
	return err
}

func (c *change) summary(*keyTable) error {
	set := c.ev.GetRunSummarySet()
	o, err := parseObject(set.Json)
	if err != nil {
		return fmt.Errorf("summary: %w", err)
	}
	was := c.run.summary.explicit
	if set.Replace {
		c.run.summary.replaced, was = true, emptyObject
	}
	c.run.summary.explicit, err = merged(was, o)
	return err
}

func (c *change) state(*keyTable) error {
	switch c.ev.GetRunStateChanged().State {
	case pb.RunStateChanged_STATE_RUNNING:
		c.run.state, c.run.exitCode = stateRunning, nil
	case pb.RunStateChanged_STATE_PREEMPTING:
		c.run.state = statePreempting
	}
	return nil
}

func (c *change) heartbeat(*keyTable) error {
	c.revive()
	return nil
}

// killedCode is the exit code that the W&B SDK reports for Ctrl-C and a stop.
const killedCode = 255

func (c *change) finished(*keyTable) error {
	code := c.ev.GetRunFinished().ExitCode
	c.run.exitCode = &code
	switch code {
	case 0:
		c.run.state = stateFinished
	case killedCode:
		c.run.state = stateKilled
	default:
		c.run.state = stateFailed
	}
	return nil
}

func (c *change) times(ms []int64) {
	for _, t := range ms {
		if c.run.firstTime == 0 || t < c.run.firstTime {
			c.run.firstTime = t
		}
		c.run.lastTime = max(c.run.lastTime, t)
	}
}

func (c *change) steps(steps []int64) {
	for _, s := range steps {
		c.run.firstStep = min(c.run.firstStep, s)
		c.run.lastStep = max(c.run.lastStep, s)
	}
}

// wellFormed checks what the tables rely on, before anything is changed.
func wellFormed(e *pb.Event) error {
	switch {
	case e.GetRunPoints() != nil:
		p := e.GetRunPoints()
		return columnsFit(len(p.Steps), len(p.TimesMs), p.Series)
	case e.GetRunSystem() != nil:
		s := e.GetRunSystem()
		return columnsFit(len(s.Lines), len(s.TimesMs), s.Series)
	case e.GetRunConfigSet() != nil:
		return objectText(e.GetRunConfigSet().Json)
	case e.GetRunSummarySet() != nil:
		return objectText(e.GetRunSummarySet().Json)
	}
	return nil
}

func objectText(text []byte) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return fmt.Errorf("empty JSON object")
	}
	_, err := parseObject(text)
	return err
}

func columnsFit(rows, times int, series []*pb.Series) error {
	if times != rows {
		return fmt.Errorf("%d rows with %d times", rows, times)
	}
	for _, s := range series {
		if len(s.Rows) == 0 && len(s.Values) != rows && len(s.Values) != 0 {
			return fmt.Errorf("series %q: %d values for %d rows", s.Key, len(s.Values), rows)
		}
		if len(s.Rows) > 0 && len(s.Rows) != len(s.Values) {
			return fmt.Errorf("series %q: %d values for %d row numbers", s.Key, len(s.Values), len(s.Rows))
		}
		for _, r := range s.Rows {
			if int(r) >= rows {
				return fmt.Errorf("series %q: row %d of %d", s.Key, r, rows)
			}
		}
	}
	return nil
}
