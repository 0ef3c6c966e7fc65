package eventlog

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/cockroachdb/pebble/v2"
)

// partition is one partition of the embedded log.
type partition struct {
	topic  Topic
	number int
	prefix [prefixLen]byte
	first  Offset // oldest record; nothing removes records yet

	// The committer's own: the offset and time after everything it has put into a
	// commit, finished or not.
	next   Offset
	lastAt int64

	mu      sync.Mutex
	durable Offset        // readers stop here: everything below is synced
	changed chan struct{} // closed when durable rises; nil while nobody waits
}

// newPartition finds the bounds of a partition in the store.
func newPartition(db *pebble.DB, t Topic, number int) (*partition, error) {
	p := &partition{topic: t, number: number}
	appendPrefix(p.prefix[:0], topicNumbers[t], number)
	it, err := db.NewIter(&pebble.IterOptions{LowerBound: p.prefix[:], UpperBound: p.end()})
	if err != nil {
		return nil, fmt.Errorf("open %s/%d: %w", t, number, err)
	}
	defer it.Close()
	if it.First() {
		p.first = keyOffset(it.Key())
	}
	if it.Last() {
		value, err := it.ValueAndErr()
		if err != nil {
			return nil, fmt.Errorf("read the last record of %s/%d: %w", t, number, err)
		}
		var (
			reader recordReader
			last   Stored
		)
		if err := reader.decode(value, &last); err != nil {
			return nil, fmt.Errorf("last record of %s/%d: %w", t, number, err)
		}
		p.next, p.lastAt = keyOffset(it.Key())+1, last.At.UnixMilli()
	}
	p.durable = p.next
	if err := it.Error(); err != nil {
		return nil, fmt.Errorf("open %s/%d: %w", t, number, err)
	}
	return p, nil
}

// end returns the first key after the partition.
func (p *partition) end() []byte { return prefixAfter(p.prefix[:]) }

// prefixAfter returns the prefix of the partition that would follow.
func prefixAfter(prefix []byte) []byte {
	topic, number := prefix[0], int(prefix[1])<<8|int(prefix[2])
	if number == 0xffff {
		return appendPrefix(nil, topic+1, 0)
	}
	return appendPrefix(nil, topic, number+1)
}

// tick returns the time for records that are added at now: it never falls.
func (p *partition) tick(now time.Time) int64 {
	p.lastAt = max(p.lastAt, now.UnixMilli())
	return p.lastAt
}

// advance shows readers everything below next.
func (p *partition) advance(next Offset) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.durable = next
	if p.changed != nil {
		close(p.changed)
		p.changed = nil
	}
}

func (p *partition) bounds() Bounds {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Bounds{First: p.first, Next: p.durable}
}

// await returns where the readable records end, as soon as that is past from.
func (p *partition) await(ctx context.Context, from Offset, closing <-chan struct{}) (Offset, error) {
	for {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		durable, changed, err := p.look(from)
		if err != nil || changed == nil {
			return durable, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
		case <-closing:
			return 0, ErrClosed
		}
	}
}

// look returns the end of the readable records if from is below it, else a channel
// that is closed when the end moves.
func (p *partition) look(from Offset) (Offset, <-chan struct{}, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case from < p.first || from > p.durable:
		return 0, nil, fmt.Errorf("%w: %s/%d holds %d to %d, asked for %d",
			ErrOutOfRange, p.topic, p.number, p.first, p.durable, from)
	case from < p.durable:
		return p.durable, nil, nil
	case p.changed == nil:
		p.changed = make(chan struct{})
	}
	return p.durable, p.changed, nil
}
