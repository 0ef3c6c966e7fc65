package catalog

import (
	"context"
	"sync"

	"runledger/eventlog"
)

// ends asks the log for its end on behalf of many: an answer serves everyone who
// came before its question was asked, so there's at most one question under way and
// one waiting to be asked.
type ends struct {
	ask func(context.Context) (eventlog.Offset, error)

	mu      sync.Mutex
	current *question // asked: too late to join
	coming  *question // not asked yet
}

type question struct {
	done chan struct{}
	next eventlog.Offset
	err  error
}

func (e *ends) get(ctx context.Context) (eventlog.Offset, error) {
	e.mu.Lock()
	if e.coming == nil {
		e.coming = &question{done: make(chan struct{})}
		if e.current == nil {
			go e.work(context.WithoutCancel(ctx)) // ends with the last question
		}
	}
	q := e.coming
	e.mu.Unlock()
	select {
	case <-q.done:
		return q.next, q.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (e *ends) work(ctx context.Context) {
	for {
		e.mu.Lock()
		q := e.coming
		e.current, e.coming = q, nil
		e.mu.Unlock()
		if q == nil {
			return
		}
		q.next, q.err = e.ask(ctx)
		close(q.done)
	}
}
