package catalog

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"maps"
	"slices"
	"time"
)

// codec walks over the fields of values: it writes them, or reads them back. A noun
// has one walk, which serves the state's hash and its snapshots alike. Everything
// variable has its length in front, so different values never look alike.
//
// The encoding has no field numbers: a changed walk is another snapshotFormat.
type codec struct {
	out  []byte
	sum  hash.Hash // writing: takes out when it's full; nil: out holds all
	flow func([]byte) error

	// content: versions and who changed something last are left out.
	content bool

	reading bool
	in      []byte
	err     error
	texts   map[string]string // reading: equal short texts are kept once
}

var errSnapshotEnds = errors.New("it ends too early")

// flushAt bytes are handed on.
const flushAt = 1 << 15

func newHasher() *codec { return &codec{sum: sha256.New()} }

func (c *codec) hashing() bool { return c.sum != nil }

func (c *codec) digest() [32]byte {
	c.flush()
	return [32]byte(c.sum.Sum(nil))
}

func (c *codec) flush() {
	if c.sum != nil {
		c.sum.Write(c.out)
	}
	if c.flow != nil && c.err == nil {
		c.err = c.flow(c.out)
	}
	c.out = c.out[:0]
}

func (c *codec) wrote() {
	if len(c.out) > flushAt && (c.sum != nil || c.flow != nil) {
		c.flush()
	}
}

func (c *codec) fail(err error) {
	if c.err == nil {
		c.err = err
	}
	c.in = nil
}

// count walks over a length.
func (c *codec) count(n int) int {
	u := uint64(n)
	number(c, &u)
	if c.reading && u > uint64(len(c.in)) { // each element has at least a byte
		c.fail(errSnapshotEnds)
		return 0
	}
	return int(u)
}

type anyNumber interface {
	~uint8 | ~uint32 | ~uint64 | ~int | ~int64
}

// number walks over a number that isn't negative.
func number[N anyNumber](c *codec, n *N) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, uint64(*n))
		c.wrote()
		return
	}
	u, size := binary.Uvarint(c.in)
	if size <= 0 {
		c.fail(errSnapshotEnds)
		return
	}
	c.in = c.in[size:]
	if *n = N(u); uint64(*n) != u {
		c.fail(errors.New("a number is too large"))
	}
}

// version walks over the version of an object and who made it.
func (c *codec) version(v *uint64, by *UserNo) {
	if !c.content {
		number(c, v)
		number(c, by)
	}
}

func (c *codec) flag(b *bool) {
	n := uint8(0)
	if *b {
		n = 1
	}
	number(c, &n)
	if c.reading { // else it's shared, and others read it
		*b = n == 1
	}
}

func (c *codec) text(t *string) {
	n := c.count(len(*t))
	if !c.reading {
		c.out = append(c.out, *t...)
		c.wrote()
		return
	}
	b := c.take(n)
	if n > 64 {
		*t = string(b)
		return
	}
	known, ok := c.texts[string(b)]
	if !ok {
		known = string(b)
		if len(c.texts) < 1<<16 {
			c.texts[known] = known
		}
	}
	*t = known
}

func (c *codec) raw(b *[]byte) {
	n := c.count(len(*b))
	if !c.reading {
		c.out = append(c.out, *b...)
		c.wrote()
		return
	}
	if n > 0 {
		*b = slices.Clone(c.take(n))
	}
}

// bytes walks over a fixed number of bytes.
func (c *codec) bytes(b []byte) {
	if !c.reading {
		c.out = append(c.out, b...)
		c.wrote()
		return
	}
	copy(b, c.take(len(b)))
}

func (c *codec) take(n int) []byte {
	if n > len(c.in) {
		c.fail(errSnapshotEnds)
		return make([]byte, min(n, 64))
	}
	b := c.in[:n]
	c.in = c.in[n:]
	return b
}

// time walks over a time, exact to a nanosecond; zero is no time.
func (c *codec) time(t *time.Time) {
	var n int64
	if !t.IsZero() {
		n = t.UnixNano()
	}
	number(c, &n)
	if c.reading && n != 0 {
		*t = time.Unix(0, n).UTC()
	}
}

func (c *codec) strings(list *[]string) { slice(c, list, c.text) }

// slice walks over a list of values; an empty one is nil when read.
func slice[T any](c *codec, list *[]T, each func(*T)) {
	n := c.count(len(*list))
	if c.reading {
		*list = nil
		if n > 0 {
			*list = make([]T, n)
		}
	}
	for i := 0; i < n && c.err == nil; i++ {
		each(&(*list)[i])
	}
}

// pointers walks over a list of values by pointer.
func pointers[T any](c *codec, list *[]*T, each func(*T)) {
	slice(c, list, func(p **T) {
		if c.reading {
			*p = new(T)
		}
		each(*p)
	})
}

// sorted walks over a map in the order of its keys.
func sorted[K cmpOrdered, V any](c *codec, m *map[K]V, key func(*K), value func(*V)) {
	n := c.count(len(*m))
	if !c.reading {
		for _, k := range slices.Sorted(maps.Keys(*m)) {
			v := (*m)[k]
			key(&k)
			value(&v)
		}
		return
	}
	*m = make(map[K]V, n)
	for i := 0; i < n && c.err == nil; i++ {
		var k K
		var v V
		key(&k)
		value(&v)
		(*m)[k] = v
	}
}

type cmpOrdered interface{ ~string | ~uint32 | ~uint64 }
