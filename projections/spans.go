package projections

// spans is a set of numbers as rising, disjoint, non-touching ranges [from, to).
type spans []span

type span struct{ from, to uint64 }

// maxSpans bounds what is kept of a writer that numbers with gaps (its other numbers
// went to other runs) or whose requests arrive out of order. The oldest gaps count
// as seen: a batch later than 64 others is taken for a repetition.
const maxSpans = 64

// unseen returns the parts of [from, to) that aren't in s.
func (s spans) unseen(from, to uint64) []span {
	var out []span
	for _, have := range s {
		if have.to <= from {
			continue
		}
		if have.from >= to {
			break
		}
		if have.from > from {
			out = append(out, span{from, have.from})
		}
		from = have.to
	}
	if from < to {
		out = append(out, span{from, to})
	}
	return out
}

// add puts [from, to) into s, keeping at most limit ranges.
func (s spans) add(from, to uint64, limit int) spans {
	if n := len(s); n > 0 && s[n-1].to == from { // the usual case: the next number
		s[n-1].to = to
		return s
	}
	i := 0
	for i < len(s) && s[i].to < from {
		i++
	}
	j := i
	for j < len(s) && s[j].from <= to {
		from, to = min(from, s[j].from), max(to, s[j].to)
		j++
	}
	merged := append(append(append(make(spans, 0, len(s)+1), s[:i]...), span{from, to}), s[j:]...)
	for len(merged) > limit {
		merged[1].from = merged[0].from
		merged = merged[1:]
	}
	return merged
}
