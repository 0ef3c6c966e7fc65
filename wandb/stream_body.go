package wandb

import (
	"errors"
	"fmt"
	"strconv"

	"runledger/internal/jsontext"
)

// streamSink gets what a file_stream body says. Slices are valid during the call only.
type streamSink interface {
	// file begins a logical file whose first line here has number offset. The returned
	// function gets its lines in order; nil skips them.
	file(name string, offset int64) func(line []byte)
}

// streamBody is what a file_stream request says beside its files' lines.
type streamBody struct {
	uploaded   []string
	preempting bool
	complete   bool
	exitCode   int32
}

// parseStream reads the body of a file_stream request:
//
//	{"files": {NAME: {"offset": N, "content": [LINE, …]}, …},
//	 "uploaded": [NAME, …], "preempting": true, "complete": true, "exitcode": 0}
//
// Members come in any order, unknown ones are skipped. The lines are JSON strings,
// decoded into one buffer and given to the sink as they come.
func parseStream(text []byte, sink streamSink) (streamBody, error) {
	body := streamBody{}
	p := streamParser{cursor: cursor{text: text}, sink: sink}
	err := p.object(func(key string) error {
		switch key {
		case "files":
			return p.object(p.file)
		case "uploaded":
			return p.array(func(s []byte) { body.uploaded = append(body.uploaded, valid(string(s))) })
		}
		value, err := p.value()
		if err != nil {
			return err
		}
		switch key {
		case "preempting":
			body.preempting = string(value) == "true"
		case "complete":
			body.complete = string(value) == "true"
		case "exitcode":
			if n, err := strconv.ParseInt(string(value), 10, 32); err == nil {
				body.exitCode = int32(n)
			}
		}
		return nil
	})
	if err == nil && p.end() != nil {
		err = p.fail("text after the body")
	}
	return body, err
}

type streamParser struct {
	cursor
	sink streamSink
	line []byte // decoded
}

var errStream = errors.New("not a file_stream body")

func (p *streamParser) fail(reason string) error {
	return fmt.Errorf("%w: %s at byte %d", errStream, reason, p.at)
}

// object reads an object; member is called at each value and reads it.
func (p *streamParser) object(member func(key string) error) error {
	p.space()
	if !p.take('{') {
		return p.fail("no object")
	}
	for n := 0; ; n++ {
		p.space()
		if n == 0 && p.take('}') {
			return nil
		}
		key, ok := p.str()
		if !ok {
			return p.fail("no member name")
		}
		name := valid(string(key))
		if p.space(); !p.take(':') {
			return p.fail("no ':'")
		}
		p.space()
		if err := member(name); err != nil {
			return err
		}
		if p.space(); p.take('}') {
			return nil
		}
		if !p.take(',') {
			return p.fail("no ',' or '}'")
		}
	}
}

// file reads {"offset": N, "content": [LINE, …]}. If the offset comes last, the
// content is read once it is known.
func (p *streamParser) file(name string) error {
	offset, known, content := int64(0), false, -1
	err := p.object(func(key string) error {
		if key == "content" && known {
			return p.content(name, offset)
		}
		from := p.at
		value, err := p.value()
		switch {
		case err != nil:
			return err
		case key == "content":
			content = from
		case key == "offset":
			if offset, err = strconv.ParseInt(string(value), 10, 64); err != nil || offset < 0 {
				return p.fail("bad offset")
			}
			known = true
		}
		return nil
	})
	if err != nil || content < 0 {
		return err
	}
	end := p.at
	p.at = content
	err = p.content(name, offset)
	p.at = end
	return err
}

func (p *streamParser) content(name string, offset int64) error {
	line := p.sink.file(name, offset)
	if line == nil {
		line = func([]byte) {}
	}
	return p.array(line)
}

// array reads an array of strings.
func (p *streamParser) array(each func([]byte)) error {
	if p.space(); !p.take('[') {
		return p.fail("no array")
	}
	for n := 0; ; n++ {
		p.space()
		if n == 0 && p.take(']') {
			return nil
		}
		if !p.take('"') {
			return p.fail("no string")
		}
		var ok bool
		p.line, p.at, ok = unescape(p.line[:0], p.text, p.at)
		if !ok {
			return p.fail("bad string")
		}
		each(p.line)
		if p.space(); p.take(']') {
			return nil
		}
		if !p.take(',') {
			return p.fail("no ',' or ']'")
		}
	}
}

// value skips any value and returns its text.
func (p *streamParser) value() ([]byte, error) {
	from := p.at
	end := skipValue(p.text, from)
	if end < 0 || jsontext.Check(p.text[from:end]) != nil {
		return nil, p.fail("no value")
	}
	p.at = end
	return p.text[from:end], nil
}
