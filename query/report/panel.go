package report

import (
	"cmp"
	"encoding/json"
	"slices"

	"runledger/query/chart"
	"runledger/query/filter"
	"runledger/query/read"
	"runledger/query/runs"
)

// panelSpec is what matters here of a panel's spec, which is a workspace's: what it asks
// of the data. The rest (titles, sizes, colours) is for who draws it.
type panelSpec struct {
	Kind       string           `json:"kind"`
	Source     string           `json:"source"`
	Metrics    []string         `json:"metrics"`
	XAxis      json.RawMessage  `json:"x_axis"`
	XRange     *chart.Range     `json:"x_range"`
	Buckets    int              `json:"buckets"`
	Full       bool             `json:"full"`
	Aggregates []string         `json:"aggregates"`
	Quantiles  []float64        `json:"quantiles"`
	Mode       string           `json:"mode"`
	Smoothing  *chart.Smoothing `json:"smoothing"`
	Aggregate  string           `json:"aggregate"` // of bars' groups
	XField     string           `json:"x_field"`
	YField     string           `json:"y_field"`
	ColorField string           `json:"color_field"`
	Fields     []string         `json:"fields"`
	MaxRuns    int              `json:"max_runs"`

	// The runs of this panel, where they aren't the block's.
	IDs        []string        `json:"ids"`
	Filter     runs.Expression `json:"filter"`
	Search     string          `json:"search"`
	SearchMode string          `json:"search_mode"`
	Sort       []string        `json:"sort"`
	Grouping   read.GroupBy    `json:"grouping"`
}

// askPanel makes the question of a panel by its kind.
func (q *question) askPanel(s RunSet, p panelSpec) {
	p.override(&s)
	q.ids = s.IDs
	if p.Source == "system" {
		q.fault = "metrics of machines have no snapshot yet"
		return
	}
	switch p.Kind {
	case "line", "grouped_line":
		q.askChart(s, p)
	case "bar", "scalar":
		if len(s.Grouping.By) > 0 {
			q.askBars(s, p)
			return
		}
		q.askRows(s, p)
	case "histogram", "scatter", "parallel_coordinates", "run_comparer":
		q.askRows(s, p)
	case "markdown":
		q.nothing = true
	default:
		q.fault = "panels of kind " + p.Kind + " have no snapshot yet"
	}
}

// override: what a panel says of its runs goes before what the block says.
func (p *panelSpec) override(s *RunSet) {
	if p.IDs != nil {
		s.IDs = p.IDs
	}
	if p.Filter != "" && p.Filter != "null" {
		s.Filter = p.Filter
	}
	if p.Search != "" {
		s.Search, s.Regex = p.Search, p.SearchMode == "regex"
	}
	if p.Sort != nil {
		s.Sort = p.Sort
	}
	if !p.Grouping.Empty() {
		s.Grouping = p.Grouping
	}
}

func (q *question) askChart(s RunSet, p panelSpec) {
	r := &chart.Request{
		Metrics: p.Metrics, XRange: p.XRange, Buckets: p.Buckets, Full: p.Full, Aggregates: p.Aggregates, Quantiles: p.Quantiles,
		GroupBy: s.Grouping, Mode: p.Mode, Smoothing: p.Smoothing,
	}
	if len(p.Metrics) == 0 {
		q.fault = "the panel names no metrics"
		return
	}
	if len(p.XAxis) > 0 && string(p.XAxis) != "null" {
		if err := json.Unmarshal(p.XAxis, &r.X); err != nil {
			q.fault = "x_axis can't be read: " + clean(err)
			return
		}
	}
	limit := max(p.MaxRuns, 0)
	if !s.Grouping.Empty() {
		limit = 0 // groups are of all their runs
		if len(r.Aggregates) == 0 { // any band can be drawn, as in a workspace
			r.Aggregates = chart.OfGroups
		}
	} else if limit == 0 {
		limit = defaultMaxRuns
	}
	r.Runs = read.Runs{Selection: s.selection(limit)}
	q.chart = r
}

// askRows asks for a row a run, with what the panel shows of each.
func (q *question) askRows(s RunSet, p panelSpec) {
	s.Grouping, s.Limit = read.GroupBy{}, cmp.Or(max(p.MaxRuns, 0), defaultMaxRuns)
	s.Columns = p.columns()
	q.askTable(s)
}

// askBars asks for a value of each metric a group.
func (q *question) askBars(s RunSet, p panelSpec) {
	s.Limit = maxRows
	q.askTable(s)
	fn := map[string]string{"min": "min", "max": "max"}[p.Aggregate]
	for _, m := range p.Metrics {
		q.groups.Aggregates = append(q.groups.Aggregates, runs.Aggregate{Field: summaryField(m), Fn: cmp.Or(fn, "mean")})
	}
}

// columns are the parts of runs that a panel about runs shows.
func (p *panelSpec) columns() []string {
	var list []string
	for _, name := range append([]string{p.XField, p.YField, p.ColorField}, p.Fields...) {
		if name != "" && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	for _, m := range p.Metrics {
		list = append(list, summaryField(m))
	}
	return list
}

// summaryField is a metric's last value as a field of runs.
func summaryField(metric string) string {
	return filter.Field{Scope: filter.Summary, Path: []string{metric}}.String()
}
