package wandb

import (
	"strconv"

	"runledger/ingest/scan"
)

// streamSink gets what a file_stream body says. Slices are valid during the call only.
type streamSink interface {
	// file begins a logical file whose first line here has number offset. The returned
	// function gets its lines in order.
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
	var body streamBody
	p := streamParser{Cursor: scan.Cursor{Text: text}, sink: sink}
	err := p.object(func(key string) error {
		switch key {
		case "files":
			return p.object(p.file)
		case "uploaded":
			return p.array(func(s []byte) { body.uploaded = append(body.uploaded, string(s)) })
		}
		from := p.At
		if err := p.Skip(); err != nil {
			return err
		}
		switch value := string(p.Text[from:p.At]); key {
		case "preempting":
			body.preempting = value == "true"
		case "complete":
			body.complete = value == "true"
		case "exitcode":
			if n, err := strconv.ParseInt(value, 10, 32); err == nil {
				body.exitCode = int32(n)
			}
		}
		return nil
	})
	if err == nil {
		err = p.End()
	}
	return body, err
}

type streamParser struct {
	scan.Cursor
	sink streamSink
	line []byte // decoded
}

// object reads an object; member is called at each value and reads it.
func (p *streamParser) object(member func(key string) error) error {
	p.Space()
	if err := p.Byte('{'); err != nil {
		return err
	}
	for first := true; ; first = false {
		more, err := p.More('}', first)
		if err != nil || !more {
			return err
		}
		key, err := p.text()
		if err != nil {
			return err
		}
		name := string(key)
		if err := p.Colon(); err != nil {
			return err
		}
		if err := member(name); err != nil {
			return err
		}
	}
}

// text reads a string; what it returns is good until the next.
func (p *streamParser) text() ([]byte, error) {
	raw, plain, err := p.String()
	if err != nil || plain {
		return raw, err
	}
	p.line = scan.Unquote(p.line[:0], raw)
	return p.line, nil
}

// file reads {"offset": N, "content": [LINE, …]}. If the offset comes last, the
// content is read once it is known.
func (p *streamParser) file(name string) error {
	offset, known, content := int64(0), false, -1
	err := p.object(func(key string) (err error) {
		switch {
		case key == "content" && known:
			return p.content(name, offset)
		case key == "content":
			content = p.At
		case key == "offset":
			if offset, err = p.Integer(); err != nil || offset < 0 {
				return p.Fail("an offset is a line number")
			}
			known = true
			return nil
		}
		return p.Skip()
	})
	if err != nil || content < 0 {
		return err
	}
	end := p.At
	p.At = content
	err = p.content(name, offset)
	p.At = end
	return err
}

func (p *streamParser) content(name string, offset int64) error {
	return p.array(p.sink.file(name, offset))
}

// array reads an array of strings.
func (p *streamParser) array(each func([]byte)) error {
	if err := p.Byte('['); err != nil {
		return err
	}
	for first := true; ; first = false {
		more, err := p.More(']', first)
		if err != nil || !more {
			return err
		}
		text, err := p.text()
		if err != nil {
			return err
		}
		each(text)
	}
}
