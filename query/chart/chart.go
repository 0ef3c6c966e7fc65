package chart

import (
	"bufio"
	"context"
	"slices"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/query/read"
)

// Deps of the charts; all are needed.
type Deps struct {
	Reader  *read.Reader
	Catalog *catalog.Catalog
	RunSets read.RunSets
}

// Charts makes charts. It is safe for concurrent use.
type Charts struct {
	Deps
	extents *extents
}

// New returns Charts.
func New(d Deps) *Charts { return &Charts{d, newExtents()} }

// Chart is an answer before it is written.
type Chart struct {
	*plan
	At    read.Moment
	frame frame
	cells *cells
}

// Make answers a request on a project that the caller may read.
func (c *Charts) Make(ctx context.Context, project *catalog.Project, r *Request, at read.Moment) (*Chart, error) {
	if err := r.complete(); err != nil {
		return nil, err
	}
	set, err := c.RunSets.RunSet(ctx, project, r.Runs.Selection, r.grouping(), at)
	if err != nil {
		return nil, err
	}
	out := &Chart{plan: newPlan(r, set), At: at, frame: frame{empty: true}, cells: newCells()}
	if len(set.Runs) == 0 {
		return out, nil
	}
	if out.series() > maxCells {
		return nil, tooManyCells()
	}
	return out, c.Reader.Heavy(ctx, func() error { return out.fill(ctx, c.Reader, c.extents) })
}

// fill reads the points. Statements of one chart see the table at different moments,
// so what could differ is fixed by the first: the frame leaves out what came later.
func (c *Chart) fill(ctx context.Context, r *read.Reader, known *extents) error {
	s := source{plan: c.plan, points: read.Points{Keys: c.keys(), Runs: c.list, At: c.At}}
	if c.X.Axis == axisRelative {
		var err error
		if s.bases, err = firstTimes(ctx, r, c.list); err != nil {
			return err
		}
	}
	return r.Settled(ctx, s.points, func(p read.Points) (err error) {
		s.points = p
		if c.frame, err = s.frame(ctx, r, known); err != nil || c.frame.empty {
			return err
		}
		if !c.frame.single && !c.frame.fits(max(c.series(), c.list.Len()*len(c.Metrics)), 63-classBits) {
			return api.Invalid("The axis is too long for a value at each x.").With("Ask for buckets, or zoom in.")
		}
		if c.firstRun && c.needs.sum {
			c.cells, err = s.perRun(ctx, r, c.frame)
		} else {
			c.cells, err = s.pooled(ctx, r, c.frame)
		}
		if err != nil || len(c.Quantiles) == 0 {
			return err
		}
		return s.quantiles(ctx, r, c.frame, c.cells)
	})
}

// firstTimes are the runs' first client times in ms, in the order of the list; 0 for a
// run without any. A run whose row isn't there yet has the first of its points so far.
func firstTimes(ctx context.Context, r *read.Reader, list read.RunList) ([]int64, error) {
	out := make([]int64, list.Len())
	missing := list
	for _, sql := range []string{
		"SELECT run, toUnixTimestamp64Milli(min(first_time)) FROM run_data FINAL WHERE first_time != toDateTime64(0, 3, 'UTC') AND ",
		"SELECT run, toUnixTimestamp64Milli(min(time)) FROM points WHERE ",
	} {
		found := map[uint64]bool{}
		q := read.Query{SQL: sql + missing.InHome() + " AND " + missing.In() + " GROUP BY run FORMAT RowBinary"}
		err := r.Ask(ctx, q, func(body *bufio.Reader) error {
			rows := read.NewRows(body)
			for rows.Next() {
				no, at := rows.Uint64(), rows.Int64()
				if i, ok := slices.BinarySearch(list.Nos(), no); ok {
					out[i], found[no] = at, true
				}
			}
			return rows.Err()
		})
		if err != nil {
			return nil, err
		}
		missing = missing.Only(func(no uint64) bool { return !found[no] })
		if missing.Len() == 0 {
			break
		}
	}
	return out, nil
}

// label is what a series is of: a metric, and a run or a group.
func (c *Chart) label(series int) (metric string, run *read.Run, group *read.Group) {
	metric = c.Metrics[series/c.perMetric]
	i := series % c.perMetric
	if c.set.Groups != nil {
		return metric, nil, &c.set.Groups[i]
	}
	return metric, &c.set.Runs[i], nil
}
