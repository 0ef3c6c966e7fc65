package ingest

import (
	"runledger/ingest/scan"
)

// Limits of what a line holds, in bytes. A number of metrics isn't limited but by the
// line's length.
const (
	MaxMetricName = 1024
	MaxValue      = 256 << 10 // JSON text of one value, text of one console line
)

// parser reads lines. It is reused: it remembers what the last line was like, and a
// line that is like it costs little more than its numbers.
type parser struct {
	scan.Cursor
	line

	texts interner
	order []int     // the fields of the last line, in their order
	names []keyName // its metrics, in their order
	arena []byte    // JSON text of values, compacted

	maxItems int // of a line, see Limits.Items
}

// keyName is a metric's name; plain: it is written as it is, without escapes.
type keyName struct {
	key   string
	plain bool
}

// parse reads the line in text.
func (p *parser) parse(text []byte) error {
	p.Cursor = scan.Cursor{Text: text}
	if err := p.object(); err != nil {
		return err
	}
	return p.End()
}

// object reads the line that begins under the cursor.
func (p *parser) object() error {
	p.line.reset()
	if b := p.Next(); b != '{' {
		return p.wrong("a line, which is a JSON object,")
	}
	p.At++
	for n := 0; ; n++ {
		more, err := p.More('}', n == 0)
		if err != nil {
			return err
		}
		if !more {
			return p.check()
		}
		if err := p.field(n); err != nil {
			return err
		}
	}
}

// field reads the n-th field of the line.
func (p *parser) field(n int) error {
	raw, plain, err := p.String()
	if err != nil {
		return err
	}
	if !plain {
		raw = scan.Unquote(nil, raw)
	}
	i, err := p.which(n, raw)
	if err != nil {
		return err
	}
	if err := p.Colon(); err != nil {
		return err
	}
	if p.Peek() == 'n' { // null: as if the field weren't there
		return p.Word("null")
	}
	return fields[i].read(p)
}

// which returns the number of the field called name, which is probably the one that
// stood at this place in the last line.
func (p *parser) which(n int, name []byte) (int, error) {
	if n < len(p.order) && fields[p.order[n]].name == string(name) {
		return p.order[n], nil
	}
	for i := range fields {
		if fields[i].name == string(name) {
			p.order = append(p.order[:min(n, len(p.order))], i)
			return i, nil
		}
	}
	return 0, unknownField(string(name))
}

// recycle prepares for the next request.
func (p *parser) recycle() {
	p.Cursor = scan.Cursor{}
	p.texts.trim()
	if p.arena = p.arena[:0]; cap(p.arena) > keepArena {
		p.arena = nil
	}
	p.metrics, p.raws, p.system = recycled(p.metrics), recycled(p.raws), recycled(p.system)
	p.config, p.summary, p.console = recycled(p.config), recycled(p.summary), recycled(p.console)
	if cap(p.names) > keepCapacity {
		p.names = nil
	}
}

// What reused slices keep room for at most, in items and in bytes of text.
const (
	keepCapacity = 1 << 12
	keepArena    = 1 << 20
)

// recycled empties a slice for its next use and lets go of what it held.
func recycled[T any](s []T) []T {
	if cap(s) > keepCapacity {
		return nil
	}
	clear(s[:cap(s)])
	return s[:0]
}
