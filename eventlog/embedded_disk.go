package eventlog

import (
	"errors"
	"fmt"
	"sync"
	"syscall"
	"time"
)

// retryFull is how long a write that met a full disk waits before it is tried again.
const retryFull = 100 * time.Millisecond

// disk is what the log knows about the state of its disk. The store beneath treats a
// write-ahead log that can't be written as fatal, so a full disk is kept from it:
// guardFS holds such writes back until there's space again, and meanwhile the log
// refuses to append. Any other write error, and every failed sync, is final: after
// it nobody knows what is on disk, and only a restart (which replays what's there)
// finds out.
type disk struct {
	onFull, onFree func()      // called when the disk fills up and when it has space again
	onFailed       func(error) // called once
	closing        chan struct{}

	mu        sync.Mutex
	held      int  // writes that wait for space
	flushFull bool // the last flush found no space
	failed    error
	trouble   chan struct{} // closed while appends are refused
	refusing  bool
}

func newDisk() *disk {
	return &disk{
		onFull: func() {}, onFree: func() {}, onFailed: func(error) {},
		closing: make(chan struct{}), trouble: make(chan struct{}),
	}
}

// check returns why nothing can be appended now, else a channel that is closed when
// that changes.
func (d *disk) check() (<-chan struct{}, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.failed != nil:
		return nil, fmt.Errorf("%w: the log's disk failed, restart needed: %w", ErrUnavailable, d.failed)
	case d.refusing:
		return nil, fmt.Errorf("%w: disk full", ErrUnavailable)
	}
	return d.trouble, nil
}

// update brings trouble in line with the state; the caller holds mu.
func (d *disk) update() {
	now := d.failed != nil || d.held > 0 || d.flushFull
	if now == d.refusing {
		return
	}
	d.refusing = now
	switch {
	case !now:
		d.trouble = make(chan struct{})
		d.onFree()
	case d.failed == nil:
		close(d.trouble)
		d.onFull()
	default:
		close(d.trouble)
	}
}

// hold waits a moment for space. It returns false when the log closes.
func (d *disk) hold() bool {
	d.mu.Lock()
	d.held++
	d.update()
	d.mu.Unlock()
	timer := time.NewTimer(retryFull)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-d.closing:
		return false
	}
}

// release ends what n calls of hold began.
func (d *disk) release(n int) {
	if n == 0 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held -= n
	d.update()
}

// flushed takes the outcome of a flush of the store.
func (d *disk) flushed(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.flushFull = isFull(err)
	d.update()
}

// fail records that nothing can be written any more. The first reason stays.
func (d *disk) fail(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failed != nil {
		return
	}
	d.failed = err
	d.update()
	d.onFailed(err)
}

func (d *disk) err() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.failed
}

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}
