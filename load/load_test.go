package load_test

import (
	"math"
	"testing"
	"time"

	"runledger/internal/testenv"
	"runledger/load"
)

// TestEachFormatIsTakenWhole loads a real server with each format, at full speed and
// paced, and expects every point acknowledged and queryable.
func TestEachFormatIsTakenWhole(t *testing.T) {
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	for _, format := range load.Formats() {
		for name, change := range map[string]func(*load.Options){
			"full speed": func(o *load.Options) { o.Points, o.Batch = 4000, 10 },
			"paced":      func(o *load.Options) { o.Rate, o.Duration, o.Probe = 20, time.Second, true },
		} {
			t.Run(format+"/"+name, func(t *testing.T) {
				o := load.Options{URL: s.URL, Key: s.Key, Entity: "admin", Project: format, RunPrefix: name[:4],
					Trainers: 4, Runs: 8, Metrics: 5, Batch: 1, Format: format, Shape: "float32"}
				change(&o)
				r, err := load.Run(t.Context(), o)
				if err != nil {
					t.Fatal(err)
				}
				want := o.Points
				if o.Rate > 0 {
					want = o.Trainers * o.Metrics * int(o.Rate*o.Duration.Seconds())
				}
				if r.Points != want || len(r.Errors) > 0 {
					t.Errorf("%d points acknowledged, expected %d; errors %v", r.Points, want, r.Errors)
				}
				if r.Queryable <= 0 || r.Queryable > r.PerSecond || r.Ack.Count != r.Requests || r.Ack.P50 > r.Ack.Max {
					t.Errorf("report %+v", r)
				}
				if o.Probe && r.Freshness == nil {
					t.Error("freshness wasn't measured")
				}
			})
		}
	}
}

func TestSamplesGiveExactQuantiles(t *testing.T) {
	s := &load.Samples{}
	if got := s.Quantile(0.5); !math.IsNaN(got) {
		t.Errorf("of nothing: %v", got)
	}
	for i := 100; i >= 1; i-- {
		s.Add(time.Duration(i) * time.Second)
	}
	for q, want := range map[float64]float64{0: 1, 0.01: 1, 0.5: 50, 0.95: 95, 0.951: 96, 1: 100} {
		if got := s.Quantile(q); got != want {
			t.Errorf("quantile %v is %v, expected %v", q, got, want)
		}
	}
}

func TestOptionsAreChecked(t *testing.T) {
	good := load.Options{URL: "http://x", Key: "k", Entity: "e", Project: "p", Trainers: 1, Metrics: 1, Batch: 1,
		Format: "ndjson", Shape: "flat", Points: 1}
	for name, spoil := range map[string]func(*load.Options){
		"no key":          func(o *load.Options) { o.Key = "" },
		"no trainers":     func(o *load.Options) { o.Trainers = 0 },
		"unknown format":  func(o *load.Options) { o.Format = "xml" },
		"unknown shape":   func(o *load.Options) { o.Shape = "round" },
		"paced for ever":  func(o *load.Options) { o.Rate = 1 },
		"nothing to send": func(o *load.Options) { o.Points = 0 },
	} {
		o := good
		spoil(&o)
		if _, err := load.Run(t.Context(), o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
