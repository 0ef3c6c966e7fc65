package engine

import "github.com/prometheus/client_golang/prometheus"

// metrics of the supervision. What the engine does inside is its clients' to count.
type metrics struct {
	up       prometheus.Gauge
	starts   prometheus.Counter
	restarts *prometheus.CounterVec
	startup  prometheus.Histogram
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		up: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "runledger_engine_up", Help: "1 while the embedded engine answers.",
		}),
		starts: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_engine_starts_total", Help: "Starts of the embedded engine that got ready.",
		}),
		restarts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_engine_exits_total", Help: "Unwanted ends of the embedded engine, by how it ended.",
		}, []string{"reason"}),
		startup: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "runledger_engine_start_seconds", Help: "From the start of the process until it answers.",
			Buckets: []float64{0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6},
		}),
	}
	for _, reason := range []string{reasonSignal, reasonError, reasonStart} {
		m.restarts.WithLabelValues(reason)
	}
	for _, c := range []prometheus.Collector{m.up, m.starts, m.restarts, m.startup} {
		if err := r.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// How the engine ended when nobody wanted it to.
const (
	reasonSignal = "signal" // killed: by hand, by the kernel for want of memory, or a crash
	reasonError  = "error"  // left by itself
	reasonStart  = "start"  // before it was ready
)
