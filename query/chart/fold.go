package chart

import (
	"bufio"
	"context"
	"math"

	"runledger/query/read"
)

// place is where a cell is: its series and its bucket (single: the bits of x).
type place struct {
	series uint32
	bucket uint64
}

// cell is what is known of the points of a series in a bucket.
type cell struct {
	points           uint64 // all
	nan, posInf, neg uint64
	sums             // of points, or of the means of runs
	extremes         bool
	min, max         float64 // of all but NaN
	ends             bool
	first, last      end
	means            []float64 // of runs, for quantiles
	quantiles        []float64
}

// cells are the filled places of a chart.
type cells struct {
	at   map[place]int
	list []cell
}

func newCells() *cells { return &cells{at: map[place]int{}} }

func (cs *cells) get(p place) *cell {
	i, ok := cs.at[p]
	if !ok {
		i = len(cs.list)
		cs.at[p] = i
		cs.list = append(cs.list, cell{})
	}
	return &cs.list[i]
}

// addPoints adds a row of pooledSQL: points of one class.
func (c *cell) addPoints(r *row, n needs) {
	c.points += r.points
	special, sign := r.class&classSpecial != 0, r.class&classSign != 0
	switch {
	case r.class&classNaN != 0:
		c.nan += r.n
	case special && r.class&255 == classTop && sign:
		c.neg += r.n
	case special && r.class&255 == classTop:
		c.posInf += r.n
	default:
		c.sums.add(classSum{class: r.class, n: r.n, sum: r.sum, squares: r.squares})
	}
	if r.class&classNaN == 0 && n.extremes {
		c.addExtremes(r.min, r.max)
	}
	if n.ends {
		c.addEnds(r.first, r.last)
	}
}

// addMeans adds a row of perRunSQL: means of runs, of one class.
func (c *cell) addMeans(r *row, n needs) {
	c.points += r.points
	c.sums.add(classSum{class: r.class, n: r.n, sum: r.sum, squares: r.squares})
	if n.extremes {
		c.addExtremes(r.min, r.max)
	}
	if n.ends {
		c.addEnds(r.first, r.last)
	}
}

// addRun adds a run's cell as one mean.
func (c *cell) addRun(o *cell, rank uint64, n needs, means bool) {
	c.points += o.points
	c.nan, c.posInf, c.neg = c.nan+o.nan, c.posInf+o.posInf, c.neg+o.neg
	if o.sums.n > 0 {
		m := o.mean() + 0 // -0 is 0
		c.sums.addValue(m)
		if means {
			c.means = append(c.means, m)
		}
	}
	if o.extremes {
		c.addExtremes(o.min, o.max)
	}
	if n.ends {
		o.first.run, o.last.run = rank, rank
		c.addEnds(o.first, o.last)
	}
}

func (c *cell) addExtremes(lo, hi float64) {
	if !c.extremes {
		c.extremes, c.min, c.max = true, lo, hi
		return
	}
	c.min, c.max = math.Min(c.min, lo), math.Max(c.max, hi) // both know that -0 is below 0
}

func (c *cell) addEnds(first, last end) {
	if !c.ends || first.before(c.first) {
		c.first = first
	}
	if !c.ends || c.last.before(last) {
		c.last = last
	}
	c.ends = true
}

// pooled runs pooledSQL and folds its rows.
func (s source) pooled(ctx context.Context, r *read.Reader, f frame) (*cells, error) {
	cs := newCells()
	err := r.Ask(ctx, s.query(s.pooledSQL(f), f), func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		var row row
		for rows.Next() {
			row.scan(rows, s.needs, f.single, false)
			row.class = uint16(row.cell & (1<<classBits - 1))
			if p := f.place(row.cell>>classBits, row.bucket); !f.outside(p) {
				cs.get(p).addPoints(&row, s.needs)
			}
			if len(cs.list) > maxCells {
				return tooManyCells()
			}
		}
		return rows.Err()
	})
	return cs, err
}

// place takes a cell's number apart.
func (f frame) place(number, bucket uint64) place {
	if f.single {
		return place{uint32(number), bucket}
	}
	return place{uint32(number / f.stride()), number % f.stride()}
}

// outside: not a place of the answer.
func (f frame) outside(p place) bool { return !f.single && p.bucket >= f.n }

// perRun runs perRunSQL and folds its rows; cells of runs that don't fit are added up
// by pooledSQL and join as means.
func (s source) perRun(ctx context.Context, r *read.Reader, f frame) (*cells, error) {
	cs, misfits := newCells(), map[place]bool{}
	mark := s.misfitMark(f)
	err := r.Ask(ctx, s.query(s.perRunSQL(f), f), func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		var row row
		for rows.Next() {
			row.scan(rows, s.needs, f.single, true)
			if row.cell&mark != 0 {
				misfits[f.place(row.cell&^mark, row.bucket)] = true
				continue
			}
			row.class = uint16(row.cell & (1<<classBits - 1))
			if p := f.place(row.cell>>classBits, row.bucket); !f.outside(p) {
				cs.get(p).addMeans(&row, s.needs)
			}
			if len(cs.list) > maxCells {
				return tooManyCells()
			}
		}
		return rows.Err()
	})
	if err != nil || len(misfits) == 0 {
		return cs, err
	}
	return cs, s.addMisfits(ctx, r, f, cs, misfits, false)
}
