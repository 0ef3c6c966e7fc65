package read

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	waits   *prometheus.CounterVec
	refused *prometheus.CounterVec
	running prometheus.Gauge
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		waits: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_query_waits_total",
			Help: "Reads that waited for a position, by outcome: reached, late (answered 503), given_up.",
		}, []string{"outcome"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_query_refused_total",
			Help: "Queries that ended with an error of the engine, by reason: busy, down, memory, timeout, other.",
		}, []string{"reason"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "runledger_query_heavy_running",
			Help: "Heavy queries that run now.",
		}),
	}
	if reg != nil {
		reg.MustRegister(m.waits, m.refused, m.running)
	}
	return m
}
