package runs

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	orders     prometheus.Gauge
	orderBytes prometheus.Gauge
	expired    prometheus.Counter
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		orders: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "runledger_query_orders", Help: "Orders of runs that are kept for people who page through them.",
		}),
		orderBytes: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "runledger_query_orders_bytes", Help: "Memory of these orders.",
		}),
		expired: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "runledger_query_cursors_expired_total", Help: "Pages refused because the order of their first page is no longer kept.",
		}),
	}
	if reg != nil {
		reg.MustRegister(m.orders, m.orderBytes, m.expired)
	}
	return m
}
