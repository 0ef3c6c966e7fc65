package report

import "strconv"

// counter is the value of a counter with a label of that value.
func (r *rig) counter(name, label string) (n float64) {
	r.t.Helper()
	families, err := r.reg.Gather()
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.Metric {
			if f.GetName() == name && len(m.Label) == 1 && m.Label[0].GetValue() == label {
				n += m.Counter.GetValue()
			}
		}
	}
	return n
}

func itoa(i int) string { return strconv.Itoa(i) }
