package ingest

import (
	"strings"

	"runledger/event/pb"
	"runledger/ingest/scan"
)

// unnumbered is the number of a console line that has none: the projector gives it the
// one after the run's largest.
const unnumbered = -1

// readConsole expects a list of lines: a text, or an object with text, line, stream,
// label and time.
func (p *parser) readConsole() error {
	p.console = p.console[:0]
	return p.list("a list of lines", func() error {
		if len(p.console) >= p.maxItems {
			return tooManyItems(p.maxItems)
		}
		l := &pb.ConsoleLine{Line: unnumbered}
		var err error
		if p.Peek() == '{' {
			err = p.consoleObject(l)
		} else {
			l.Text, err = p.longText()
		}
		p.console = append(p.console, l)
		return err
	})
}

func (p *parser) longText() (string, error) {
	raw, plain, err := p.quoted()
	if err != nil {
		return "", err
	}
	if !plain {
		raw = scan.Unquote(nil, raw)
	}
	if len(raw) > MaxValue {
		return "", faultf(codeTooLarge, "a console line of %d bytes, at most %d", len(raw), MaxValue)
	}
	return string(raw), nil
}

func (p *parser) consoleObject(l *pb.ConsoleLine) error {
	p.At++
	hasText := false
	for n := 0; ; n++ {
		more, err := p.More('}', n == 0)
		if err != nil {
			return err
		}
		if !more {
			break
		}
		name, _, err := p.String()
		if err != nil {
			return err
		}
		if err := p.Colon(); err != nil {
			return err
		}
		hasText = hasText || string(name) == "text"
		if err := p.consoleField(l, string(name)); err != nil {
			return err
		}
	}
	if !hasText {
		return faultf(codeMissing, `a console line needs a text: {"text":"…"}`)
	}
	return nil
}

func (p *parser) consoleField(l *pb.ConsoleLine, name string) (err error) {
	switch name {
	case "text":
		l.Text, err = p.longText()
	case "label":
		l.Label, err = p.shortText()
	case "time":
		l.TimeUs, err = p.timeValue()
	case "line":
		l.Line, err = p.lineNumber()
	case "stream":
		l.Stream, err = p.streamName()
	default:
		err = faultf(codeUnknown, "a console line has no field %q; there are text, line, stream, label and time", clip(name))
	}
	return err
}

func (p *parser) lineNumber() (int64, error) {
	if b := p.Peek(); b != '-' && b-'0' > 9 {
		return 0, p.wrong("a line number")
	}
	n, err := p.Integer()
	if err != nil || n < 0 || n > 1<<53 {
		return 0, faultf(codeRange, "a line number is a whole number from 0 to 2^53")
	}
	return n, nil
}

func (p *parser) streamName() (pb.ConsoleLine_Stream, error) {
	s, err := p.shortText()
	if err != nil {
		return 0, err
	}
	switch strings.ToLower(s) {
	case "stdout":
		return pb.ConsoleLine_STREAM_STDOUT, nil
	case "stderr":
		return pb.ConsoleLine_STREAM_STDERR, nil
	}
	return 0, faultf(codeInvalid, `stream %q: there are "stdout" and "stderr"`, clip(s))
}
