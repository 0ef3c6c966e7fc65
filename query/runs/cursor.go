package runs

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"time"

	"runledger/catalog"
	"runledger/internal/position"
)

// cursor is where a page begins: opaque to clients. It belongs to one project and
// query; the page's size and columns may change. It holds nothing that needs trust:
// whatever numbers it names, only runs of the project come back.
type cursor struct {
	project catalog.ProjectNo
	query   queryHash
	at      position.Position // of the first page
	kind    byte
	now     time.Time // of pinnedOrder: what counts as now
	from    uint64    // index of the next run; of restInside: how many matched
	id      orderID   // of keptOrder
	rest    []uint64  // of restInside
}

const (
	restInside  = 'r' // the rest of the order is in the cursor
	keptOrder   = 'k' // the order is kept by this process
	pinnedOrder = 'p' // as_of: the order is found again
)

// queryHash tells queries apart.
type queryHash [8]byte

func hashQuery(parts ...string) (h queryHash) {
	sum := sha256.New()
	for _, p := range parts {
		sum.Write(binary.AppendUvarint(nil, uint64(len(p))))
		sum.Write([]byte(p))
	}
	copy(h[:], sum.Sum(nil))
	return h
}

const cursorVersion = 1

// mostInside is how many runs a cursor holds at most: some 1.5 KB of address.
const mostInside = 500

var errCursor = errors.New("not a cursor: use next of an earlier page unchanged")

func (c cursor) String() string {
	b := []byte{cursorVersion, c.kind}
	b = binary.AppendUvarint(b, uint64(c.project))
	b = append(b, c.query[:]...)
	at := c.at.String()
	b = append(binary.AppendUvarint(b, uint64(len(at))), at...)
	b = binary.AppendUvarint(b, c.from)
	switch c.kind {
	case keptOrder:
		b = append(b, c.id[:]...)
	case pinnedOrder:
		b = binary.AppendVarint(b, c.now.UnixMilli())
	case restInside:
		last := int64(0)
		for _, run := range c.rest {
			b = binary.AppendVarint(b, int64(run)-last)
			last = int64(run)
		}
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(s string) (cursor, error) {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(b) < 2 || b[0] != cursorVersion {
		return cursor{}, errCursor
	}
	r := cursorReader{rest: b[2:]}
	c := cursor{kind: b[1], project: catalog.ProjectNo(r.uvarint())}
	copy(c.query[:], r.bytes(len(c.query)))
	at := string(r.bytes(int(min(r.uvarint(), 1<<20))))
	if !r.bad {
		c.at, err = position.Parse(at)
		r.bad = err != nil
	}
	c.from = r.uvarint()
	switch c.kind {
	case keptOrder:
		copy(c.id[:], r.bytes(len(c.id)))
	case pinnedOrder:
		c.now = time.UnixMilli(r.varint()).UTC()
	case restInside:
		last := int64(0)
		for len(r.rest) > 0 && !r.bad && len(c.rest) < mostInside {
			last += r.varint()
			c.rest = append(c.rest, uint64(last))
		}
	default:
		r.bad = true
	}
	if r.bad || len(r.rest) > 0 {
		return cursor{}, errCursor
	}
	return c, nil
}

type cursorReader struct {
	rest []byte
	bad  bool
}

func (r *cursorReader) bytes(n int) []byte {
	if r.bad || n > len(r.rest) {
		r.bad = true
		return nil
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *cursorReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	r.bytes(max(n, 0))
	r.bad = r.bad || n <= 0
	return v
}

func (r *cursorReader) varint() int64 {
	v, n := binary.Varint(r.rest)
	r.bytes(max(n, 0))
	r.bad = r.bad || n <= 0
	return v
}
