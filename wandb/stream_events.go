package wandb

import (
	"runledger/event/pb"
	"runledger/internal/jsontext"
)

// summaryFile is the logical file whose one line is the whole summary.
const summaryFile = "wandb-summary.json"

// streamEvents collects the events of one file_stream request of one run.
type streamEvents struct {
	run    uint64
	home   uint32
	now    int64  // ms since 1970
	client string // of one of several writers of a shared run, else ""

	history []*history
	system  []*system
	console []*pb.ConsoleLine
	summary []byte // nil: not sent

	unparsedSummary int
	unknown         map[string]int // lines of files that mean nothing to us, by name
}

// file implements streamSink.
func (e *streamEvents) file(name string, offset int64) func([]byte) {
	switch name {
	case historyFile:
		h := newHistory(offset, e.now)
		e.history = append(e.history, h)
		return h.line
	case systemFile:
		s := newSystem(offset, e.now)
		e.system = append(e.system, s)
		return s.line
	case summaryFile:
		return e.takeSummary
	case consoleFile:
		return func(line []byte) {
			e.console = append(e.console, consoleLine(offset, string(line)))
			offset++
		}
	}
	return func([]byte) {
		if e.unknown == nil {
			e.unknown = map[string]int{}
		}
		e.unknown[name]++
	}
}

func (e *streamEvents) takeSummary(line []byte) {
	if jsontext.Object(line, func(string, []byte) error { return nil }) != nil {
		e.unparsedSummary++
		return
	}
	e.summary = []byte(valid(string(line)))
}

// writer names who numbers the lines of a file: each writer of a shared run counts
// for itself.
func (e *streamEvents) writer(file string) string {
	if e.client == "" {
		return file
	}
	return file + "/" + e.client
}

// events returns everything the request says, the end of the run last.
func (e *streamEvents) events(body streamBody, files []*pb.File) []*pb.Event {
	var out []*pb.Event
	for _, h := range e.history {
		out = append(out, h.events(e.run, e.home, e.writer(historyFile))...)
	}
	for _, s := range e.system {
		out = append(out, s.events(e.run, e.home, e.writer(systemFile))...)
	}
	if len(e.console) > 0 {
		out = append(out, &pb.Event{Body: &pb.Event_RunConsole{RunConsole: &pb.RunConsole{Run: e.run, Home: e.home, Lines: e.console}}})
	}
	if e.summary != nil {
		out = append(out, &pb.Event{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{
			Run: e.run, Home: e.home, Json: e.summary, Replace: e.client == ""}}})
	}
	if len(files) > 0 {
		out = append(out, &pb.Event{Body: &pb.Event_RunFilesAdded{RunFilesAdded: &pb.RunFilesAdded{Run: e.run, Home: e.home, Files: files}}})
	}
	return append(out, e.state(body, len(out) == 0)...)
}

// state returns what a request says about the run's life; a request that says
// nothing is a sign of life.
func (e *streamEvents) state(body streamBody, silent bool) []*pb.Event {
	switch {
	case body.complete:
		return []*pb.Event{{Body: &pb.Event_RunFinished{RunFinished: &pb.RunFinished{Run: e.run, Home: e.home, ExitCode: body.exitCode}}}}
	case body.preempting:
		return []*pb.Event{{Body: &pb.Event_RunStateChanged{RunStateChanged: &pb.RunStateChanged{
			Run: e.run, Home: e.home, State: pb.RunStateChanged_STATE_PREEMPTING}}}}
	case silent:
		return []*pb.Event{{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: e.run, Home: e.home}}}}
	}
	return nil
}
