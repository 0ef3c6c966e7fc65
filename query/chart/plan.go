package chart

import (
	"runledger/internal/api"
	"runledger/query/read"
)

// plan is a request with its runs found: which series there are.
type plan struct {
	*Request
	set  *read.RunSet
	list read.RunList
	// seriesOf maps a run, by its rank in list, to its series within a metric.
	seriesOf  []uint32
	perMetric int  // series a metric: groups, or runs
	firstRun  bool // the mean per run comes first
	needs
}

func newPlan(r *Request, set *read.RunSet) *plan {
	p := &plan{Request: r, set: set, list: read.NewRunList(set.Runs), needs: needsOf(r.Aggregates, r.Smoothing != nil)}
	rank := make(map[uint64]int, p.list.Len())
	for i, no := range p.list.Nos() {
		rank[no] = i
	}
	p.seriesOf = make([]uint32, p.list.Len())
	p.perMetric = len(set.Runs)
	if set.Groups != nil {
		p.perMetric = len(set.Groups)
		p.firstRun = r.Mode == perRun
	}
	for i, run := range set.Runs {
		s := i
		if set.Groups != nil {
			s = run.Group
		}
		p.seriesOf[rank[uint64(run.No)]] = uint32(s)
	}
	return p
}

// series is the number of series of the chart.
func (p *plan) series() int { return p.perMetric * len(p.Metrics) }

// maxCells bounds series × buckets of an answer.
const maxCells = 1 << 20

func tooManyCells() error {
	return api.Invalid("The chart would have more than %d values a column.", maxCells).
		With("Ask for fewer runs, metrics or buckets, group the runs, or export the points.")
}

// keys are all metrics that are read.
func (p *plan) keys() []string {
	keys := p.Metrics
	if p.X.Axis == axisMetric {
		for _, m := range keys {
			if m == p.X.Metric {
				return keys
			}
		}
		keys = append(append([]string(nil), keys...), p.X.Metric)
	}
	return keys
}
