package eventlog

import (
	"context"
	"sync"
	"time"
)

// Owners deals the telemetry partitions out to the processes that project them. One
// goroutine calls Next at a time.
type Owners interface {
	// Next waits for the partitions that are this process's next. It gives up those
	// of the Assignment before: call it when nothing writes for them any more.
	Next(ctx context.Context) (*Assignment, error)

	// SessionTimeout is the time after which a process that says nothing loses its
	// partitions. A new owner waits as long before it trusts what it finds: an insert
	// of the last owner may still be on its way.
	SessionTimeout() time.Duration

	// Close gives up all partitions at once, and ends Next with ErrClosed.
	Close() error
}

// Assignment is a share of the telemetry partitions, possibly none. It holds until
// Lost is closed and only as long as the lease lasts, whichever ends first.
type Assignment struct {
	Generation int32
	Partitions []int

	// Lost is closed when the partitions are, or are about to be, somebody else's.
	Lost <-chan struct{}

	// LeaseUntil returns until when nobody else can own the partitions, as of now: half
	// the session time after the last proof that the group counts on this process.
	// Check it before each write. A process that was halted (SIGSTOP, a suspended
	// machine) finds it in the past, before it hears of anything.
	LeaseUntil func() time.Time
}

// OwnAll owns n partitions for ever: for a log that only this process can have open.
func OwnAll(n int) Owners {
	o := &ownAll{closed: make(chan struct{})}
	for i := range n {
		o.partitions = append(o.partitions, i)
	}
	return o
}

type ownAll struct {
	partitions []int
	closeOnce  sync.Once
	closed     chan struct{}
}

func (o *ownAll) Next(ctx context.Context) (*Assignment, error) {
	select {
	case <-o.closed:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	default:
	}
	return &Assignment{
		Generation: 1, Partitions: o.partitions, Lost: o.closed,
		LeaseUntil: func() time.Time { return time.Now().Add(24 * time.Hour) },
	}, nil
}

func (o *ownAll) SessionTimeout() time.Duration { return 0 }

func (o *ownAll) Close() error {
	o.closeOnce.Do(func() { close(o.closed) })
	return nil
}
