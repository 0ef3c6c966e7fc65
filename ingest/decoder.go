package ingest

import (
	"bytes"
	"time"

	"runledger/internal/api"
)

// decoder turns a body into a request. It is reused.
type decoder struct {
	parser
	request
	wire   wireBatch
	limits Limits
}

func newDecoder(l Limits) *decoder {
	return &decoder{limits: l, parser: parser{maxItems: l.Items}, request: request{byName: map[runName]*run{}}}
}

// begin prepares for a body that came now.
func (d *decoder) begin(now time.Time) {
	d.nowUs = now.UnixMicro()
	d.maxRuns, d.request.maxItems = d.limits.Runs, d.limits.Items
}

// recycle lets go of the request.
func (d *decoder) recycle() {
	d.parser.recycle()
	d.wire.recycle()
	d.request.recycle()
}

// formats are the bodies that are understood, by media type. A format adds lines to the
// request or rejects them one by one; an error means that the body as a whole can't be
// taken.
var formats = map[string]struct {
	name   string // for metrics
	decode func(*decoder, []byte) error
}{
	"application/x-ndjson":   {"ndjson", (*decoder).ndjson},
	"application/ndjson":     {"ndjson", (*decoder).ndjson},
	"application/jsonl":      {"ndjson", (*decoder).ndjson},
	"application/json":       {"json", (*decoder).json},
	"application/x-protobuf": {"protobuf", (*decoder).protobuf},
	"application/protobuf":   {"protobuf", (*decoder).protobuf},
}

// ndjson reads lines of JSON. Blank ones are skipped, but counted by indexes.
func (d *decoder) ndjson(body []byte) error {
	for index := 0; len(body) > 0; index++ {
		text := body
		if end := bytes.IndexByte(body, '\n'); end >= 0 {
			text, body = body[:end], body[end+1:]
		} else {
			body = nil
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if len(text) > d.limits.Line {
			d.rejected.add(index, d.tooLong(len(text)))
		} else if err := d.parse(text); err != nil {
			d.rejected.add(index, faultOf(err))
		} else {
			d.add(index, &d.line, 0)
		}
	}
	return nil
}

func (d *decoder) tooLong(n int) *fault {
	return faultf(codeTooLarge, "a line of %d bytes, at most %d", n, d.limits.Line)
}

// json reads one line, a list of lines, or an envelope around a list of lines:
// {"writer":"…","seq":7,"lines":[…]}.
func (d *decoder) json(body []byte) error {
	d.Cursor.Text, d.At = body, 0
	switch d.Next() {
	case '[':
		if err := d.lineList(); err != nil {
			return err
		}
		return malformed(d.End())
	case '{':
		at := d.At
		envelope, err := d.isEnvelope()
		if err != nil {
			return malformed(err)
		}
		d.At = at
		if envelope {
			err = d.envelope()
		} else {
			err = d.element(0)
		}
		if err != nil {
			return err
		}
		return malformed(d.End())
	}
	return api.Malformed("The body is no JSON object or array.").
		With(`Send a line, a list of lines, or {"writer":"…","seq":1,"lines":[…]}; lines separated by line feeds are application/x-ndjson.`)
}

func malformed(err error) error {
	if err == nil {
		return nil
	}
	return api.Malformed("The body is not JSON: %v. Nothing of it was stored.", err)
}

// lineList reads the array of lines under the cursor.
func (d *decoder) lineList() error {
	d.At++
	for index := 0; ; index++ {
		more, err := d.More(']', index == 0)
		if err != nil {
			return malformed(err)
		}
		if !more {
			return nil
		}
		if err := d.element(index); err != nil {
			return err
		}
	}
}

// element reads a line within a larger text. What isn't a line is rejected; what isn't
// JSON spoils the whole text.
func (d *decoder) element(index int) error {
	at := d.At
	fault := d.object()
	if fault != nil {
		d.At = at
		if err := d.Skip(); err != nil {
			return malformed(err)
		}
	}
	switch n := d.At - at; {
	case n > d.limits.Line:
		d.rejected.add(index, d.tooLong(n))
	case fault != nil:
		d.rejected.add(index, faultOf(fault))
	default:
		d.add(index, &d.line, 0)
	}
	return nil
}
