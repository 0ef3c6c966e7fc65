package projections

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics of the projector.
type metrics struct {
	rows     *prometheus.CounterVec
	bytes    *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	size     *prometheus.HistogramVec
	events   prometheus.Counter
	lag      prometheus.Histogram
	repeated prometheus.Counter
	setAside *prometheus.CounterVec
	retries  *prometheus.CounterVec
	actions  prometheus.Counter
	purged   prometheus.Counter
	skipped  prometheus.Counter
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		rows:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "runledger_projection_rows_total", Help: "Rows inserted, by table."}, []string{"table"}),
		bytes:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "runledger_projection_bytes_total", Help: "Bytes of inserts before compression, by table."}, []string{"table"}),
		seconds:  prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "runledger_projection_insert_seconds", Help: "Time of one insert, by table.", Buckets: prometheus.ExponentialBuckets(0.004, 2, 12)}, []string{"table"}),
		size:     prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "runledger_projection_insert_rows", Help: "Rows of one insert, by table.", Buckets: prometheus.ExponentialBuckets(1, 8, 8)}, []string{"table"}),
		events:   prometheus.NewCounter(prometheus.CounterOpts{Name: "runledger_projection_events_total", Help: "Events applied."}),
		lag:      prometheus.NewHistogram(prometheus.HistogramOpts{Name: "runledger_projection_freshness_seconds", Help: "From an event's log time until it is in the tables: the oldest event of each batch.", Buckets: prometheus.ExponentialBuckets(0.005, 2, 14)}),
		repeated: prometheus.NewCounter(prometheus.CounterOpts{Name: "runledger_projection_repeated_total", Help: "Events that had been delivered before and were dropped."}),
		setAside: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "runledger_projection_set_aside_total", Help: "Records that couldn't be applied, by reason; see table set_aside."}, []string{"reason"}),
		retries:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "runledger_projection_retries_total", Help: "Failed requests to ClickHouse or to the log, by what they were for."}, []string{"what"}),
		actions:  prometheus.NewCounter(prometheus.CounterOpts{Name: "runledger_projection_actions_total", Help: "Actions written to run_facts and audit."}),
		purged:   prometheus.NewCounter(prometheus.CounterOpts{Name: "runledger_projection_purged_runs_total", Help: "Purged runs whose rows were removed from the tables."}),
		skipped:  prometheus.NewCounter(prometheus.CounterOpts{Name: "runledger_projection_purged_events_total", Help: "Events of purged runs that were skipped: they came after the purge, or were read again."}),
	}
	if reg != nil {
		reg.MustRegister(m.rows, m.bytes, m.seconds, m.size, m.events, m.lag, m.repeated, m.setAside, m.retries, m.actions, m.purged, m.skipped)
	}
	return m
}

func (m *metrics) inserted(table string, rows, bytes int, took time.Duration) {
	m.rows.WithLabelValues(table).Add(float64(rows))
	m.bytes.WithLabelValues(table).Add(float64(bytes))
	m.size.WithLabelValues(table).Observe(float64(rows))
	m.seconds.WithLabelValues(table).Observe(took.Seconds())
}

func (m *metrics) batch(rows, events int, took, age time.Duration) {
	m.events.Add(float64(events))
	if events > 0 {
		m.lag.Observe(max(0, age.Seconds()))
	}
}
