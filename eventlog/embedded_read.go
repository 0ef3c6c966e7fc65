package eventlog

import (
	"context"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// Read implements Log. The records of one answer share few blocks of memory, of at
// most 1 MiB or one record each: copy what is kept for long.
func (l *Embedded) Read(ctx context.Context, t Topic, number int, from Offset, maxBytes int) ([]Stored, error) {
	p, err := l.partition(t, number)
	if err != nil {
		return nil, err
	}
	end, err := p.await(ctx, from, l.closing)
	if err != nil {
		return nil, err
	}
	if !l.enter() {
		return nil, ErrClosed
	}
	defer l.inUse.Done()
	return l.scan(p, from, end, maxBytes)
}

// scan reads records of [from, end) until about maxBytes of values.
func (l *Embedded) scan(p *partition, from, end Offset, maxBytes int) ([]Stored, error) {
	it, err := l.db.NewIter(&pebble.IterOptions{LowerBound: storeKey(p, from), UpperBound: storeKey(p, end)})
	if err != nil {
		return nil, fmt.Errorf("read %s/%d from %d: %w", p.topic, p.number, from, err)
	}
	defer it.Close()
	var (
		out    []Stored
		room   arena
		reader recordReader
		bytes  int
	)
	for ok := it.First(); ok; ok = it.Next() {
		value, err := it.ValueAndErr()
		if err != nil {
			return nil, fmt.Errorf("read %s/%d at %d: %w", p.topic, p.number, keyOffset(it.Key()), err)
		}
		s := Stored{Offset: keyOffset(it.Key())}
		if want := from + Offset(len(out)); s.Offset != want {
			return nil, fmt.Errorf("read %s/%d: record %d is missing, found %d", p.topic, p.number, want, s.Offset)
		}
		if err := reader.decode(room.copy(value), &s); err != nil {
			return nil, fmt.Errorf("read %s/%d at %d: %w", p.topic, p.number, s.Offset, err)
		}
		out = append(out, s)
		if bytes += len(s.Value); bytes >= maxBytes {
			break
		}
	}
	if err := it.Error(); err != nil {
		return nil, fmt.Errorf("read %s/%d from %d: %w", p.topic, p.number, from, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("read %s/%d: record %d is missing", p.topic, p.number, from)
	}
	return out, nil
}

// arena copies values into blocks that double up to 1 MiB, so that a short answer
// costs little memory and a long one few allocations.
type arena struct {
	block []byte
	size  int
}

func (a *arena) copy(b []byte) []byte {
	if cap(a.block)-len(a.block) < len(b) {
		a.size = min(max(2*a.size, 4<<10), 1<<20)
		a.block = make([]byte, 0, max(a.size, len(b)))
	}
	at := len(a.block)
	a.block = append(a.block, b...)
	return a.block[at:len(a.block):len(a.block)]
}

// Bounds implements Log.
func (l *Embedded) Bounds(_ context.Context, t Topic, number int) (Bounds, error) {
	p, err := l.partition(t, number)
	if err != nil {
		return Bounds{}, err
	}
	if l.isClosed() {
		return Bounds{}, ErrClosed
	}
	return p.bounds(), nil
}

// Partitions implements Log.
func (l *Embedded) Partitions(_ context.Context, t Topic) (int, error) {
	if l.isClosed() {
		return 0, ErrClosed
	}
	return len(l.topics[t]), nil
}

func (l *Embedded) partition(t Topic, number int) (*partition, error) {
	parts := l.topics[t]
	if number < 0 || number >= len(parts) {
		return nil, fmt.Errorf("%w: %s/%d", ErrNoTopic, t, number)
	}
	return parts[number], nil
}
