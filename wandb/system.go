package wandb

import (
	"runledger/event/pb"
)

// systemFile is the logical file of machine metrics, and the name of their writer.
const systemFile = "wandb-events.jsonl"

// system turns lines of wandb-events.jsonl into machine metrics, whose x axis is time.
type system struct {
	first    int64
	now      int64 // ms since 1970
	unparsed int   // lines that aren't an object
	skipped  int   // values that aren't numbers; the client sends none
	columns  *columns
	lines    []int64
	times    []int64 // ms
	time     int64   // ms, of the line being read
}

func newSystem(first, now int64) *system {
	return &system{first: first, now: now, columns: newColumns()}
}

// line adds the next line.
func (s *system) line(text []byte) {
	s.columns.row()
	s.time = s.now
	if walkLine(text, s) != nil {
		s.unparsed++
		s.columns.undo()
		s.time = s.now
	}
	s.lines = append(s.lines, s.first+int64(len(s.lines)))
	s.times = append(s.times, s.time)
}

// number implements lineSink.
func (s *system) number(key []byte, n number) {
	switch string(key) {
	case "_timestamp":
		if ms := n.value * 1e3; ms > 0 && ms < 1<<53 {
			s.time = int64(ms)
		}
	case "_runtime", "_step":
	default:
		s.columns.set(key, n.value)
	}
}

// other implements lineSink.
func (s *system) other(key, _ []byte) {
	if string(key) != "_wandb" {
		s.skipped++
	}
}

func (s *system) events(run uint64, home uint32, writer string) []*pb.Event {
	if len(s.lines) == 0 {
		return nil
	}
	return []*pb.Event{{
		Origin: &pb.Origin{Writer: writer, From: uint64(s.first), To: uint64(s.first) + uint64(len(s.lines)), PerRow: true},
		Body: &pb.Event_RunSystem{RunSystem: &pb.RunSystem{
			Run: run, Home: home, Lines: s.lines, TimesMs: s.times, Series: s.columns.done()}},
	}}
}
