package eventlog

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics of a log; they are the same for every implementation.
type metrics struct {
	registerer prometheus.Registerer

	appendSeconds prometheus.Histogram
	appendBytes   prometheus.Counter
	appendRecords prometheus.Counter
	commitBatches prometheus.Histogram
	commitBytes   prometheus.Histogram
	refused       *prometheus.CounterVec
	size          prometheus.GaugeFunc
}

// newMetrics registers the metrics of one log; r may be nil. size returns the bytes that the
// log holds on disk.
func newMetrics(r prometheus.Registerer, size func() float64) (*metrics, error) {
	m := &metrics{
		registerer: r,
		appendSeconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "runledger_log_append_seconds",
			Help:    "Time from the call of an append to its acknowledgement.",
			Buckets: prometheus.ExponentialBuckets(0.0001, 2, 18), // 0.1 ms to 13 s
		}),
		appendBytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_log_append_bytes_total",
			Help: "Bytes of acknowledged records with keys and headers, before compression.",
		}),
		appendRecords: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_log_append_records_total",
			Help: "Acknowledged records.",
		}),
		commitBatches: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "runledger_log_commit_batches",
			Help:    "Batches that shared one disk sync or one request to the broker.",
			Buckets: prometheus.ExponentialBuckets(1, 2, 11),
		}),
		commitBytes: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "runledger_log_commit_bytes",
			Help:    "Bytes of one disk sync or one request to the broker.",
			Buckets: prometheus.ExponentialBuckets(256, 4, 9), // 256 B to 16 MiB
		}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_log_append_refused_total",
			Help: "Appends that weren't acknowledged, by reason.",
		}, []string{"reason"}),
	}
	if size != nil {
		m.size = prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "runledger_log_size_bytes",
			Help: "Bytes the log holds on disk.",
		}, size)
	}
	for i, c := range m.all() {
		if r == nil {
			break
		}
		if err := r.Register(c); err != nil {
			for _, done := range m.all()[:i] {
				r.Unregister(done)
			}
			return nil, err
		}
	}
	return m, nil
}

func (m *metrics) all() []prometheus.Collector {
	all := []prometheus.Collector{m.appendSeconds, m.appendBytes, m.appendRecords, m.commitBatches, m.commitBytes, m.refused}
	if m.size != nil {
		all = append(all, m.size)
	}
	return all
}

// unregister lets the same registerer take the metrics of another log.
func (m *metrics) unregister() {
	if m == nil || m.registerer == nil {
		return
	}
	for _, c := range m.all() {
		m.registerer.Unregister(c)
	}
}

// appended counts an acknowledged append.
func (m *metrics) appended(began time.Time, ws []*waiting) {
	records, bytes := 0, 0
	for _, w := range ws {
		records, bytes = records+len(w.ends), bytes+len(w.encoded)
	}
	m.appendSeconds.Observe(time.Since(began).Seconds())
	m.appendRecords.Add(float64(records))
	m.appendBytes.Add(float64(bytes))
}

func (m *metrics) committed(batches, bytes int) {
	m.commitBatches.Observe(float64(batches))
	m.commitBytes.Observe(float64(bytes))
}

func (m *metrics) refuse(err error) { m.refused.WithLabelValues(reason(err)).Inc() }

// reason names why an append failed, for metrics.
func reason(err error) string {
	switch {
	case errors.Is(err, ErrTooLarge):
		return "too_large"
	case errors.Is(err, ErrNoTopic):
		return "no_topic"
	case errors.Is(err, ErrUnavailable):
		return "unavailable"
	case errors.Is(err, ErrClosed):
		return "closed"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return "cancelled"
	}
	return "other"
}
