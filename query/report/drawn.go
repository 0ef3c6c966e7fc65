package report

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"runledger/query/read"
)

// What exports show of payloads is read from their JSON: they may be older than this
// program, so whatever can't be read is left out.

// drawnChart is a chart as it is drawn.
type drawnChart struct {
	Computed struct {
		Axis   string `json:"axis"`
		Unit   string `json:"unit"`
		Metric string `json:"metric"`
		Runs   int    `json:"runs"`
		Total  int    `json:"total"`
	} `json:"computed"`
	X struct {
		Centre floats `json:"centre"`
	} `json:"x"`
	Series []drawnSeries `json:"series"`
}

type drawnSeries struct {
	Metric string            `json:"metric"`
	Run    string            `json:"run"`
	Name   string            `json:"name"`
	Group  []read.GroupValue `json:"group"`
	X      floats            `json:"x"` // of a full chart
	Mean   floats            `json:"mean"`
	Min    floats            `json:"min"`
	Max    floats            `json:"max"`
	First  floats            `json:"first"`
	Last   floats            `json:"last"`
	Count  floats            `json:"count"`
	StdDev floats            `json:"stddev"`
}

// floats are numbers as charts write them; what isn't there is NaN.
type floats []float64

// UnmarshalJSON takes numbers, null, and NaN and infinities as text.
func (f *floats) UnmarshalJSON(b []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(b, &list); err != nil {
		return nil // not a list: nothing to draw
	}
	*f = make(floats, len(list))
	for i, raw := range list {
		v, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
		if err != nil {
			v = math.NaN()
		}
		(*f)[i] = v
	}
	return nil
}

// drawChart reads a chart; nil if the payload is none.
func (p *Payload) drawChart() *drawnChart {
	c := &drawnChart{}
	if p == nil || p.Kind != payloadChart || json.Unmarshal(p.Data, c) != nil {
		return nil
	}
	return c
}

// axis is what the chart is over, in words.
func (c *drawnChart) axis() string {
	switch {
	case c.Computed.Metric != "":
		return c.Computed.Metric
	case c.Computed.Unit == "seconds":
		return c.Computed.Axis + " time (s)"
	}
	return c.Computed.Axis
}

// label names a series.
func (s drawnSeries) label() string {
	who := s.Name
	if who == "" {
		who = s.Run
	}
	if s.Group != nil {
		parts := make([]string, len(s.Group))
		for i, g := range s.Group {
			parts[i] = g.Key + "=" + shown(g.Value)
		}
		who = strings.Join(parts, ", ")
	}
	if who == "" {
		return s.Metric
	}
	return s.Metric + ": " + who
}

// line is what is drawn of a series.
func (s drawnSeries) line() floats {
	for _, f := range []floats{s.Mean, s.Last, s.First, s.Max, s.Min, s.Count} {
		if len(f) > 0 {
			return f
		}
	}
	return nil
}

// at is where the values of a series are.
func (c *drawnChart) at(s drawnSeries) floats {
	if len(s.X) > 0 {
		return s.X
	}
	return c.X.Centre
}

// band is the shaded region round a line: mean ± stddev, else min to max.
func (s drawnSeries) band() (lo, hi floats) {
	if len(s.StdDev) == len(s.Mean) && len(s.StdDev) > 0 {
		lo, hi = make(floats, len(s.Mean)), make(floats, len(s.Mean))
		for i := range s.Mean {
			lo[i], hi[i] = s.Mean[i]-s.StdDev[i], s.Mean[i]+s.StdDev[i]
		}
		return lo, hi
	}
	return s.Min, s.Max
}

// finite tells whether v can be drawn.
func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// summed is a series in a few numbers, for those who can't see it drawn.
func (s drawnSeries) summed() (points int, first, last, least, most float64) {
	first, last, least, most = math.NaN(), math.NaN(), math.NaN(), math.NaN()
	for _, v := range s.line() {
		if !finite(v) {
			continue
		}
		if points++; points == 1 {
			first, least, most = v, v, v
		}
		last, least, most = v, math.Min(least, v), math.Max(most, v)
	}
	return points, first, last, least, most
}

// figure is a number as it is shown.
func figure(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

// titleOf is a panel's title: its own, else the names of what it shows.
func titleOf(spec json.RawMessage) string {
	var p struct {
		Title   json.RawMessage `json:"title"`
		Metrics json.RawMessage `json:"metrics"`
		Fields  json.RawMessage `json:"fields"`
		YField  json.RawMessage `json:"y_field"`
	}
	if json.Unmarshal(spec, &p) != nil {
		return ""
	}
	var title string
	if json.Unmarshal(p.Title, &title) == nil && title != "" {
		return title
	}
	for _, raw := range []json.RawMessage{p.Metrics, p.Fields} {
		var names []string
		if json.Unmarshal(raw, &names) == nil && len(names) > 0 {
			return strings.Join(names, ", ")
		}
	}
	_ = json.Unmarshal(p.YField, &title) // else no title
	return title
}
