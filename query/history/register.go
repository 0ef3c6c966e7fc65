package history

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/read"
)

// Deps of the route; all are needed.
type Deps struct {
	Reader  *read.Reader
	Catalog *catalog.Catalog
}

type input struct {
	read.Params
	Entity  string   `path:"entity"`
	Project string   `path:"project"`
	Run     string   `path:"run"`
	Keys    []string `query:"keys,explode" doc:"Only this metric or value; repeat the parameter for more. Default: all"`
	MinStep Step     `query:"min_step" doc:"Smallest step"`
	MaxStep Step     `query:"max_step" doc:"Largest step"`
	Limit   int      `query:"limit" minimum:"1" maximum:"10000" default:"1000" doc:"Rows a page; a stream has no limit"`
	Cursor  string   `query:"cursor" doc:"next_cursor of the page before. All pages show the position of the first"`
	Accept  string   `header:"Accept" doc:"application/x-ndjson streams all rows, a line each"`
}

// Step is an optional step.
type Step struct {
	Value int64 // set by huma
	given bool
}

// Schema describes it, for huma.
func (Step) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeInteger, Format: "int64"}
}

// Receiver is where huma puts the number.
func (s *Step) Receiver() reflect.Value { return reflect.ValueOf(s).Elem().Field(0) }

// OnParamSet is told whether there is one.
func (s *Step) OnParamSet(given bool, _ any) { s.given = given }

// Answer is a page.
type Answer struct {
	Position   string            `json:"position" doc:"What all pages show"`
	Rows       []json.RawMessage `json:"rows" doc:"By rising step: {step, time, runtime, metrics}. Of a value logged twice the later in the log counts"`
	NextCursor string            `json:"next_cursor,omitempty" doc:"Absent on the last page"`
}

const about = "Rows by rising step; numbers, texts, objects as they were logged, integers exact. NaN and infinities are \"NaN\", \"Infinity\", \"-Infinity\". " +
	"With Accept: application/x-ndjson all rows are streamed, a line each; if something fails in the middle, the connection is cut."

// Register mounts GET /api/v1/projects/{entity}/{project}/runs/{run}/history.
func Register(a huma.API, d Deps) {
	s := &Source{Reader: d.Reader}
	page := huma.SchemaFromType(a.OpenAPI().Components.Schemas, reflect.TypeFor[Answer]())
	api.Register(a, huma.Operation{
		OperationID: "run-history", Method: http.MethodGet, Path: "/api/v1/projects/{entity}/{project}/runs/{run}/history",
		Summary: "History of a run", Description: about, Tags: []string{"Runs"},
		Responses: map[string]*huma.Response{"200": {Description: "A page, or all rows", Content: map[string]*huma.MediaType{
			"application/json": {Schema: page}, "application/x-ndjson": {},
		}}},
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		run, err := api.RunThen(ctx, d.Catalog, in.Entity, in.Project, in.Run, api.AsOf{AsOf: in.AsOf})
		if err != nil {
			return nil, err
		}
		at, err := d.Reader.Moment(ctx, progress.Points, in.Params)
		if err != nil {
			return nil, err
		}
		o := Options{Keys: in.Keys, From: in.MinStep.pointer(), To: in.MaxStep.pointer(), At: at.Fixed()}
		of := Run{No: run.No, Home: run.Home}
		if strings.Contains(in.Accept, "ndjson") {
			return s.stream(ctx, of, o), nil
		}
		answer, err := s.Page(ctx, of, o, in.Cursor, in.Limit)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetHeader("Content-Type", "application/json")
			_ = json.NewEncoder(hc.BodyWriter()).Encode(answer) // the client may be gone
		}}, nil
	})
}

func (s Step) pointer() *int64 {
	if !s.given {
		return nil
	}
	return &s.Value
}

// Page returns at most limit rows from where the cursor ends.
func (s *Source) Page(ctx context.Context, run Run, o Options, from string, limit int) (*Answer, error) {
	asked := question(run, o)
	if from != "" {
		c, err := parseCursor(from, asked)
		if err != nil {
			return nil, err
		}
		o.At, o.From = c.fixed(), &c.step
	}
	o.batch = 16 * limit
	out := &Answer{Position: o.At.Position.String(), Rows: []json.RawMessage{}}
	for row, err := range s.Rows(ctx, run, o) {
		if err != nil {
			return nil, err
		}
		if len(out.Rows) == limit {
			out.NextCursor = cursor{question: asked, step: row.Step, at: o.At.Position}.String()
			break
		}
		out.Rows = append(out.Rows, appendRow(nil, row))
	}
	return out, nil
}

// stream writes all rows, in blocks.
func (s *Source) stream(ctx context.Context, run Run, o Options) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/x-ndjson")
		w := hc.BodyWriter()
		var block []byte
		for row, err := range s.Rows(ctx, run, o) {
			if err == nil {
				if block = append(appendRow(block, row), '\n'); len(block) < 64<<10 {
					continue
				}
				_, err = w.Write(block)
				block = block[:0]
			}
			if err != nil {
				s.Reader.Broken(ctx)
				panic(http.ErrAbortHandler) // never a part that looks whole
			}
		}
		_, _ = w.Write(block) // the client may be gone
	}}
}
