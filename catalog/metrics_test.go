package catalog

import (
	"context"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// TestMetrics wants every metric, and the refusals and outcomes counted by reason.
func TestMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	log := openLog(t)
	c := New(Options{Log: log, Registerer: registry})
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() { _ = c.Run(ctx) })
	t.Cleanup(func() { cancel(); owner.Wait() })
	if _, _, err := c.Do(within(t), withSystem(createUser("ann", false, "")), withSystem(createUser("ann", false, "")), withSystem(createProject("ann", "p"))); err != nil {
		t.Fatal(err)
	}
	appendValue(t, log, []byte("damaged"))
	if err := c.Fresh(within(t)); err != nil {
		t.Fatal(err)
	}
	got := gather(t, registry)
	for name, want := range map[string]float64{
		"runledger_catalog_actions_folded_total{accepted,}":       3, // the log's first action too
		"runledger_catalog_actions_folded_total{refused,exists}":  1,
		"runledger_catalog_actions_folded_total{refused,damaged}": 1,
		"runledger_catalog_refusals_total{exists}":                1,
		"runledger_catalog_log_errors_total{}":                    0,
		"runledger_catalog_lag_actions{}":                         0,
		"runledger_catalog_next_offset{}":                         5,
		"runledger_catalog_users{}":                               1,
		"runledger_catalog_projects{}":                            1,
		"runledger_catalog_runs{}":                                0,
	} {
		if v, ok := got[name]; !ok || v != want {
			t.Errorf("%s is %v (%v), want %v", name, v, ok, want)
		}
	}
	if _, ok := got["runledger_catalog_lag_seconds{}"]; !ok {
		t.Error("no runledger_catalog_lag_seconds")
	}
}

// gather returns values by name and label values, in the order of label names.
func gather(t *testing.T, r *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := r.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, f := range families {
		for _, m := range f.Metric {
			labels := map[string]string{}
			for _, l := range m.Label {
				labels[l.GetName()] = l.GetValue()
			}
			name := f.GetName() + "{"
			if o, ok := labels["outcome"]; ok {
				name += o + ","
			}
			name += labels["code"] + "}"
			out[name] = m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	return out
}
