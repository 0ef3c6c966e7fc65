package workspace

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/chart"
	"runledger/query/read"
	"runledger/query/runs"
)

type dataInput struct {
	OfOne
	Panel string `path:"panel" maxLength:"160"`
	XMin  string `query:"x_min" maxLength:"40" doc:"Zoom of a line chart instead of the panel's x_range: only points from here on, before they are bucketed" example:"1000"`
	XMax  string `query:"x_max" maxLength:"40" doc:"And up to here" example:"2000"`
}

// xRange is the zoom that is asked for; nil: none.
func (in *dataInput) xRange() (*chart.Range, error) {
	if in.XMin == "" && in.XMax == "" {
		return nil, nil
	}
	r := &chart.Range{}
	for _, end := range []struct {
		name, text string
		to         **chart.Bound
	}{{"x_min", in.XMin, &r.Min}, {"x_max", in.XMax, &r.Max}} {
		if end.text == "" {
			continue
		}
		*end.to = &chart.Bound{}
		if err := (*end.to).UnmarshalJSON([]byte(end.text)); err != nil {
			return nil, refused([]api.FieldError{{Location: "query." + end.name, Code: "invalid", Message: err.Error()}})
		}
	}
	return r, nil
}

// Data is what a panel shows. A panel that can't be shown is answered too: with error.
type Data struct {
	Panel    Panel         `json:"panel"`
	Shows    string        `json:"shows,omitempty" enum:"chart,runs,text,objects" doc:"Which of the parts below there is"`
	RunSet   RunSet        `json:"run_set" doc:"The workspace's with what the panel says itself; only runs with the eye on"`
	Position string        `json:"position" doc:"What it includes at least; with as_of exactly"`
	Pinned   bool          `json:"pinned"`
	Error    *DataFault    `json:"error,omitempty" doc:"Why the panel can't be shown"`
	Text     string        `json:"text,omitempty"`
	Runs     []runs.Row    `json:"runs,omitempty" doc:"Of bar, scatter, histogram, scalar, parallel_coordinates and run_comparer: the runs, with the columns that the panel needs"`
	Groups   []RunGroup    `json:"groups,omitempty" doc:"The runs' groups, if they are grouped"`
	Members  []Member      `json:"members,omitempty" doc:"Of media, table and system metrics: whose they are; they're read run by run"`
	Total    int           `json:"total" doc:"Runs that match, also those beyond max_runs"`
	Chart    *chart.Answer `json:"chart,omitempty"`
}

// DataFault is why a panel can't be shown.
type DataFault struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Field  string `json:"field,omitempty" doc:"Of the panel, or of the workspace"`
}

// RunGroup is runs with equal values.
type RunGroup struct {
	Values []read.GroupValue `json:"values"`
	Runs   []string          `json:"runs" doc:"Ids"`
}

// Member is a run of a panel.
type Member struct {
	ID     string `json:"id"`
	Number uint64 `json:"number"`
	Name   string `json:"name"`
	Color  string `json:"color,omitempty" doc:"preset:N or #rrggbb; none: follows from the number"`
}

func dataOperation(a huma.API, o huma.Operation) huma.Operation {
	o.Responses = map[string]*huma.Response{"200": {Description: "The data, or why there are none", Content: map[string]*huma.MediaType{
		"application/json": {Schema: a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Data](), true, "PanelData")},
	}}}
	return o
}

func (s *service) data(ctx context.Context, in *dataInput) (*huma.StreamResponse, error) {
	zoom, err := in.xRange()
	if err != nil {
		return nil, err
	}
	at, l, w, err := s.open(ctx, &in.OfOne)
	if err != nil {
		return nil, err
	}
	p := l.panel(in.Panel)
	if p == nil {
		return nil, noPanel(in.Panel)
	}
	return s.drawn(ctx, &drawing{service: s, at: at, w: w, panel: p, params: in.Params, zoom: zoom})
}

// drawn answers with what a panel shows.
func (s *service) drawn(ctx context.Context, d *drawing) (*huma.StreamResponse, error) {
	d.set = d.w.runSet(d.panel)
	d.out.Panel, d.out.RunSet = showPanel(d.w, d.panel, false), d.set.show()
	if err := d.draw(ctx); err != nil && !d.excuse(err) {
		return nil, err
	}
	d.out.Position, d.out.Pinned = d.at.moment.Position.String(), d.at.moment.Pinned
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/json")
		if d.write(hc.BodyWriter()) != nil {
			s.reader.Broken(ctx)
			panic(http.ErrAbortHandler) // the client is gone, or must not take a part for the whole
		}
	}}, nil
}

// drawing is a panel on its way to its data.
type drawing struct {
	*service
	at     *place
	w      stored
	panel  *panel
	set    runSet
	params read.Params
	zoom   *chart.Range
	out    Data
	chart  *chart.Chart
}

// excuse makes an error that the panel's or the workspace's settings caused a part of
// the answer: the page opens whatever is stored.
func (d *drawing) excuse(err error) bool {
	var p *api.Problem
	if !errors.As(err, &p) || p.Status >= 500 || p.Status == http.StatusTooManyRequests {
		return false
	}
	d.out.Error = &DataFault{Code: p.Code, Detail: p.Detail}
	if len(p.Errors) > 0 {
		d.out.Error.Field = p.Errors[0].Location
	}
	return true
}

func (d *drawing) write(to io.Writer) error {
	head, err := json.Marshal(d.out)
	if err != nil {
		return err
	}
	if d.chart == nil {
		_, err := to.Write(append(head, '\n'))
		return err
	}
	if _, err := to.Write(append(head[:len(head)-1], `,"chart":`...)); err != nil {
		return err
	}
	if err := d.chart.WriteJSON(to); err != nil {
		return err
	}
	_, err = to.Write([]byte("}\n"))
	return err
}

// draw fills in what the panel's kind shows.
func (d *drawing) draw(ctx context.Context) error {
	if faults := checkPanel(d.panel.get, nil, ""); len(faults) > 0 {
		return refused(faults)
	}
	if len(d.set.faults) > 0 {
		f := d.set.faults[0]
		return refused([]api.FieldError{{Location: f.Field, Code: "invalid", Message: f.Message}})
	}
	kind, _ := text(d.panel.get("kind"))
	k, _ := kindNamed(kind)
	d.out.Shows = k.shows
	if isSystem(d.panel) {
		d.out.Shows = showsObjects
	}
	switch d.out.Shows {
	case showsChart:
		return d.drawChart(ctx)
	case showsRuns:
		return d.drawRuns(ctx, k)
	case showsText:
		d.out.Text, _ = text(d.panel.get("text"))
		return nil
	}
	return d.drawMembers(ctx)
}

// simple: the catalog alone knows the runs.
func (s *runSet) simple() bool {
	return s.Filter == "" && s.Search == "" && len(s.Sort) == 0 && s.grouping.Empty()
}

// needRuns waits until the tables have the rows of runs.
func (d *drawing) needRuns(ctx context.Context) (err error) {
	d.at.moment, err = d.reader.Moment(ctx, progress.Runs, d.params)
	return err
}

func (d *drawing) visible() visible { return visible{d.cat, d.table, &d.set} }

// chartRequest is what the panel asks of charts.
func (d *drawing) chartRequest() (*chart.Request, error) {
	body := Fields{"metrics": d.panel.get("metrics")}
	for from, to := range map[string]string{
		"x_axis": "x", "x_range": "x_range", "buckets": "buckets", "aggregates": "aggregates",
		"quantiles": "quantiles", "smoothing": "smoothing", "mode": "mode",
	} {
		v := d.panel.get(from)
		if f, ok := find(workspaceFields, from); v == nil && ok && f.faultOf(d.w.raw(from), "") == nil {
			v = d.w.raw(from)
		}
		if v != nil {
			body[to] = v
		}
	}
	r := &chart.Request{}
	if err := json.Unmarshal(body.object(), r); err != nil {
		return nil, api.Invalid("The panel's spec can't be read: %v.", err)
	}
	if d.zoom != nil {
		r.XRange = d.zoom
	}
	r.Runs.Selection, r.GroupBy.Grouping = d.set.Selection, d.set.grouping
	if len(r.Aggregates) == 0 {
		r.Aggregates = []string{"mean", "min", "max", "count"}
		if !d.set.grouping.Empty() {
			r.Aggregates = chart.OfGroups
		}
	}
	return r, nil
}

func (d *drawing) drawChart(ctx context.Context) error {
	r, err := d.chartRequest()
	if err != nil {
		return err
	}
	if !d.set.simple() || r.X.Axis == "relative" {
		if err := d.needRuns(ctx); err != nil {
			return err
		}
	}
	charts := *d.charts // with the same memory, for other runs
	charts.Catalog, charts.RunSets = nil, d.visible()
	c, err := charts.Make(ctx, d.at.project, r, d.at.moment)
	if err != nil {
		return err
	}
	d.chart = c
	return nil
}
