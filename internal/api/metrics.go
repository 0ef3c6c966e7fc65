package api

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	seconds *prometheus.HistogramVec
	bytes   *prometheus.CounterVec
	panics  prometheus.Counter
	refused *prometheus.CounterVec
}

// newMetrics registers the metrics of the frame; r may be nil.
func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "runledger_http_request_seconds",
			Help:    "Time from a request's head to the end of its answer, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"method", "route", "status"}),
		bytes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_http_response_bytes_total",
			Help: "Bytes of answers' bodies, by route.",
		}, []string{"route"}),
		panics: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_http_panics_total",
			Help: "Handlers that panicked.",
		}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_http_refused_total",
			Help: "Requests refused before their route: rate (too many a second), wrong_keys (too many keys that open nothing), csrf (another site's page used a session).",
		}, []string{"reason"}),
	}
	for _, reason := range []string{"rate", "wrong_keys", "csrf"} {
		m.refused.WithLabelValues(reason) // 0 is shown, not left out
	}
	if r != nil {
		r.MustRegister(m.seconds, m.bytes, m.panics, m.refused)
	}
	return m
}

func (m *metrics) observe(method, route string, status int, took time.Duration, bytes int) {
	m.seconds.WithLabelValues(knownMethod(method), route, strconv.Itoa(status)).Observe(took.Seconds())
	m.bytes.WithLabelValues(route).Add(float64(bytes))
}

// knownMethod keeps clients from inventing label values.
func knownMethod(m string) string {
	known := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}
	if slices.Contains(known, m) {
		return m
	}
	return "other"
}
