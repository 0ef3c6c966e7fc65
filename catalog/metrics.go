package catalog

import (
	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	lag
	foldedTotal *prometheus.CounterVec
	refusals    *prometheus.CounterVec
	logErrors   prometheus.Counter
	pastStates  *prometheus.CounterVec
	pastFolded  prometheus.Counter

	snapshots        *prometheus.CounterVec
	snapshotsIgnored *prometheus.CounterVec
	snapshotSeconds  prometheus.Gauge
	snapshotFreeze   prometheus.Gauge
}

// newMetrics registers the metrics of one catalog; r may be nil.
func newMetrics(r prometheus.Registerer, c *Catalog) *metrics {
	m := &metrics{
		foldedTotal: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_catalog_actions_folded_total",
			Help: "Actions of the log that the fold has judged since the start, by outcome and, for refusals, code.",
		}, []string{"outcome", "code"}),
		refusals: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_catalog_refusals_total",
			Help: "Commands of this process that the fold refused, by code.",
		}, []string{"code"}),
		logErrors: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_catalog_log_errors_total",
			Help: "Failed calls to the log by the fold; each is tried again.",
		}),
		pastStates: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_catalog_past_states_total",
			Help: "States of the past that weren't at hand, by what became of them: live (copied), folded, busy (refused: too many at once).",
		}, []string{"from"}),
		pastFolded: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_catalog_past_actions_folded_total",
			Help: "Actions that were folded again for states of the past.",
		}),
		snapshots: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_catalog_snapshots_total",
			Help: "Snapshots of the fold, by outcome: written, failed (the disk is full …; tried again later), loaded (at the start).",
		}, []string{"outcome"}),
		snapshotsIgnored: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_catalog_snapshots_ignored_total",
			Help: "Snapshots that were of no use, by reason: damaged, format (of another program), foreign (of another log), ahead (of the log's end), unreadable.",
		}, []string{"reason"}),
		snapshotSeconds: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "runledger_catalog_snapshot_seconds",
			Help: "Time that the last snapshot took.",
		}),
		snapshotFreeze: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "runledger_catalog_snapshot_freeze_seconds",
			Help: "Time for which the last snapshot held up the fold.",
		}),
	}
	if r != nil {
		r.MustRegister(m.foldedTotal, m.refusals, m.logErrors, m.pastStates, m.pastFolded,
			m.snapshots, m.snapshotsIgnored, m.snapshotSeconds, m.snapshotFreeze)
		for _, g := range c.gauges() {
			r.MustRegister(g)
		}
	}
	return m
}

func (c *Catalog) gauges() []prometheus.Collector {
	gauge := func(name, help string, f func() float64) prometheus.Collector {
		return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, f)
	}
	count := func(f func(*State) int) func() float64 {
		return func() (n float64) {
			c.View(func(s *State) { n = float64(f(s)) })
			return n
		}
	}
	return []prometheus.Collector{
		gauge("runledger_catalog_lag_actions", "Actions that the fold is behind the log's end, as last seen.",
			func() float64 { n, _ := c.Lag(); return float64(n) }),
		gauge("runledger_catalog_lag_seconds", "Seconds since the fold was seen at the log's end.",
			func() float64 { _, d := c.Lag(); return d.Seconds() }),
		gauge("runledger_catalog_next_offset", "Offset of the next action to fold.",
			func() float64 { return float64(c.Next()) }),
		gauge("runledger_catalog_users", "Users, with deleted ones.", count(func(s *State) int { return len(s.users) })),
		gauge("runledger_catalog_projects", "Projects.", count(func(s *State) int { return len(s.projects) })),
		gauge("runledger_catalog_runs", "Runs, with deleted ones.", count(func(s *State) int { return len(s.runs) })),
	}
}

func (m *metrics) folded(part []Record, verdicts []Verdict) {
	for i := range part {
		m.foldedTotal.WithLabelValues(verdicts[i].Outcome.String(), verdicts[i].Code).Inc()
	}
}

func (m *metrics) answered(verdicts []Verdict) {
	for _, v := range verdicts {
		if !v.OK() {
			m.refusals.WithLabelValues(v.Code).Inc()
		}
	}
}
