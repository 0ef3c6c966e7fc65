package history

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"strings"

	"runledger/internal/api"
	"runledger/internal/position"
	"runledger/query/read"
)

// cursor is where the next page begins: at a step, at the position of the first page.
type cursor struct {
	question uint64 // hash of what was asked: a cursor continues the same question only
	step     int64
	at       position.Position
}

func (c cursor) String() string {
	b := binary.LittleEndian.AppendUint64(nil, c.question)
	b = binary.AppendVarint(b, c.step)
	return base64.RawURLEncoding.EncodeToString(append(b, c.at.String()...))
}

func parseCursor(s string, question uint64) (cursor, error) {
	bad := api.Invalid("That isn't a cursor of this question.").
		With("Use next_cursor of the page before unchanged, with the same run, keys and steps.")
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 9 {
		return cursor{}, bad
	}
	c := cursor{question: binary.LittleEndian.Uint64(b)}
	step, n := binary.Varint(b[8:])
	if n <= 0 || c.question != question {
		return cursor{}, bad
	}
	c.step = step
	if c.at, err = position.Parse(string(b[8+n:])); err != nil {
		return cursor{}, bad
	}
	return c, nil
}

// question is the hash of what a read is about.
func question(run Run, o Options) uint64 {
	h := fnv.New64a()
	for _, v := range []any{uint64(run.No), int64(len(o.Keys)), deref(o.From, 0), deref(o.To, 1)} {
		_ = binary.Write(h, binary.LittleEndian, v) // a hash takes everything
	}
	_, _ = h.Write([]byte(strings.Join(o.Keys, "\x00")))
	return h.Sum64()
}

func deref(p *int64, other int64) int64 {
	if p == nil {
		return other
	}
	return *p
}

// fixed is the moment of a page: that of the cursor, else now's or as_of's.
func (c cursor) fixed() read.Moment { return read.Moment{Position: c.at, Pinned: true} }
