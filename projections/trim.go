package projections

import (
	"runledger/event/pb"
)

// dropRows keeps those rows of the event whose numbers are in fresh: of a repetition
// that overlaps what was seen, only the rest counts. Rows keep their idx.
func (c *change) dropRows(fresh []span) {
	from := c.ev.Origin.From
	kept := func(row int) bool {
		n := from + uint64(row)
		for _, f := range fresh {
			if n >= f.from && n < f.to {
				return true
			}
		}
		return false
	}
	switch {
	case c.ev.GetRunPoints() != nil:
		p := c.ev.GetRunPoints()
		c.idx = keptRows(len(p.Steps), kept)
		p.Steps, p.TimesMs = pick(p.Steps, c.idx), pick(p.TimesMs, c.idx)
		p.Series = trimSeries(p.Series, c.idx)
	case c.ev.GetRunSystem() != nil:
		s := c.ev.GetRunSystem()
		c.idx = keptRows(len(s.Lines), kept)
		s.Lines, s.TimesMs = pick(s.Lines, c.idx), pick(s.TimesMs, c.idx)
		s.Series = trimSeries(s.Series, c.idx)
	case c.ev.GetRunValues() != nil:
		v := c.ev.GetRunValues()
		c.idx = keptRows(len(v.Rows), kept)
		v.Rows = pick(v.Rows, c.idx)
	case c.ev.GetRunConsole() != nil:
		l := c.ev.GetRunConsole()
		c.idx = keptRows(len(l.Lines), kept)
		l.Lines = pick(l.Lines, c.idx)
	}
}

func keptRows(n int, kept func(int) bool) []uint32 {
	idx := make([]uint32, 0, n)
	for i := range n {
		if kept(i) {
			idx = append(idx, uint32(i))
		}
	}
	return idx
}

func pick[T any](all []T, idx []uint32) []T {
	out := make([]T, len(idx))
	for i, n := range idx {
		out[i] = all[n]
	}
	return out
}

// trimSeries drops the values of rows that aren't in idx and renumbers the others.
func trimSeries(series []*pb.Series, idx []uint32) []*pb.Series {
	place := make(map[uint32]uint32, len(idx))
	for i, n := range idx {
		place[n] = uint32(i)
	}
	for _, s := range series {
		if len(s.Rows) == 0 {
			if len(s.Values) > 0 {
				s.Values = pick(s.Values, idx)
			}
			continue
		}
		rows, values := s.Rows[:0], s.Values[:0]
		for i, r := range s.Rows {
			if to, ok := place[r]; ok {
				rows, values = append(rows, to), append(values, s.Values[i])
			}
		}
		s.Rows, s.Values = rows, values
	}
	return series
}
