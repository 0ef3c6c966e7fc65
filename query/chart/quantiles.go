package chart

import (
	"bufio"
	"context"
	"math"
	"slices"
	"strings"

	"runledger/query/read"
)

// Quantiles need all values of a cell at once, so they have statements of their own.

// pooledQuantilesSQL takes them over the finite points of a cell. Columns: [bucket],
// cell, an array in the order of the request.
func (s source) pooledQuantilesSQL(f frame) string {
	levels := make([]string, len(s.Quantiles))
	for i, q := range s.Quantiles {
		levels[i] = float(q)
	}
	cell, names := "series * "+utoa(f.stride())+" + bucket AS cell", "cell"
	if f.single {
		cell, names = "series AS cell", "bucket, cell"
	}
	return strings.Join([]string{
		"SELECT " + strings.Replace(names, "cell", "toUInt64(cell)", 1) + ", quantilesExactInclusive(" + strings.Join(levels, ", ") + ")(value)",
		"FROM",
		"(",
		"    SELECT",
		"        value,",
		"        " + s.seriesSQL() + " AS series,",
		"        " + f.bucket(s.at()) + " AS bucket,",
		"        " + cell,
		s.from(f, "    "),
		")",
		"WHERE isFinite(value)",
		"GROUP BY " + names,
		"FORMAT RowBinary",
	}, "\n")
}

// perRunQuantilesSQL collects the means of the runs. Columns: [bucket], cell or a
// misfit's slot, an array.
func (s source) perRunQuantilesSQL(f frame) string {
	names := "place"
	if f.single {
		names = "bucket, place"
	}
	return strings.Join([]string{
		"SELECT " + strings.Replace(names, "place", "toUInt64(place)", 1) + ", groupArray(mean)",
		"FROM",
		"(",
		"    SELECT *, if(misfit, toUInt64(cell), bitShiftRight(toUInt64(cell), " + utoa(classBits) + ")) AS place",
		"    FROM",
		"    (",
		s.meansSQL(f, "        "),
		"    )",
		")",
		"GROUP BY " + names,
		"FORMAT RowBinary",
	}, "\n")
}

// quantiles adds them to the cells.
func (s source) quantiles(ctx context.Context, r *read.Reader, f frame, into *cells) error {
	if !s.firstRun {
		return r.Ask(ctx, s.query(s.pooledQuantilesSQL(f), f), func(body *bufio.Reader) error {
			return s.eachList(body, f, func(key, bucket uint64, list []float64) {
				for i := range list {
					list[i] += 0 // -0 is 0: which of them it is depends on the order
				}
				if p := f.place(key, bucket); !f.outside(p) {
					into.get(p).quantiles = list
				}
			})
		})
	}
	means, misfits := newCells(), map[place]bool{}
	mark := s.misfitMark(f)
	err := r.Ask(ctx, s.query(s.perRunQuantilesSQL(f), f), func(body *bufio.Reader) error {
		return s.eachList(body, f, func(key, bucket uint64, list []float64) {
			if key&mark != 0 {
				misfits[f.place(key&^mark, bucket)] = true
				return
			}
			if p := f.place(key, bucket); !f.outside(p) {
				means.get(p).means = list
			}
		})
	})
	if err != nil {
		return err
	}
	if len(misfits) > 0 {
		if err := s.addMisfits(ctx, r, f, means, misfits, true); err != nil {
			return err
		}
	}
	for p, i := range means.at {
		if list := means.list[i].means; len(list) > 0 {
			slices.Sort(list)
			c := into.get(p)
			for _, q := range s.Quantiles {
				c.quantiles = append(c.quantiles, quantile(list, q))
			}
		}
	}
	return nil
}

func (s source) eachList(body *bufio.Reader, f frame, take func(key, bucket uint64, list []float64)) error {
	rows := read.NewRows(body)
	for rows.Next() {
		var bucket uint64
		if f.single {
			bucket = rows.Uint64()
		}
		key := rows.Uint64()
		list := make([]float64, rows.Len())
		for i := range list {
			list[i] = rows.Float64()
		}
		take(key, bucket, list)
	}
	return rows.Err()
}

// quantile of sorted values: R-7 (Excel's PERCENTILE.INC, numpy's default), linear
// between the two neighbours, in the engine's order of operations.
func quantile(sorted []float64, level float64) float64 {
	h := level*float64(len(sorted)-1) + 1
	n := int(h)
	switch {
	case n < 1:
		return sorted[0] + 0
	case n >= len(sorted):
		return sorted[len(sorted)-1] + 0
	}
	lo, hi := sorted[n-1], sorted[n]
	return lo + (h-math.Floor(h))*(hi-lo) + 0
}
