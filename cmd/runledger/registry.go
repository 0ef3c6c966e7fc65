package main

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// newRegistry is a server's own metrics registry with what Go and the kernel know of
// the process. Each part adds its metrics.
func newRegistry(mode string) *prometheus.Registry {
	r := prometheus.NewRegistry()
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "runledger_info", Help: "Always 1; the labels say what runs.",
		ConstLabels: prometheus.Labels{"version": version(), "mode": mode},
	})
	info.Set(1)
	r.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), info)
	return r
}
