package chart

import (
	"context"

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
	large   *memory[struct{}] // charts of too many points to fetch
	fetch   bool              // small charts in one go; tests do both
}

// New returns Charts.
func New(d Deps) *Charts { return &Charts{d, newMemory[ends](), newMemory[struct{}](), true} }

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
	set, err := read.FindRuns(ctx, c.Catalog, c.RunSets, project, r.Runs.Selection, r.grouping(), at)
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
	return out, c.Reader.Heavy(ctx, func() error {
		if c.fetch && out.fetchable() {
			if done, err := out.small(ctx, c.Reader, c.large); done || err != nil {
				return err
			}
		}
		return out.fill(ctx, c.Reader, c.extents)
	})
}

// checkFrame: the cells of a whole axis must have numbers.
func (c *Chart) checkFrame(f frame) error {
	if !f.single && !f.fits(max(c.series(), c.list.Len()*len(c.Metrics)), 63-classBits) {
		return api.Invalid("The axis is too long for a value at each x.").With("Ask for buckets, or zoom in.")
	}
	return nil
}

// fill reads the points. Statements of one chart see the table at different moments,
// so what could differ is fixed by the first: the frame leaves out what came later.
func (c *Chart) fill(ctx context.Context, r *read.Reader, known *extents) error {
	s := source{plan: c.plan, points: read.Points{Keys: c.keys(), Runs: c.list, At: c.At}}
	if c.X.Axis == axisRelative {
		var err error
		if s.origins, err = origins(ctx, r, c.list); err != nil {
			return err
		}
	}
	return r.Settled(ctx, s.points, func(p read.Points) (err error) {
		s.points = p
		if c.frame, err = s.frame(ctx, r, known); err != nil || c.frame.empty {
			return err
		}
		if err := c.checkFrame(c.frame); err != nil {
			return err
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

// label is what a series is of: a metric, and a run or a group.
func (c *Chart) label(series int) (metric string, run *read.Run, group *read.Group) {
	metric = c.Metrics[series/c.perMetric]
	i := series % c.perMetric
	if c.set.Groups != nil {
		return metric, nil, &c.set.Groups[i]
	}
	return metric, &c.set.Runs[i], nil
}
