package eventlog

import (
	"errors"
	"fmt"
)

// Close implements Log. Appends that have begun are finished first.
func (l *Embedded) Close() error {
	l.closeOnce.Do(func() {
		l.mu.Lock()
		l.closed = true
		l.mu.Unlock()
		close(l.closing)
		l.inUse.Wait()
		close(l.stop)
		close(l.disk.closing)
		l.closeErr = l.release()
	})
	return l.closeErr
}

// release gives back what open took, as far as it got. A store that failed can't be
// closed: its goroutines are stuck. It keeps its own lock, so that this process can't
// open it a second time.
func (l *Embedded) release() error {
	l.metrics.unregister()
	var errs []error
	if l.db != nil {
		closed := make(chan error, 1)
		go func() {
			if l.running {
				<-l.committed
			}
			closed <- l.db.Close()
		}()
		select {
		case err := <-closed:
			if err != nil {
				errs = append(errs, fmt.Errorf("close event log: %w", err))
			}
		case <-l.failed:
			errs = append(errs, fmt.Errorf("close event log: %w", l.disk.err()))
		}
	}
	if l.lock != nil {
		errs = append(errs, l.lock.Close())
	}
	return errors.Join(errs...)
}

// enter tells whether the log is open, and if so keeps it open until inUse.Done.
func (l *Embedded) enter() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.inUse.Add(1)
	return true
}

func (l *Embedded) isClosed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.closed
}
