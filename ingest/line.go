package ingest

import (
	"runledger/event/pb"
)

// line is one line of a request, read and checked. It is reused; what it holds lives
// as long as the request's body, but for strings, which live on.
type line struct {
	project, run string
	step         int64
	timeUs       int64 // µs since 1970, the client's clock
	hasStep      bool
	hasTime      bool

	metrics []metric
	raws    [][]byte // JSON text of the metrics that aren't, or not only, a float64
	system  []metric
	config  []member
	summary []member
	console []*pb.ConsoleLine

	state     pb.RunStateChanged_State
	heartbeat bool
	finished  bool
	exitCode  int32

	// Only for a run that doesn't exist yet.
	name, notes string
	tags        []string
	origins            // how it came about
	privacy     string // of the project, if that doesn't exist yet either
	saveCode    bool
	hasSaveCode bool
}

// origins say how a run came about; empty: not said.
type origins struct{ group, jobType, parent, command, commit string }

// metric is a logged value.
type metric struct {
	key    string
	value  float64
	raw    int32 // place of its text in raws + 1; 0: it has none, it's a number and nothing else
	number bool
}

// member is a top-level key of config or summary with its JSON text.
type member struct {
	key string
	raw []byte
}

func (l *line) reset() {
	*l = line{metrics: l.metrics[:0], raws: l.raws[:0], system: l.system[:0], config: l.config[:0],
		summary: l.summary[:0], console: l.console[:0]}
}

// items is how many items the line brings at most.
func (l *line) items() int {
	return len(l.metrics) + len(l.system) + len(l.config) + len(l.summary) + len(l.console) + 1
}

// check looks at what only shows once the whole line is read.
func (l *line) check() error {
	switch {
	case l.project == "":
		return faultf(codeMissing, `a line says which project it's of: "project":"entity/name", or "name" in your default entity`)
	case l.run == "":
		return faultf(codeMissing, `a line says which run it's of: "run":"id"`)
	case len(l.metrics) > 0 && !l.hasStep:
		return faultf(codeMissing, `metrics need a step: "step":12`)
	}
	if _, _, err := privacyOf(l.privacy); err != nil {
		return faultf(codeInvalid, "%v", err)
	}
	return nil
}
