package load

import (
	"math"
	"strconv"
)

// appendNumber writes v as trainers do: JSON, with the bare words for what JSON lacks.
func appendNumber(b []byte, v float64) []byte {
	switch {
	case math.IsNaN(v):
		return append(b, "NaN"...)
	case math.IsInf(v, 1):
		return append(b, "Infinity"...)
	case math.IsInf(v, -1):
		return append(b, "-Infinity"...)
	}
	return strconv.AppendFloat(b, v, 'g', -1, 64)
}

// appendValues writes "key":value for every key of r, with commas between.
func appendValues(b []byte, r *run, values []float64) []byte {
	for m, v := range values {
		if m > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendQuote(b, r.keys[m])
		b = append(b, ':')
		b = appendNumber(b, v)
	}
	return b
}
