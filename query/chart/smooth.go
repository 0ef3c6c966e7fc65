package chart

import "math"

// smooth is TensorBoard's debiased exponential moving average: values that aren't
// finite stay as they are and don't count; a constant series stays as it is.
func smooth(values []float64, weight float64) []float64 {
	out := make([]float64, len(values))
	constant := true
	for _, v := range values {
		constant = constant && v == values[0]
	}
	last, n := 0.0, 0.0
	for i, v := range values {
		if constant || math.IsNaN(v) || math.IsInf(v, 0) {
			out[i] = v
			continue
		}
		n++
		last = last*weight + (1-weight)*v
		out[i] = last / (1 - math.Pow(weight, n))
	}
	return out
}
