package chart

import "runledger/query/read"

// row is a row of pooledSQL or perRunSQL.
type row struct {
	cell     uint64 // series and bucket; with single the series
	bucket   uint64 // single only
	class    uint16
	n        uint64 // of values that were added up: points, or means of runs
	points   uint64
	sum      [2]uint64
	squares  [4]uint64
	min, max float64
	first    end
	last     end
}

// end is a stored value and its place.
type end struct {
	bits uint64
	step int64
	run  uint64
}

func (e end) before(o end) bool {
	return e.step < o.step || e.step == o.step && e.run < o.run
}

// scan reads the columns that the needs ask for. perRun: as of perRunSQL.
func (r *row) scan(rows *read.Rows, n needs, single, perRun bool) {
	*r = row{}
	if single {
		r.bucket = rows.Uint64()
	}
	r.cell = rows.Uint64()
	r.n = rows.Uint64()
	r.points = r.n
	if perRun {
		r.points = rows.Uint64()
	}
	if n.sum {
		r.sum = rows.Uint128()
	}
	if n.squares {
		r.squares = rows.Uint256()
	}
	if n.extremes {
		r.min, r.max = rows.Float64(), rows.Float64()
	}
	if n.ends {
		r.first.scan(rows)
		r.last.scan(rows)
	}
}

func (e *end) scan(rows *read.Rows) {
	e.bits, e.step, e.run = rows.Uint64(), rows.Int64(), rows.Uint64()
}
