package ingest

import (
	"runledger/event/pb"
	"runledger/ingest/scan"
)

// field is a top-level field of a line.
type field struct {
	name string
	read func(*parser) error // expects its value, which isn't null
}

// fields are all there are, in the order in which lines usually have them.
var fields = []field{
	{"project", text(func(l *line) *string { return &l.project })},
	{"run", text(func(l *line) *string { return &l.run })},
	{"step", (*parser).readStep},
	{"time", (*parser).readTime},
	{"metrics", (*parser).readMetrics},
	{"config", members(func(l *line) *[]member { return &l.config })},
	{"summary", members(func(l *line) *[]member { return &l.summary })},
	{"system", (*parser).readSystem},
	{"console", (*parser).readConsole},
	{"heartbeat", (*parser).readHeartbeat},
	{"state", (*parser).readState},
	{"finish", (*parser).readFinish},
	{"name", text(func(l *line) *string { return &l.name })},
	{"group", text(func(l *line) *string { return &l.group })},
	{"job_type", text(func(l *line) *string { return &l.jobType })},
	{"notes", text(func(l *line) *string { return &l.notes })},
	{"tags", (*parser).readTags},
	{"parent", text(func(l *line) *string { return &l.parent })},
	{"command", text(func(l *line) *string { return &l.command })},
	{"commit", text(func(l *line) *string { return &l.commit })},
	{"save_code", (*parser).readSaveCode},
	{"privacy", text(func(l *line) *string { return &l.privacy })},
}

func text(of func(*line) *string) func(*parser) error {
	return func(p *parser) (err error) {
		*of(&p.line), err = p.shortText()
		return err
	}
}

func members(of func(*line) *[]member) func(*parser) error {
	return func(p *parser) error { return p.readMembers(of(&p.line)) }
}

// shortText expects a string that probably comes again.
func (p *parser) shortText() (string, error) {
	raw, plain, err := p.quoted()
	if err != nil {
		return "", err
	}
	if !plain {
		raw = scan.Unquote(nil, raw)
	}
	if len(raw) > MaxValue {
		return "", faultf(codeTooLarge, "a text of %d bytes, at most %d", len(raw), MaxValue)
	}
	return p.texts.of(raw), nil
}

// quoted expects a string, and says so if it's something else.
func (p *parser) quoted() ([]byte, bool, error) {
	if p.Peek() != '"' {
		return nil, false, p.wrong("a string")
	}
	return p.String()
}

// wrong is the error for a value of another type than want, if it is a value at all.
func (p *parser) wrong(want string) error {
	from := p.At
	if err := p.Skip(); err != nil {
		return err
	}
	return faultf(codeType, "%s where %s is expected, at byte %d", clip(string(p.Text[from:min(p.At, from+80)])), want, from)
}

func (p *parser) readStep() error {
	b := p.Peek()
	if b != '-' && b-'0' > 9 {
		return p.wrong("a step, which is a whole number,")
	}
	from := p.At
	step, err := p.Integer()
	switch err {
	case nil:
		p.step, p.hasStep = step, true
		return nil
	case scan.ErrRange, scan.ErrNotInteger:
		return faultf(codeRange, "step %s is %v", clip(string(p.Text[from:p.At])), err)
	}
	return err
}

func (p *parser) readHeartbeat() error { return p.readFlag(&p.heartbeat) }

func (p *parser) readSaveCode() error {
	p.hasSaveCode = true
	return p.readFlag(&p.saveCode)
}

func (p *parser) readFlag(to *bool) error {
	switch p.Peek() {
	case 't':
		*to = true
		return p.Word("true")
	case 'f':
		*to = false
		return p.Word("false")
	}
	return p.wrong("true or false")
}

func (p *parser) readState() error {
	s, err := p.shortText()
	if err != nil {
		return err
	}
	switch s {
	case "running":
		p.state = pb.RunStateChanged_STATE_RUNNING
	case "preempting":
		p.state = pb.RunStateChanged_STATE_PREEMPTING
	default:
		return faultf(codeInvalid, `state %q: there are "running" and "preempting"; a run ends with "finish"`, clip(s))
	}
	return nil
}

// readFinish expects an exit code, bare or as {"exit_code":n}.
func (p *parser) readFinish() error {
	if p.Peek() != '{' {
		return p.exitCode32()
	}
	p.At++
	for n := 0; ; n++ {
		more, err := p.More('}', n == 0)
		if err != nil {
			return err
		}
		if !more && n == 0 {
			return faultf(codeMissing, `finish needs an exit code: "finish":{"exit_code":0}`)
		}
		if !more {
			return nil
		}
		name, _, err := p.String()
		if err != nil {
			return err
		}
		if string(name) != "exit_code" {
			return faultf(codeUnknown, "finish has no field %q", clip(string(name)))
		}
		if err := p.Colon(); err != nil {
			return err
		}
		if err := p.exitCode32(); err != nil {
			return err
		}
	}
}

func (p *parser) exitCode32() error {
	if b := p.Peek(); b != '-' && b-'0' > 9 {
		return p.wrong("an exit code")
	}
	code, err := p.Integer()
	if err != nil || code != int64(int32(code)) {
		return faultf(codeRange, "an exit code is a whole number of 32 bits")
	}
	p.finished, p.exitCode = true, int32(code)
	return nil
}

func (p *parser) readTags() error {
	p.tags = p.tags[:0:0]
	return p.list("a list of strings", func() error {
		s, err := p.shortText()
		p.tags = append(p.tags, s)
		return err
	})
}

// list expects an array; item expects one of its items.
func (p *parser) list(what string, item func() error) error {
	if p.Peek() != '[' {
		return p.wrong(what)
	}
	p.At++
	for first := true; ; first = false {
		more, err := p.More(']', first)
		if err != nil || !more {
			return err
		}
		if err := item(); err != nil {
			return err
		}
	}
}
