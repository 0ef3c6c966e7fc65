package ingest

import (
	"github.com/prometheus/client_golang/prometheus"
)

// metrics of ingest. What is refused is counted once, by the first reason.
type metrics struct {
	points   prometheus.Counter
	bytes    prometheus.Counter
	requests *prometheus.CounterVec
	refused  *prometheus.CounterVec
	rejected *prometheus.CounterVec
	latency  *prometheus.HistogramVec
	retried  prometheus.Counter
}

func newMetrics(reg prometheus.Registerer, inFlight func() int64) *metrics {
	m := &metrics{
		points: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_ingest_points_total", Help: "Metric values acknowledged."}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_ingest_bytes_total", Help: "Bytes of request bodies read, after decompression."}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_ingest_requests_total", Help: "Requests by status code."}, []string{"code"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_ingest_refused_total", Help: "Requests refused as a whole, by reason."}, []string{"reason"}),
		rejected: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_ingest_rejected_lines_total", Help: "Lines rejected, by code."}, []string{"code"}),
		latency: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "runledger_ingest_request_seconds", Help: "Time from a request's head to its reply, by format.",
			Buckets: prometheus.ExponentialBuckets(0.0005, 2, 16)}, []string{"format"}),
		retried: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_ingest_log_retries_total", Help: "Appends repeated because the log was unavailable."}),
	}
	reg.MustRegister(m.points, m.bytes, m.requests, m.refused, m.rejected, m.latency, m.retried,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "runledger_ingest_in_flight_bytes", Help: "Bytes of bodies and events under way."},
			func() float64 { return float64(inFlight()) }))
	return m
}

func (m *metrics) refuse(reason string) { m.refused.WithLabelValues(reason).Inc() }
