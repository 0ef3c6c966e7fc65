package backup

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	backups *prometheus.CounterVec
	bytes   prometheus.Counter
	damaged prometheus.Counter
	last    prometheus.Gauge
}

func newMetrics(r prometheus.Registerer) *metrics {
	m := &metrics{
		backups: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_backup_total", Help: "Backups that were asked for, by outcome: complete, failed, busy.",
		}, []string{"outcome"}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_backup_bytes_total", Help: "Bytes of backups sent.",
		}),
		damaged: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_backup_damaged_contents_total", Help: "Contents that a backup found damaged on disk: their hash isn't their name.",
		}),
		last: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "runledger_backup_last_complete_seconds", Help: "When the last complete backup ended, as Unix time; 0: none since the start.",
		}),
	}
	for _, outcome := range []string{"complete", "failed", "busy"} {
		m.backups.WithLabelValues(outcome)
	}
	r.MustRegister(m.backups, m.bytes, m.damaged, m.last)
	return m
}

func (m *metrics) ended(outcome string) { m.backups.WithLabelValues(outcome).Inc() }
