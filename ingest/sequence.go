package ingest

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"sync"

	"runledger/event/pb"
)

// reservedWriter begins the names of writers that clients can't take.
const reservedWriter = "~"

// lanes is how many appends may be under way for one run and type. A projector
// remembers the last 16 ranges of numbers of such a writer, so the one append that hangs
// while others overtake it must not be more than a few ranges behind.
const lanes = 8

// stream is what numbers count within: a projector's marks are kept per run and type.
type stream struct {
	run  uint64
	kind int32 // field number of the event's body
}

// sequence numbers the events that come without an origin of their own, so that a
// repetition by the log's client is recognised.
//
// Within a stream the numbers of appends under way have no gaps: what overtakes them
// merges into one range behind them. When a stream rests, its next numbers begin higher
// up; no append that still could come lies in the gap. After an append that failed, whose
// numbers may never come, everybody goes on under a new writer.
type sequence struct {
	writer string

	mu      sync.Mutex
	given   uint64 // numbers given so far, above all that were
	streams map[stream]*lane
}

// lane is a stream with appends under way or waiting.
type lane struct {
	next     uint64
	inFlight int
	users    int
	freed    chan struct{} // closed and replaced when a place becomes free and someone waits
}

func newSequence() *sequence {
	id := make([]byte, 8)
	_, _ = rand.Read(id) // never fails
	return &sequence{writer: reservedWriter + hex.EncodeToString(id), streams: map[stream]*lane{}}
}

// numbering is the numbers that one append has taken.
type numbering struct {
	of     *sequence
	ranges map[stream]*numberRange
	held   []stream // in order
}

type numberRange struct{ next uint64 }

// take takes as many numbers of each stream as want says. It waits while a stream has all its
// lanes in use; streams are taken in order, so that waiting ends.
func (s *sequence) take(ctx context.Context, want map[stream]uint64) (*numbering, error) {
	t := &numbering{of: s, ranges: make(map[stream]*numberRange, len(want))}
	order := make([]stream, 0, len(want))
	for k := range want {
		order = append(order, k)
	}
	slices.SortFunc(order, func(a, b stream) int {
		return cmp.Or(cmp.Compare(a.run, b.run), cmp.Compare(a.kind, b.kind))
	})
	for _, k := range order {
		from, err := s.enter(ctx, k, want[k])
		if err != nil {
			t.release()
			return nil, err
		}
		t.ranges[k] = &numberRange{next: from}
		t.held = append(t.held, k)
	}
	return t, nil
}

// enter takes a lane and n numbers of a stream and returns the first.
func (s *sequence) enter(ctx context.Context, k stream, n uint64) (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.streams[k]
	if l == nil {
		l = &lane{next: s.given}
		s.streams[k] = l
	}
	l.users++
	for l.inFlight >= lanes {
		if l.freed == nil {
			l.freed = make(chan struct{})
		}
		freed := l.freed
		s.mu.Unlock()
		var err error
		select {
		case <-freed:
		case <-ctx.Done():
			err = ctx.Err()
		}
		s.mu.Lock()
		if err != nil {
			s.leave(k, l)
			return 0, err
		}
	}
	l.inFlight++
	from := l.next
	l.next += n
	s.given += n
	return from, nil
}

// leave forgets a stream that nobody uses any more.
func (s *sequence) leave(k stream, l *lane) {
	if l.users--; l.users == 0 {
		delete(s.streams, k)
	}
}

// origin returns the origin of the next n pieces of a stream.
func (t *numbering) origin(k stream, n int) *pb.Origin {
	r := t.ranges[k]
	from := r.next
	r.next += uint64(n)
	return &pb.Origin{Writer: t.of.writer, From: from, To: r.next}
}

// release gives the lanes back once the append is over.
func (t *numbering) release() {
	s := t.of
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range t.held {
		l := s.streams[k]
		l.inFlight--
		if l.freed != nil {
			close(l.freed)
			l.freed = nil
		}
		s.leave(k, l)
	}
	t.held = nil
}
