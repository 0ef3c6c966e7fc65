package report

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// The size of a drawing and of its margins, in its own units.
const (
	svgWidth, svgHeight     = 800.0, 320.0
	svgLeft, svgRight       = 70.0, 10.0
	svgTop, svgBottom       = 10.0, 40.0
	svgTicks                = 5
	mostDrawn               = 200 // series; more can't be told apart
	legendShown             = 40
	innerWidth, innerHeight = svgWidth - svgLeft - svgRight, svgHeight - svgTop - svgBottom
)

// colours of series: distinguishable, also without red and green (Okabe and Ito).
var colours = []string{"#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#555555", "#999900"}

// scale maps values to places.
type scale struct {
	lo, hi, from, to float64
}

func (s scale) place(v float64) float64 {
	if s.hi == s.lo {
		return (s.from + s.to) / 2
	}
	return s.from + (v-s.lo)/(s.hi-s.lo)*(s.to-s.from)
}

// extent of what can be drawn; ok is false if nothing can.
type extent struct {
	lo, hi float64
	ok     bool
}

func (e *extent) add(list floats) {
	for _, v := range list {
		if !finite(v) {
			continue
		}
		if !e.ok {
			*e = extent{v, v, true}
		}
		e.lo, e.hi = math.Min(e.lo, v), math.Max(e.hi, v)
	}
}

// svg draws the chart, and says which colour is what. Text in it is escaped; all else are
// numbers and colours of ours.
func (c *drawnChart) svg(title string) (template.HTML, []legendEntry) {
	series := c.Series[:min(len(c.Series), mostDrawn)]
	var xs, ys extent
	for _, s := range series {
		xs.add(c.at(s))
		ys.add(s.line())
		lo, hi := s.band()
		ys.add(lo)
		ys.add(hi)
	}
	if !xs.ok || !ys.ok || math.IsInf(xs.hi-xs.lo, 0) || math.IsInf(ys.hi-ys.lo, 0) {
		return "", nil
	}
	x, y := scale{xs.lo, xs.hi, svgLeft, svgLeft + innerWidth}, scale{ys.lo, ys.hi, svgTop + innerHeight, svgTop}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" role="img" aria-label="%s">`, svgWidth, svgHeight, html.EscapeString(title))
	axes(&b, x, y, c.axis())
	for i, s := range series {
		at, colour := c.at(s), colours[i%len(colours)]
		lo, hi := s.band()
		region(&b, x, y, at, lo, hi, colour)
		polyline(&b, x, y, at, s.line(), colour)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()), legend(series)
}

func legend(series []drawnSeries) []legendEntry {
	var list []legendEntry
	for i, s := range series[:min(len(series), legendShown)] {
		mark := fmt.Sprintf(`<svg viewBox="0 0 10 10" width="10" height="10" style="width:10px;height:10px" aria-hidden="true"><rect width="10" height="10" fill="%s"/></svg>`, colours[i%len(colours)])
		list = append(list, legendEntry{template.HTML(mark), s.label()})
	}
	return list
}

// axes draws lines and numbers at round values.
func axes(b *strings.Builder, x, y scale, name string) {
	for _, v := range ticks(y.lo, y.hi) {
		at := y.place(v)
		fmt.Fprintf(b, `<line x1="%g" x2="%g" y1="%s" y2="%s" stroke="#d8dee4"/>`, svgLeft, svgWidth-svgRight, coordinate(at), coordinate(at))
		fmt.Fprintf(b, `<text x="%g" y="%s" text-anchor="end">%s</text>`, svgLeft-6, coordinate(at+4), figure(v))
	}
	for _, v := range ticks(x.lo, x.hi) {
		fmt.Fprintf(b, `<text x="%s" y="%g" text-anchor="middle">%s</text>`, coordinate(x.place(v)), svgTop+innerHeight+16, figure(v))
	}
	fmt.Fprintf(b, `<text x="%g" y="%g" text-anchor="middle">%s</text>`, svgLeft+innerWidth/2, svgHeight-6, html.EscapeString(name))
}

// ticks are round values between lo and hi.
func ticks(lo, hi float64) []float64 {
	if hi == lo {
		return []float64{lo}
	}
	raw := (hi - lo) / svgTicks
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	step := power
	for _, m := range []float64{1, 2, 5, 10} {
		if step = m * power; step >= raw {
			break
		}
	}
	if step <= 0 || math.IsInf(step, 0) || lo+step == lo { // the axis has no room for round values
		return []float64{lo, hi}
	}
	var list []float64
	for i := math.Ceil(lo / step); i*step <= hi && len(list) < 4*svgTicks; i++ {
		list = append(list, i*step)
	}
	return list
}

func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// polyline draws the runs of values that are there; a lonely one is a dot.
func polyline(b *strings.Builder, x, y scale, at, values floats, colour string) {
	var points []string
	flush := func() {
		switch {
		case len(points) == 1:
			px, py, _ := strings.Cut(points[0], ",")
			fmt.Fprintf(b, `<circle cx="%s" cy="%s" r="2" fill="%s"/>`, px, py, colour)
		case len(points) > 1:
			fmt.Fprintf(b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/>`, strings.Join(points, " "), colour)
		}
		points = points[:0]
	}
	for i := range min(len(at), len(values)) {
		if !finite(values[i]) || !finite(at[i]) {
			flush()
			continue
		}
		points = append(points, coordinate(x.place(at[i]))+","+coordinate(y.place(values[i])))
	}
	flush()
}

// region shades what is between two lines, where both are there.
func region(b *strings.Builder, x, y scale, at, lo, hi floats, colour string) {
	var upper, lower []string
	same := true
	for i := range min(len(at), len(lo), len(hi)) {
		if !finite(at[i]) || !finite(lo[i]) || !finite(hi[i]) {
			continue
		}
		same = same && lo[i] == hi[i]
		px := coordinate(x.place(at[i]))
		upper = append(upper, px+","+coordinate(y.place(hi[i])))
		lower = append(lower, px+","+coordinate(y.place(lo[i])))
	}
	if same || len(upper) < 2 {
		return
	}
	for i := range lower {
		upper = append(upper, lower[len(lower)-1-i])
	}
	fmt.Fprintf(b, `<polygon points="%s" fill="%s" fill-opacity="0.15"/>`, strings.Join(upper, " "), colour)
}
