package report

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	answers  *prometheus.CounterVec // by result
	payloads *prometheus.CounterVec // read from the blob store, by result
	refused  *prometheus.CounterVec // by reason
	shared   *prometheus.CounterVec // looks at shared reports, by result
}

func newMetrics(r prometheus.Registerer) *metrics {
	counter := func(name, help, label string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "runledger", Subsystem: "reports", Name: name, Help: help}, []string{label})
		if r != nil {
			r.MustRegister(c)
		}
		return c
	}
	return &metrics{
		answers:  counter("answers_total", "Questions of reports that were answered, by result: answered, fault (of the question), failed.", "result"),
		payloads: counter("payloads_total", "Pinned payloads that were read, by result: served, missing, damaged, failed.", "result"),
		refused:  counter("refused_total", "What was refused of reports, by reason: too_large, too_many, busy, late, image.", "reason"),
		shared:   counter("shared_total", "Requests with a share link, by result: served, unknown, rate.", "result"),
	}
}
