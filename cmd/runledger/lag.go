package main

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/internal/position"
	"runledger/internal/progress"
)

// lagEvery is how often the tables are compared with the log.
const lagEvery = time.Second

// lag is how far the tables are behind the log, as metrics.
type lag struct {
	mu     sync.Mutex
	events float64
	since  time.Time // when the tables were last seen at the log's end
}

// register adds the gauges.
func (l *lag) register(r prometheus.Registerer) {
	r.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "runledger_projection_lag_events", Help: "Records of the log that aren't in all tables yet, as last seen.",
		}, func() float64 { l.mu.Lock(); defer l.mu.Unlock(); return l.events }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "runledger_projection_lag_seconds", Help: "Seconds since the tables were seen at the log's end; 0 when they are.",
		}, func() float64 {
			l.mu.Lock()
			defer l.mu.Unlock()
			if l.events == 0 || l.since.IsZero() {
				return 0
			}
			return time.Since(l.since).Seconds()
		}),
	)
}

// watchLag compares until ctx ends.
func (s *server) watchLag(ctx context.Context) error {
	l := &lag{since: time.Now()}
	l.register(s.registry)
	tick := time.NewTicker(lagEvery)
	defer tick.Stop()
	for {
		// What was there a moment ago should be in the tables by now.
		if end, err := endOf(ctx, s.log); err == nil {
			l.saw(behind(end, s.board.Reached(progress.Runs)))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

func (l *lag) saw(events float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.events = events; events == 0 {
		l.since = time.Now()
	}
}

// behind counts the records below end that aren't in reached.
func behind(end, reached position.Position) float64 {
	n := float64(end.Actions - min(end.Actions, reached.Actions))
	for part, next := range end.Telemetry {
		var have uint64
		if part < len(reached.Telemetry) {
			have = reached.Telemetry[part]
		}
		n += float64(next - min(next, have))
	}
	return n
}
