package chart

// aggregateNames are the aggregates that can be asked for, see docs/formulas.md.
var aggregateNames = []string{"mean", "min", "max", "first", "last", "variance", "stddev", "stderr", "count"}

// OfGroups are the aggregates by which any band around a group's line can be drawn.
var OfGroups = []string{"mean", "min", "max", "variance", "stddev", "stderr", "count"}

// needs is which columns of the engine a request's aggregates take.
type needs struct {
	sum, squares, extremes, ends bool
}

func needsOf(aggregates []string, smoothing bool) needs {
	n := needs{sum: smoothing}
	for _, a := range aggregates {
		switch a {
		case "mean":
			n.sum = true
		case "variance", "stddev", "stderr":
			n.sum, n.squares = true, true
		case "min", "max":
			n.extremes = true
		case "first", "last":
			n.ends = true
		}
	}
	return n
}
