package scan

import "bytes"

// Skip expects any value. Numbers may be beyond the range of float64.
func (c *Cursor) Skip() error { return c.skip(0) }

func (c *Cursor) skip(depth int) error {
	switch b := c.Peek(); {
	case b == '{':
		return c.items('}', depth, func() error {
			if _, _, err := c.String(); err != nil {
				return err
			}
			if err := c.Colon(); err != nil {
				return err
			}
			return c.skip(depth + 1)
		})
	case b == '[':
		return c.items(']', depth, func() error { return c.skip(depth + 1) })
	case b == '-' || b-'0' <= 9:
		var d decimal
		return c.decimal(&d)
	default:
		return c.scalar(b)
	}
}

// items expects an object or array; item expects one of its items.
func (c *Cursor) items(close byte, depth int, item func() error) error {
	if depth >= MaxDepth {
		return c.Fail("objects and arrays nest too deep")
	}
	c.At++
	for first := true; ; first = false {
		more, err := c.More(close, first)
		if err != nil || !more {
			return err
		}
		if err := item(); err != nil {
			return err
		}
	}
}

// Colon expects the colon behind a member's name and moves to its value.
func (c *Cursor) Colon() error {
	c.Space()
	if err := c.Byte(':'); err != nil {
		return err
	}
	c.Space()
	return nil
}

// scalar expects a value that isn't an object or array and begins with b.
func (c *Cursor) scalar(b byte) error {
	switch b {
	case '"':
		_, _, err := c.String()
		return err
	case 't':
		return c.Word("true")
	case 'f':
		return c.Word("false")
	case 'n':
		return c.Word("null")
	case 'N':
		return c.Word("NaN")
	case 'I':
		return c.Word("Infinity")
	}
	_, _, err := c.Number()
	return err
}

// Compact expects any value and appends it without white space. Of members of the
// same name only the last is kept; numbers and strings stay as they are written.
func (c *Cursor) Compact(dst []byte) ([]byte, error) { return c.compact(dst, 0) }

func (c *Cursor) compact(dst []byte, depth int) ([]byte, error) {
	switch b := c.Peek(); b {
	case '{':
		return c.compactObject(dst, depth)
	case '[':
		return c.compactArray(dst, depth)
	default:
		from := c.At
		err := c.scalar(b)
		return append(dst, c.Text[from:c.At]...), err
	}
}

func (c *Cursor) compactArray(dst []byte, depth int) ([]byte, error) {
	dst = append(dst, '[')
	n := 0
	err := c.items(']', depth, func() (err error) {
		if n++; n > 1 {
			dst = append(dst, ',')
		}
		dst, err = c.compact(dst, depth+1)
		return err
	})
	return append(dst, ']'), err
}

// member is where a member of an object lies in the compacted text.
type member struct{ from, colon, to int }

func (c *Cursor) compactObject(dst []byte, depth int) ([]byte, error) {
	start := len(dst)
	dst = append(dst, '{')
	var members []member
	err := c.items('}', depth, func() (err error) {
		if len(members) > 0 {
			dst = append(dst, ',')
		}
		m := member{from: len(dst)}
		if dst, err = c.compactName(dst); err != nil {
			return err
		}
		m.colon = len(dst)
		dst = append(dst, ':')
		dst, err = c.compact(dst, depth+1)
		m.to = len(dst)
		members = append(members, m)
		return err
	})
	if err != nil {
		return dst, err
	}
	return append(withoutRepeats(dst, start, members), '}'), nil
}

// compactName appends a member's name, always written alike, and moves to its value.
func (c *Cursor) compactName(dst []byte) ([]byte, error) {
	raw, plain, err := c.String()
	if err != nil {
		return dst, err
	}
	if plain {
		dst = append(append(append(dst, '"'), raw...), '"')
	} else {
		dst = AppendString(dst, Unquote(nil, raw))
	}
	return dst, c.Colon()
}

// withoutRepeats drops the members of the object at dst[start:] that a later one of the
// same name replaces.
func withoutRepeats(dst []byte, start int, members []member) []byte {
	if !repeats(dst, members) {
		return dst
	}
	last := lastOfName(dst, members)
	object := bytes.Clone(dst[start:])
	dst = append(dst[:start], '{')
	for i, m := range members {
		if last[string(object[m.from-start:m.colon-start])] != i {
			continue
		}
		if len(dst) > start+1 {
			dst = append(dst, ',')
		}
		dst = append(dst, object[m.from-start:m.to-start]...)
	}
	return dst
}

// repeats reports whether a name comes twice.
func repeats(dst []byte, members []member) bool {
	const few = 16
	if len(members) > few {
		return len(lastOfName(dst, members)) < len(members)
	}
	for i, m := range members {
		for _, n := range members[:i] {
			if bytes.Equal(dst[m.from:m.colon], dst[n.from:n.colon]) {
				return true
			}
		}
	}
	return false
}

func lastOfName(dst []byte, members []member) map[string]int {
	last := make(map[string]int, len(members))
	for i, m := range members {
		last[string(dst[m.from:m.colon])] = i
	}
	return last
}
