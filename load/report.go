package load

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"time"
)

// Report is what a load measured. Numbers that weren't measured are absent.
type Report struct {
	Format   string  `json:"format"`
	Trainers int     `json:"trainers"`
	Runs     int     `json:"runs"`
	Metrics  int     `json:"metrics"`
	Rate     float64 `json:"steps_per_s_and_trainer,omitempty"` // 0: full speed

	Seconds    float64 `json:"seconds"` // from the first request to the last acknowledgement
	Requests   int     `json:"requests"`
	Points     int     `json:"points_acknowledged"`
	BodyBytes  int64   `json:"body_bytes"`
	PerSecond  float64 `json:"points_acknowledged_per_s"`
	Queryable  float64 `json:"points_queryable_per_s,omitempty"` // until a chart shows them all
	SettleSecs float64 `json:"settle_seconds,omitempty"`         // from the last acknowledgement until then

	Ack       Latency  `json:"acknowledge"`
	Freshness *Latency `json:"freshness,omitempty"` // acknowledged until a chart shows it

	Retries map[string]int `json:"retries,omitempty"`
	Errors  map[string]int `json:"errors,omitempty"`
	Behind  float64        `json:"behind_seconds,omitempty"` // how late the latest paced request was sent

	Position  string `json:"position,omitempty"`
	RunPrefix string `json:"run_prefix"`
}

// Latency is a summary in seconds.
type Latency struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50_s"`
	P95   float64 `json:"p95_s"`
	P99   float64 `json:"p99_s"`
	Max   float64 `json:"max_s"`
}

// Summary condenses the samples; zero without samples.
func (s *Samples) Summary() Latency {
	l := Latency{Count: s.Count()}
	if l.Count > 0 {
		l.P50, l.P95, l.P99, l.Max = s.Quantile(0.5), s.Quantile(0.95), s.Quantile(0.99), s.Quantile(1)
	}
	return l
}

func (s *sender) report(begin time.Time, behind time.Duration) Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := Report{
		Format: s.o.Format, Trainers: s.o.Trainers, Runs: s.o.Runs, Metrics: s.o.Metrics, Rate: s.o.Rate,
		Requests: s.requests, Points: s.points, BodyBytes: s.bytes, Ack: s.latency.Summary(),
		Retries: maps.Clone(s.retries), Errors: maps.Clone(s.errors), Behind: behind.Seconds(),
		RunPrefix: s.o.RunPrefix,
	}
	if s.requests > 0 {
		r.Seconds = s.last.Sub(begin).Seconds()
		r.PerSecond = math.Round(float64(s.points) / r.Seconds)
		r.Position = s.reached.String()
	}
	return r
}

// queryable notes that everything was in a chart's answer at a time.
func (r *Report) queryable(begin, at time.Time) {
	total := at.Sub(begin).Seconds()
	r.Queryable = math.Round(float64(r.Points) / total)
	r.SettleSecs = total - r.Seconds
}

// Print writes the report for people.
func (r Report) Print(w io.Writer) {
	pace := "at full speed"
	if r.Rate > 0 {
		pace = fmt.Sprintf("at %g steps/s each", r.Rate)
	}
	fmt.Fprintf(w, "%d trainers, %d runs, %d metrics, %s, %s\n", r.Trainers, r.Runs, r.Metrics, r.Format, pace)
	fmt.Fprintf(w, "  acknowledged  %12d points in %.1f s, %d requests: %.0f points/s\n", r.Points, r.Seconds, r.Requests, r.PerSecond)
	if r.Queryable > 0 {
		fmt.Fprintf(w, "  queryable     %12.0f points/s (all of them %.2f s after the last acknowledgement)\n", r.Queryable, r.SettleSecs)
	}
	printLatency(w, "acknowledge", r.Ack)
	if r.Freshness != nil {
		printLatency(w, "freshness", *r.Freshness)
	}
	printCounts(w, "retries", r.Retries)
	printCounts(w, "errors", r.Errors)
	if r.Behind > 1 {
		fmt.Fprintf(w, "  behind        the latest request left %.1f s late: the server or this machine is at its limit\n", r.Behind)
	}
}

func printLatency(w io.Writer, name string, l Latency) {
	if l.Count > 0 {
		fmt.Fprintf(w, "  %-12s  p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms (%d)\n",
			name, 1000*l.P50, 1000*l.P95, 1000*l.P99, 1000*l.Max, l.Count)
	}
}

func printCounts(w io.Writer, name string, counts map[string]int) {
	for _, reason := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(w, "  %-12s  %d × %s\n", name, counts[reason], reason)
	}
}
