package chart

import (
	"fmt"
	"math"
	"slices"

	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/read"
)

// Limits of one request.
const (
	maxMetrics     = 100
	maxBuckets     = 10_000
	maxName        = 1024 // bytes of a metric's name
	defaultBuckets = 200
)

// Request is a chart as it is asked for.
type Request struct {
	Metrics    []string     `json:"metrics" minItems:"1" maxItems:"100" doc:"Names of metrics, exactly as logged"`
	Runs       read.Runs    `json:"runs,omitempty" doc:"Which runs: a list of ids, or a selection as in the runs table. Default: all of the project"`
	X          X            `json:"x,omitempty" doc:"Axis: \"step\" (default), \"relative\" (seconds since the run's first row), \"wall\" (seconds since 1970), or {\"metric\": name}"`
	XRange     *Range       `json:"x_range,omitempty" doc:"Zoom: only points within it count, before they are bucketed; both ends belong to it"`
	Buckets    int          `json:"buckets,omitempty" minimum:"1" maximum:"10000" doc:"At most so many buckets of equal width; default 200"`
	Full       bool         `json:"full,omitempty" doc:"No buckets: a value for every x that was logged"`
	Aggregates []string     `json:"aggregates,omitempty" enum:"mean,min,max,first,last,variance,stddev,stderr,count" doc:"Default: mean, min, max, count"`
	Quantiles  []float64    `json:"quantiles,omitempty" maxItems:"20" doc:"Between 0 and 1"`
	GroupBy    read.GroupBy `json:"group_by,omitempty" doc:"Keys whose equal values make a group, or {\"all_except\": [keys]}. Default: every run is a series"`
	Mode       string       `json:"mode,omitempty" enum:"per_run,pooled" doc:"Of a grouped chart. per_run (default): the mean of each run in the bucket, then over the runs. pooled: over all points alike"`
	Smoothing  *Smoothing   `json:"smoothing,omitempty" doc:"Adds the smoothed mean"`
}

// waitsFor is what has to be in the tables.
func (r *Request) waitsFor() progress.Kind {
	if r.Runs.Catalogued() && r.GroupBy.Empty() && r.X.Axis != axisRelative {
		return progress.Points
	}
	return progress.Runs
}

// Range is a part of the axis.
type Range struct {
	Min *Bound `json:"min,omitempty"`
	Max *Bound `json:"max,omitempty"`
}

// Smoothing of a series' means.
type Smoothing struct {
	Kind   string  `json:"kind" enum:"ema" doc:"Debiased exponential moving average, as TensorBoard's"`
	Weight float64 `json:"weight" minimum:"0" exclusiveMaximum:"1" doc:"Of what came before: 0 = none"`
}

const (
	perRun = "per_run"
	pooled = "pooled"
)

// complete fills in the defaults and checks what the schema can't.
func (r *Request) complete() error {
	if r.Buckets == 0 {
		r.Buckets = defaultBuckets
	}
	if r.Aggregates == nil {
		r.Aggregates = []string{"mean", "min", "max", "count"}
	}
	if r.Mode == "" {
		r.Mode = perRun
	}
	if r.X.Axis == "" {
		r.X.Axis = axisStep
	}
	var f faults
	r.checkMetrics(&f)
	for i, a := range r.Aggregates {
		f.unless(slices.Contains(aggregateNames, a), fmt.Sprintf("aggregates[%d]", i), "no such aggregate")
	}
	for i, q := range r.Quantiles {
		f.unless(q >= 0 && q <= 1, fmt.Sprintf("quantiles[%d]", i), "between 0 and 1")
	}
	f.unless(r.Buckets >= 1 && r.Buckets <= maxBuckets, "buckets", "1 to %d buckets, not %d", maxBuckets, r.Buckets)
	f.unless(r.Mode == perRun || r.Mode == pooled, "mode", "per_run or pooled")
	if s := r.Smoothing; s != nil {
		f.unless(s.Kind == "ema" && s.Weight >= 0 && s.Weight < 1, "smoothing", "kind ema, weight from 0 to below 1")
	}
	if lo, hi := r.XRange.min(), r.XRange.max(); lo != nil && hi != nil {
		f.unless(lo.f <= hi.f, "x_range", "min is above max")
	}
	if len(f) == 0 {
		return nil
	}
	p := api.Invalid("The chart can't be made as asked for.")
	p.Errors = f
	return p
}

func (r *Request) checkMetrics(f *faults) {
	f.unless(len(r.Metrics) > 0 && len(r.Metrics) <= maxMetrics, "metrics", "1 to %d metrics, not %d", maxMetrics, len(r.Metrics))
	for i, m := range r.Metrics {
		at := fmt.Sprintf("metrics[%d]", i)
		f.unless(len(m) <= maxName, at, "a name has at most %d bytes", maxName)
		f.unless(!slices.Contains(r.Metrics[:i], m), at, "the same metric twice")
	}
}

// faults of a request's body.
type faults []api.FieldError

func (f *faults) unless(ok bool, at, format string, args ...any) {
	if !ok {
		*f = append(*f, api.FieldError{Location: "body." + at, Code: "invalid", Message: fmt.Sprintf(format, args...)})
	}
}

// grouping is the request's in the words of run sets.
func (r *Request) grouping() read.Grouping { return r.GroupBy.Grouping }

// whole is the bound as a whole number at or inside of the range.
func whole(b *Bound, scale float64, up bool) int64 {
	if b.exact && scale == 1 {
		return b.i
	}
	f := b.f * scale
	if up {
		f = math.Ceil(f)
	} else {
		f = math.Floor(f)
	}
	switch {
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	}
	return int64(f)
}
