package chart

import "github.com/danielgtaylor/huma/v2"

// The answer as the API's description tells it; answer.go writes it.

// Answer is a chart.
type Answer struct {
	Head
	X      Buckets  `json:"x,omitempty" doc:"The buckets; absent with full"`
	Series []Series `json:"series" doc:"By metric, then by group or run in the order of the selection"`
}

// Buckets are the chart's.
type Buckets struct {
	Lo     []float64 `json:"lo" doc:"lower edges"`
	Hi     []float64 `json:"hi" doc:"upper edges: lo ≤ x < hi; where the axis isn't of whole numbers, hi of the last belongs to it"`
	Centre []float64 `json:"centre"`
}

// Series is a series' columns, a value a bucket (with full: an x). Those that weren't
// asked for are absent.
type Series struct {
	Label
	X                []float64 `json:"x,omitempty" doc:"With full: where the values are"`
	Count            []uint64  `json:"count,omitempty" doc:"Points"`
	Runs             []uint64  `json:"runs,omitempty" doc:"Per run first: runs that have a mean there"`
	Mean             Numbers   `json:"mean,omitempty"`
	Smoothed         Numbers   `json:"smoothed,omitempty"`
	Min              Numbers   `json:"min,omitempty"`
	Max              Numbers   `json:"max,omitempty"`
	First            Numbers   `json:"first,omitempty" doc:"By step"`
	Last             Numbers   `json:"last,omitempty" doc:"By step"`
	Variance         Numbers   `json:"variance,omitempty"`
	Stddev           Numbers   `json:"stddev,omitempty"`
	Stderr           Numbers   `json:"stderr,omitempty"`
	Quantiles        []Numbers `json:"quantiles,omitempty" doc:"A list for each level asked for"`
	NaN              []uint64  `json:"nan,omitempty" doc:"Points that are NaN; absent where none is"`
	PositiveInfinity []uint64  `json:"positive_infinity,omitempty"`
	NegativeInfinity []uint64  `json:"negative_infinity,omitempty"`
}

// Numbers may hold what JSON's don't.
type Numbers []float64

// Schema describes them.
func (Numbers) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeArray, Description: "null: no such value in the bucket", Items: &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeNumber}, {Type: "null"}, {Type: huma.TypeString, Enum: []any{"NaN", "Infinity", "-Infinity"}},
	}}}
}
