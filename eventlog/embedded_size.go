package eventlog

import (
	"sync"
	"time"
)

// sizer finds the bytes on disk for metrics, one inquiry at a time: a store whose
// disk doesn't answer must not hold up whoever reads the metrics.
type sizer struct {
	mu      sync.Mutex
	last    float64
	pending chan struct{} // closed when the inquiry under way has ended
}

// get returns what ask says, or the last known size if that takes longer than a second.
func (s *sizer) get(ask func() float64) float64 {
	s.mu.Lock()
	pending := s.pending
	if pending == nil {
		pending = make(chan struct{})
		s.pending = pending
		go func() {
			size := ask()
			s.mu.Lock()
			defer s.mu.Unlock()
			s.last, s.pending = size, nil
			close(pending)
		}()
	}
	s.mu.Unlock()
	timer := time.NewTimer(time.Second)
	defer timer.Stop()
	select {
	case <-pending:
	case <-timer.C:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

// storeSize returns the bytes of the log on disk.
func (l *Embedded) storeSize() float64 {
	return l.sizer.get(func() float64 {
		if !l.enter() {
			return 0
		}
		defer l.inUse.Done()
		return float64(l.db.Metrics().DiskSpaceUsage())
	})
}
