// Package scan reads JSON text fast and strictly: RFC 8259, with UTF-8 and surrogates
// checked, plus the bare words NaN, Infinity and -Infinity that Python's json module
// writes. Numbers are as exact as strconv's, and known to be inexact where an integer
// doesn't fit.
//
// A Cursor is moved over the text by its methods, each of which expects one thing where
// the cursor stands and leaves it behind that thing. White space is skipped by Space
// alone. After an error the cursor's place means nothing.
package scan

import "fmt"

// MaxDepth is how deep objects and arrays may nest.
const MaxDepth = 128

// Cursor is a place in a text. Results that are slices are parts of the text.
type Cursor struct {
	Text []byte
	At   int
}

// Error says where and why a text isn't what was expected.
type Error struct {
	At     int // bytes from the text's start
	Reason string
	Range  bool // it is a number, but one beyond the range of float64
}

func (e *Error) Error() string { return fmt.Sprintf("%s at byte %d", e.Reason, e.At) }

// Fail returns an error about where the cursor stands.
func (c *Cursor) Fail(reason string) error { return &Error{At: c.At, Reason: reason} }

// Peek returns the byte under the cursor; 0, which no JSON text has, at the end.
func (c *Cursor) Peek() byte {
	if c.At < len(c.Text) {
		return c.Text[c.At]
	}
	return 0
}

// Space skips white space.
func (c *Cursor) Space() {
	for c.At < len(c.Text) && c.Text[c.At] <= ' ' {
		switch c.Text[c.At] {
		case ' ', '\t', '\n', '\r':
			c.At++
		default:
			return
		}
	}
}

// Next skips white space and returns the byte under the cursor.
func (c *Cursor) Next() byte {
	c.Space()
	return c.Peek()
}

// Byte expects b.
func (c *Cursor) Byte(b byte) error {
	if c.At >= len(c.Text) {
		return c.Fail(fmt.Sprintf("the text ends where %q is expected", b))
	}
	if c.Text[c.At] != b {
		return c.Fail(fmt.Sprintf("%q where %q is expected", c.Text[c.At], b))
	}
	c.At++
	return nil
}

// Word expects one of the words that stand for a value: true, NaN, ….
func (c *Cursor) Word(w string) error {
	if len(c.Text)-c.At < len(w) || string(c.Text[c.At:c.At+len(w)]) != w {
		return c.Fail("no JSON value")
	}
	c.At += len(w)
	return nil
}

// End expects nothing but white space up to the text's end.
func (c *Cursor) End() error {
	if c.Next(); c.At < len(c.Text) {
		return c.Fail("text after the value")
	}
	return nil
}

// More stands between the items of an object or array that close ends. It expects a
// comma, and moves to the next item, or close. first says that no item was before.
func (c *Cursor) More(close byte, first bool) (bool, error) {
	switch b := c.Next(); {
	case b == close:
		c.At++
		return false, nil
	case first:
		return true, nil
	case b != ',':
		return false, c.Fail(fmt.Sprintf("',' or %q is missing", close))
	}
	c.At++
	if c.Next() == close {
		return false, c.Fail("an item is missing after ','")
	}
	return true, nil
}
