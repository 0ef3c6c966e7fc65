package read

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	waits   *prometheus.CounterVec
	refused *prometheus.CounterVec
	running *prometheus.GaugeVec
	broken  *prometheus.CounterVec
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
		running: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "runledger_query_running",
			Help: "Heavy queries and exports that run now.",
		}, []string{"kind"}),
		broken: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_query_streams_broken_total",
			Help: "Answers that were cut off in the middle, by what failed: engine, client.",
		}, []string{"reason"}),
	}
	if reg != nil {
		reg.MustRegister(m.waits, m.refused, m.running, m.broken)
	}
	return m
}
