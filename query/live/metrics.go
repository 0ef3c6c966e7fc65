package live

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	events  *prometheus.CounterVec
	resyncs *prometheus.CounterVec
	ended   *prometheus.CounterVec
	refused *prometheus.CounterVec
}

func newMetrics(reg prometheus.Registerer, h *Hub) *metrics {
	m := &metrics{
		events: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_live_events_total", Help: "Events sent on live streams, by their name.",
		}, []string{"event"}),
		resyncs: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_live_resyncs_total", Help: "Clients that were told to read everything anew, by reason: unknown, expired, missed, many.",
		}, []string{"reason"}),
		ended: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_live_streams_ended_total", Help: "Live streams that ended, by reason: client (it left), slow (it didn't read), access (it may not see the project any more), stopping.",
		}, []string{"reason"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "runledger_live_refused_total", Help: "Live streams that weren't begun, by reason: user_limit, limit, starting, stopping.",
		}, []string{"reason"}),
	}
	for counter, labels := range map[*prometheus.CounterVec][]string{ // there from the start, at 0
		m.events:  {"change", "resync"},
		m.resyncs: {reasonUnknown, reasonExpired, reasonMissed, reasonMany},
		m.ended:   {endClient, endSlow, endAccess, endStopping},
		m.refused: {refusedUser, refusedAll, refusedStarting, refusedStopping},
	} {
		for _, l := range labels {
			counter.WithLabelValues(l)
		}
	}
	if reg != nil {
		reg.MustRegister(m.events, m.resyncs, m.ended, m.refused,
			prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "runledger_live_streams", Help: "Live streams that are open."},
				h.count(func() int { return h.all })),
			prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "runledger_live_remembered", Help: "Changed things that are remembered for clients that come back."},
				h.count(func() int { return h.items })))
	}
	return m
}

// count reads a number of the hub.
func (h *Hub) count(of func() int) func() float64 {
	return func() float64 {
		h.mu.Lock()
		defer h.mu.Unlock()
		return float64(of())
	}
}
