package wandb

import "github.com/prometheus/client_golang/prometheus"

// metrics of the W&B protocol.
type metrics struct {
	refused  *prometheus.CounterVec // by reason
	lines    *prometheus.CounterVec // by file
	odd      *prometheus.CounterVec // by what was odd
	waits    *prometheus.CounterVec // by outcome
	uploads  *prometheus.CounterVec // by outcome
	uploaded prometheus.Counter     // bytes
}

func newMetrics(reg prometheus.Registerer) *metrics {
	vec := func(name, help, label string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "runledger", Subsystem: "wandb", Name: name, Help: help}, []string{label})
	}
	m := &metrics{
		refused: vec("refused_total", "Requests of the wandb SDK that were refused.", "reason"),
		lines:   vec("lines_total", "Lines that came by file_stream.", "file"),
		odd: vec("odd_total", "What came by file_stream and couldn't be taken as it should: "+
			"history_unparsed (kept as text), events_unparsed, events_not_numeric, summary_unparsed, unknown_file, "+
			"value_spilled (kept as a blob), output_cut, alert_spaced.", "what"),
		waits:   vec("projection_waits_total", "Waits until a run's last record was in the tables.", "outcome"),
		uploads: vec("uploads_total", "Uploaded files.", "outcome"),
		uploaded: prometheus.NewCounter(prometheus.CounterOpts{Namespace: "runledger", Subsystem: "wandb", Name: "uploaded_bytes_total",
			Help: "Bytes of uploaded files."}),
	}
	if reg != nil {
		reg.MustRegister(m.refused, m.lines, m.odd, m.waits, m.uploads, m.uploaded)
	}
	return m
}

func (m *metrics) count(what string, n int) {
	if n > 0 {
		m.odd.WithLabelValues(what).Add(float64(n))
	}
}
