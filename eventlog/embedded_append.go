package eventlog

import (
	"context"
	"fmt"
	"time"
)

// diskPatience is how long Append waits for a disk that neither writes nor fails.
const diskPatience = 30 * time.Second

// Append implements Log.
func (l *Embedded) Append(ctx context.Context, batches ...Batch) ([]Appended, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	began := time.Now()
	c := newCall(len(batches))
	ws, err := l.encode(c, batches)
	if err != nil {
		l.metrics.refuse(err)
		return nil, err
	}
	if len(ws) == 0 {
		return c.results, nil
	}
	if err := l.settle(ctx, c, ws); err != nil {
		l.metrics.refuse(err)
		return nil, err
	}
	l.metrics.appended(began, ws)
	return c.results, nil
}

// encode checks all batches before it encodes the first.
func (l *Embedded) encode(c *call, batches []Batch) ([]*waiting, error) {
	ws := make([]*waiting, len(batches))
	sizes := make([]int, len(batches))
	for i := range batches {
		p, err := l.partition(batches[i].Topic, batches[i].Partition)
		if err != nil {
			return nil, err
		}
		if sizes[i], err = checkSize(&batches[i]); err != nil {
			return nil, err
		}
		ws[i] = &waiting{call: c, index: i, part: p}
	}
	for i, w := range ws {
		w.encoded = make([]byte, 0, sizes[i])
		w.ends = make([]int, len(batches[i].Records))
		for j := range batches[i].Records {
			w.encoded = appendRecord(w.encoded, &batches[i].Records[j])
			w.ends[j] = len(w.encoded)
		}
	}
	return ws, nil
}

// settle hands the batches to the committer and waits for its verdict.
func (l *Embedded) settle(ctx context.Context, c *call, ws []*waiting) error {
	if !l.enter() {
		return ErrClosed
	}
	defer l.inUse.Done()
	full, err := l.disk.check()
	if err != nil {
		return err
	}
	l.queue.add(ws...)
	timer := time.NewTimer(diskPatience)
	defer timer.Stop()
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		err = ctx.Err()
	case <-full:
		_, err = l.disk.check()
	case <-timer.C:
		err = fmt.Errorf("%w: the disk hasn't answered for %s", ErrUnavailable, diskPatience)
	}
	c.abandoned.Store(true)
	return err
}
