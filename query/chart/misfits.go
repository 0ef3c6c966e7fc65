package chart

import (
	"context"
	"slices"

	"runledger/query/read"
)

// misfitCells bounds how many cells of runs are held at once.
const misfitCells = 1 << 18

// addMisfits adds the cells of runs that misfits names (series = slot without bucket),
// a few runs at a time.
func (s source) addMisfits(ctx context.Context, r *read.Reader, f frame, cs *cells, misfits map[place]bool, means bool) error {
	runs := uint32(s.list.Len())
	perRun := map[uint64]int{}
	for p := range misfits {
		if f.outside(p) {
			delete(misfits, p)
			continue
		}
		perRun[s.list.Nos()[p.series%runs]] += len(s.Metrics) // its other buckets come too, but they're not many more
	}
	var chunk []uint64
	held := 0
	flush := func() error {
		if len(chunk) == 0 {
			return nil
		}
		nos := chunk
		chunk, held = nil, 0
		each := s.ofEachRun(func(no uint64) bool { _, in := slices.BinarySearch(nos, no); return in })
		return each.foldMisfits(ctx, r, f, s, cs, misfits, means)
	}
	for _, no := range s.list.Nos() {
		if perRun[no] == 0 {
			continue
		}
		chunk = append(chunk, no)
		if held += s.cellsPerRun(f, perRun[no]); held >= misfitCells {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// cellsPerRun estimates how many cells a run has.
func (s source) cellsPerRun(f frame, misfits int) int {
	if f.single || f.n > misfitCells {
		return misfits
	}
	return int(f.stride()) * len(s.Metrics)
}

// foldMisfits adds up the points of few runs, and adds the cells that are misfits to
// cs, the cells of all.
func (s source) foldMisfits(ctx context.Context, r *read.Reader, f frame, all source, cs *cells, misfits map[place]bool, means bool) error {
	got, err := s.pooled(ctx, r, f)
	if err != nil {
		return err
	}
	few, runs := uint32(s.list.Len()), uint32(all.list.Len())
	for p, i := range got.at {
		metric, no := p.series/few, s.list.Nos()[p.series%few]
		rank, _ := slices.BinarySearch(all.list.Nos(), no)
		if !misfits[place{metric*runs + uint32(rank), p.bucket}] {
			continue
		}
		to := place{metric*uint32(all.perMetric) + all.seriesOf[rank], p.bucket}
		cs.get(to).addRun(&got.list[i], uint64(rank), all.needs, means)
	}
	return nil
}

// ofEachRun is the source with some of the runs, each a series of its own.
func (s source) ofEachRun(keep func(uint64) bool) source {
	p := *s.plan
	p.list = s.list.Only(keep)
	p.seriesOf = make([]uint32, p.list.Len())
	for i := range p.seriesOf {
		p.seriesOf[i] = uint32(i)
	}
	p.perMetric = p.list.Len()
	out := s
	out.plan = &p
	out.points.Runs = p.list
	out.points.Rewritten.Runs = s.points.Rewritten.Runs.Only(keep)
	if s.origins != nil {
		out.origins = nil
		for i, no := range s.list.Nos() {
			if keep(no) {
				out.origins = append(out.origins, s.origins[i])
			}
		}
	}
	return out
}
