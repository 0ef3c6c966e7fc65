package projections

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"runledger/eventlog"
	"runledger/internal/progress"
)

// unsteady is a log that is away each second time it is read.
type unsteady struct {
	*eventlog.Embedded
	mu    sync.Mutex
	reads map[string]int
}

func (l *unsteady) Read(ctx context.Context, topic eventlog.Topic, part int, from eventlog.Offset, maxBytes int) ([]eventlog.Stored, error) {
	l.mu.Lock()
	where := fmt.Sprint(topic, part)
	l.reads[where]++
	away := l.reads[where]%2 == 1
	l.mu.Unlock()
	if away {
		return nil, fmt.Errorf("read: %w", eventlog.ErrUnavailable)
	}
	return l.Embedded.Read(ctx, topic, part, from, maxBytes)
}

func TestALogThatIsAwayIsWaitedFor(t *testing.T) {
	f := newFixture(t)
	f.seen = &unsteady{Embedded: f.log, reads: map[string]int{}}
	f.start()
	for step := range int64(3) {
		for run := uint64(1); run <= 4; run++ {
			f.append(points(run, []int64{step}, series("a", float64(step))))
		}
		f.appendRaw(eventlog.Actions, 0, []byte("no action"))
		f.wait()
	}
	if got := f.text("SELECT concat(toString(count()), ' ', toString(uniqExact(run, step))) FROM points"); got != "12 12" {
		t.Errorf("points and different ones: %s", got)
	}
	if got := f.text("SELECT toString(count()) FROM set_aside WHERE topic = 'runledger.actions.v1' AND reason = 'undecodable'"); got != "3" {
		t.Errorf("actions set aside: %s", got)
	}
}

// TestPointsDontWaitForRunRows: rows of runs are due late, and points come in between.
func TestPointsDontWaitForRunRows(t *testing.T) {
	f := newFixture(t)
	f.linger.Runs = time.Hour
	f.start()
	f.append(points(1, []int64{0}, series("a", 1)))
	f.wait()
	for step := int64(1); step < 4; step++ {
		f.append(points(1, []int64{step}, series("a", 1)))
		f.waitFor(progress.Points)
	}
	if got := f.text("SELECT toString(points) FROM run_data FINAL"); got != "1" {
		t.Errorf("points of the run's row: %s", got)
	}
}
