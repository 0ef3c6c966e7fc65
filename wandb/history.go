package wandb

import (
	"math"
	"strconv"
	"unicode/utf8"

	"runledger/event/pb"
	"runledger/internal/jsontext"
)

// historyFile is the logical file whose lines are what a trainer logged, and the name
// of the writer under which a repetition of these lines is recognised.
const historyFile = "wandb-history.jsonl"

// history turns lines of wandb-history.jsonl into points and rows: every number is a
// point, also inside nested objects; every line is a row that holds its number, step,
// times and whatever isn't plainly a number, as it was written.
type history struct {
	first    int64 // number of the first line
	now      int64 // ms since 1970, for lines that don't say their time
	unparsed int   // lines that aren't an object; their text is kept in the row
	columns  *columns
	steps    []int64
	times    []int64 // ms
	rows     []*pb.Row

	// Of the line being read.
	leaves  []leaf
	step    int64
	timeUs  int64   // 0 = not said
	runtime float64 // NaN = not said
	json    []byte  // its members, while they are collected
	arena   []byte  // where finished json is put, so that rows share memory blocks
}

func newHistory(first, now int64) *history {
	return &history{first: first, now: now, columns: newColumns()}
}

// line adds the next line.
func (h *history) line(text []byte) {
	h.columns.row()
	h.begin()
	if walkLine(text, h) != nil {
		h.keepUnparsed(text)
	}
	for _, l := range h.leaves { // last: a key that is written so wins over a path that reads so
		h.columns.setAbsent(l.key, l.value)
	}
	ms := h.now
	if h.timeUs != 0 {
		ms = floorDiv(h.timeUs, 1000)
	}
	h.steps, h.times = append(h.steps, h.step), append(h.times, ms)
	h.rows = append(h.rows, &pb.Row{
		Line: h.next(), Step: h.step, TimeUs: h.timeUs, Runtime: h.runtime,
		Json: h.keep(append(h.json, '}')),
	})
}

// next is the number of the line being read.
func (h *history) next() int64 { return h.first + int64(len(h.rows)) }

// begin forgets the last line. A line without a step gets its number.
func (h *history) begin() {
	h.step, h.timeUs, h.runtime = h.next(), 0, math.NaN()
	h.json, h.leaves = append(h.json[:0], '{'), h.leaves[:0]
}

// number implements lineSink.
func (h *history) number(key []byte, n number) {
	if len(key) > 0 && key[0] == '_' && h.standard(key, n) {
		return
	}
	h.columns.set(key, n.value)
	if !n.exact {
		h.member(key, n.text)
	}
}

// standard takes the keys that every line has into the row's own fields.
func (h *history) standard(key []byte, n number) bool {
	switch string(key) {
	case "_step":
		step, err := strconv.ParseInt(string(n.text), 10, 64)
		if err != nil {
			return false
		}
		h.step = step
	case "_timestamp":
		us := math.Round(n.value * 1e6)
		if !(math.Abs(us) < 1<<62) {
			return false
		}
		h.timeUs = int64(us)
	case "_runtime":
		h.runtime = n.value
	default:
		return false
	}
	return true
}

// other implements lineSink. Numbers inside an object are points too, unless it is a
// media value, whose numbers describe a file.
func (h *history) other(key, raw []byte) {
	h.member(key, raw)
	if raw[0] == '{' {
		h.leaves = appendLeaves(h.leaves, raw, escapeSegment(string(key)))
	}
}

// member keeps a value as it was written.
func (h *history) member(key, raw []byte) {
	if len(h.json) > 1 {
		h.json = append(h.json, ',')
	}
	h.json = append(jsontext.AppendString(h.json, string(key)), ':')
	h.json = append(h.json, raw...)
}

// keepUnparsed keeps a line that can't be read, so that line numbers stay right and
// nothing is lost.
func (h *history) keepUnparsed(text []byte) {
	h.unparsed++
	h.columns.undo()
	h.begin()
	h.json = jsontext.AppendString(append(h.json, `"_unparsed":`...), string(text))
}

// keep copies json to where it may stay. Rows without members of their own share one text.
func (h *history) keep(json []byte) []byte {
	if len(json) == 2 {
		return emptyObject
	}
	if !utf8.Valid(json) {
		return []byte(string([]rune(string(json))))
	}
	if cap(h.arena)-len(h.arena) < len(json) {
		h.arena = make([]byte, 0, max(64<<10, len(json)))
	}
	from := len(h.arena)
	h.arena = append(h.arena, json...)
	return h.arena[from:len(h.arena):len(h.arena)]
}

var emptyObject = []byte("{}")

// events returns what the lines say of a run, numbered by their lines, so that a
// repetition of some of them changes nothing.
func (h *history) events(run uint64, home uint32, writer string) []*pb.Event {
	if len(h.rows) == 0 {
		return nil
	}
	origin := func() *pb.Origin {
		return &pb.Origin{Writer: writer, From: uint64(h.first), To: uint64(h.first) + uint64(len(h.rows)), PerRow: true}
	}
	out := []*pb.Event{{Origin: origin(), Body: &pb.Event_RunValues{RunValues: &pb.RunValues{Run: run, Home: home, Rows: h.rows}}}}
	if series := h.columns.done(); len(series) > 0 {
		out = append(out, &pb.Event{Origin: origin(), Body: &pb.Event_RunPoints{RunPoints: &pb.RunPoints{
			Run: run, Home: home, Steps: h.steps, TimesMs: h.times, Series: series}}})
	}
	return out
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
