package ingest

import (
	"math"

	"google.golang.org/protobuf/proto"

	"runledger/event/pb"
)

// run is what a request says of one run.
type run struct {
	name   runName
	wanted RunWanted
	ref    RunRef
	lines  []int32 // indexes of its lines
	room   int     // the most values that it held, which it has room for

	points  Columns
	system  Columns
	values  []*pb.Row
	config  layer
	summary layer
	console []*pb.ConsoleLine

	state     pb.RunStateChanged_State
	heartbeat bool
	finished  bool
	exitCode  int32
}

// items is what the run takes memory for, beside the values themselves.
func (to *run) items() int {
	return to.points.used + to.system.used + len(to.config.keys) + len(to.summary.keys) + len(to.console) + len(to.values)
}

// newItems is how many items a line brings at most.
func (to *run) newItems(l *line) int {
	n := len(l.console) + 1
	for i := range l.metrics {
		if !to.points.has(l.metrics[i].key) {
			n++
		}
	}
	for i := range l.system {
		if !to.system.has(l.system[i].key) {
			n++
		}
	}
	return n + to.config.newKeys(l.config) + to.summary.newKeys(l.summary)
}

// add takes over what a line says. The line is the index-th of the request.
func (to *run) add(r *request, index int64, l *line) {
	us := r.nowUs
	if l.hasTime {
		us = l.timeUs
	}
	if len(l.metrics) > 0 {
		if len(l.raws) == 0 {
			to.addPlain(l, us)
		} else {
			to.addMixed(index, l, us)
		}
	}
	if len(l.system) > 0 {
		to.system.Add(us/1000, us/1000)
		for i := range l.system {
			to.system.Set(l.system[i].key, l.system[i].value)
		}
	}
	to.config.merge(l.config)
	to.summary.merge(l.summary)
	for _, c := range l.console {
		if c.TimeUs == 0 {
			c.TimeUs = us
		}
		to.console = append(to.console, c)
	}
	to.describe(l)
	if l.state != 0 {
		to.state = l.state
	}
	to.heartbeat = to.heartbeat || l.heartbeat
	if l.finished {
		to.finished, to.exitCode = true, l.exitCode
	}
}

func (to *run) addPlain(l *line, us int64) {
	to.points.Add(l.step, us/1000)
	for i := range l.metrics {
		to.points.Set(l.metrics[i].key, l.metrics[i].value)
	}
}

// addMixed takes metrics of which some aren't only float64. Of a name that comes
// twice the last counts.
func (to *run) addMixed(index int64, l *line, us int64) {
	last := make(map[string]int, len(l.metrics))
	numbers := 0
	for i := range l.metrics {
		last[l.metrics[i].key] = i
	}
	var json []byte
	for i := range l.metrics {
		m := &l.metrics[i]
		if last[m.key] != i {
			continue
		}
		if m.raw != 0 {
			json = appendMember(json, m.key, l.raws[m.raw-1])
		}
		if m.number {
			if numbers++; numbers == 1 {
				to.points.Add(l.step, us/1000)
			}
			to.points.Set(m.key, m.value)
		}
	}
	if json != nil {
		to.values = append(to.values, &pb.Row{Line: index, Step: l.step, TimeUs: us, Runtime: math.NaN(), Json: append(json, '}')})
	}
}

// describe notes what the run is to be like if it has to be created.
func (to *run) describe(l *line) {
	set := func(field *string, text string) {
		if text != "" {
			*field = text
		}
	}
	set(&to.wanted.DisplayName, l.name)
	set(&to.wanted.Notes, l.notes)
	if l.tags != nil {
		to.wanted.Tags = l.tags
	}
	set(&to.wanted.Privacy, l.privacy)
	if l.hasSaveCode {
		to.wanted.SaveCode = proto.Bool(l.saveCode)
	}
	if l.origins == (origins{}) {
		return
	}
	if to.wanted.Attributes == nil {
		to.wanted.Attributes = &pb.RunAttributes{}
	}
	a := to.wanted.Attributes
	for _, at := range [...]struct {
		said  string
		field **string
	}{{l.group, &a.Group}, {l.jobType, &a.JobType}, {l.parent, &a.Parent}, {l.command, &a.Command}, {l.commit, &a.Commit}} {
		if at.said != "" {
			*at.field = proto.String(at.said)
		}
	}
}

// events returns what is to be appended, in the order of a life.
func (to *run) events(origin *pb.Origin) []*pb.Event {
	no, home := uint64(to.ref.No), uint32(to.ref.Home)
	var out []*pb.Event
	if json := to.config.json(); json != nil {
		out = append(out, &pb.Event{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: no, Home: home, Json: json}}})
	}
	if to.state != 0 {
		out = append(out, &pb.Event{Body: &pb.Event_RunStateChanged{RunStateChanged: &pb.RunStateChanged{Run: no, Home: home, State: to.state}}})
	}
	if p := to.points.Points(no, home); p != nil {
		out = append(out, &pb.Event{Body: &pb.Event_RunPoints{RunPoints: p}})
	}
	if len(to.values) > 0 {
		out = append(out, &pb.Event{Body: &pb.Event_RunValues{RunValues: &pb.RunValues{Run: no, Home: home, Rows: to.values}}})
	}
	if json := to.summary.json(); json != nil {
		out = append(out, &pb.Event{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{Run: no, Home: home, Json: json}}})
	}
	if s := to.system.System(no, home); s != nil {
		out = append(out, &pb.Event{Body: &pb.Event_RunSystem{RunSystem: s}})
	}
	if len(to.console) > 0 {
		out = append(out, &pb.Event{Body: &pb.Event_RunConsole{RunConsole: &pb.RunConsole{Run: no, Home: home, Lines: to.console}}})
	}
	if to.heartbeat && out == nil {
		out = append(out, &pb.Event{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: no, Home: home}}})
	}
	if to.finished {
		out = append(out, &pb.Event{Body: &pb.Event_RunFinished{RunFinished: &pb.RunFinished{Run: no, Home: home, ExitCode: to.exitCode}}})
	}
	for _, e := range out {
		e.Origin = origin
	}
	return out
}

// keepPoints bounds what a reused run keeps room for.
const keepPoints = 1 << 16

// recycle prepares for another run; false: it isn't worth it.
func (to *run) recycle() bool {
	to.room = max(to.room, to.points.Len()+2*to.points.Rows(), to.system.Len())
	if to.room > keepPoints || len(to.points.columns) > keepCapacity || len(to.system.columns) > keepCapacity {
		return false
	}
	to.points.Reset()
	to.system.Reset()
	*to = run{points: to.points, system: to.system, lines: to.lines[:0], room: to.room}
	return true
}
