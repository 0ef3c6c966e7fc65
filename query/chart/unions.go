package chart

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"runledger/query/read"
)

// The parts of a request that are written in more than one way.

// The axes.
const (
	axisStep     = "step"
	axisRelative = "relative"
	axisWall     = "wall"
	axisMetric   = "metric"
)

// X is the axis: a word, or a metric.
type X struct {
	Axis   string
	Metric string // of axisMetric
}

// UnmarshalJSON takes either form.
func (x *X) UnmarshalJSON(b []byte) error {
	var word string
	if json.Unmarshal(b, &word) == nil {
		switch word {
		case axisStep, axisRelative, axisWall:
			*x = X{Axis: word}
			return nil
		}
		return fmt.Errorf(`x is "step", "relative", "wall" or {"metric": name}`)
	}
	var m struct {
		Metric *string `json:"metric"`
	}
	if err := read.Strict(b, &m); err != nil {
		return err
	}
	if m.Metric == nil || len(*m.Metric) > maxName {
		return fmt.Errorf("x needs the name of a metric, at most %d bytes", maxName)
	}
	*x = X{Axis: axisMetric, Metric: *m.Metric}
	return nil
}

// Schema describes both forms.
func (X) Schema(huma.Registry) *huma.Schema {
	no := false
	return &huma.Schema{OneOf: []*huma.Schema{
		{Type: huma.TypeString, Enum: []any{axisStep, axisRelative, axisWall}},
		{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"metric": {Type: huma.TypeString}},
			Required: []string{"metric"}, AdditionalProperties: no},
	}}
}

// Bound is an end of a range: a number, exact also beyond 2^53 if it is whole.
type Bound struct {
	f     float64
	i     int64
	exact bool // i is the number
}

// UnmarshalJSON takes a number.
func (b *Bound) UnmarshalJSON(text []byte) error {
	f, err := strconv.ParseFloat(string(bytes.TrimSpace(text)), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Errorf("a bound is a finite number")
	}
	i, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64)
	*b = Bound{f: f, i: i, exact: err == nil}
	return nil
}

// Schema describes it.
func (Bound) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeNumber} }
