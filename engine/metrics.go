package engine

import (
	"fmt"
	"os"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics of the supervision. What the engine does inside is its clients' to count.
type metrics struct {
	up      prometheus.Gauge
	starts  prometheus.Counter
	exits   *prometheus.CounterVec
	startup prometheus.Histogram
}

// newMetrics registers them; pid is 0 while no child runs.
func newMetrics(r prometheus.Registerer, pid func() int) (*metrics, error) {
	m := &metrics{
		up: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "runledger_engine_up", Help: "1 while the embedded engine answers.",
		}),
		starts: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_engine_starts_total", Help: "Starts of the embedded engine that got ready.",
		}),
		exits: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_engine_exits_total", Help: "Unwanted ends of the embedded engine, by how it ended.",
		}, []string{"reason"}),
		startup: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "runledger_engine_start_seconds", Help: "From the start of the process until it answers.",
			Buckets: []float64{0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6},
		}),
	}
	memory := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "runledger_engine_resident_bytes", Help: "Resident memory of the embedded engine's process.",
	}, func() float64 { return residentBytes(pid()) })
	for _, reason := range []string{reasonSignal, reasonError, reasonStart, reasonHang} {
		m.exits.WithLabelValues(reason)
	}
	for _, c := range []prometheus.Collector{m.up, m.starts, m.exits, m.startup, memory} {
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
	reasonHang   = "hang"   // killed because it ran and didn't answer
)

// residentBytes reads a process's memory from /proc, or 0.
func residentBytes(pid int) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	var total, resident float64
	if _, err := fmt.Sscan(string(text), &total, &resident); err != nil {
		return 0
	}
	return resident * float64(os.Getpagesize())
}
