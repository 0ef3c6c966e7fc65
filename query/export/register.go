package export

import (
	"context"
	"io"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/read"
)

type getInput struct {
	read.Params
	Entity  string   `path:"entity"`
	Project string   `path:"project"`
	What    string   `query:"what" enum:"history,runs" default:"history" doc:"history: every point in long form, a row each. runs: a row a run, as in the runs table"`
	Format  string   `query:"format" enum:"ndjson,csv,arrow,parquet" default:"ndjson"`
	Runs    []string `query:"runs" doc:"Ids of runs; default: all that match"`
	Keys    []string `query:"keys,explode" doc:"Of a history: only this metric or value; repeat the parameter for more"`
	Filter  string   `query:"filter" doc:"Filter expression, as in the runs table"`
	Search  string   `query:"search" doc:"Text in the runs' names"`
	Regex   bool     `query:"regex" doc:"search is a regular expression (RE2)"`
	Sort    []string `query:"sort" doc:"Keys to sort by before limit"`
	Limit   int      `query:"limit" minimum:"0" doc:"At most so many runs; 0 = all"`
}

type postInput struct {
	read.Params
	Entity  string `path:"entity"`
	Project string `path:"project"`
	Body    Request
}

const about = "Streams; there's no limit. Rows come in no particular order. Of a step logged twice the later in the log counts. " +
	"A history has the columns project, run, key, step, time, value, json; json is the exact text of what value can't hold: large integers, text, objects. " +
	"NaN and infinities are \"NaN\", \"Infinity\", \"-Infinity\" in NDJSON, nan, inf, -inf in CSV, themselves in Arrow and Parquet. " +
	"If something fails after the first row, the connection is cut: a body that doesn't end properly isn't complete."

// maxBody of a request: it may list many run ids.
const maxBody = 8 << 20

// Register mounts GET and POST /api/v1/projects/{entity}/{project}/export.
func Register(a huma.API, d Deps) {
	const path = "/api/v1/projects/{entity}/{project}/export"
	answers := map[string]*huma.Response{"200": {Description: "The rows", Content: map[string]*huma.MediaType{}}}
	for _, f := range formats {
		answers["200"].Content[f.media] = &huma.MediaType{}
	}
	api.Register(a, huma.Operation{OperationID: "export", Method: http.MethodGet, Path: path, Responses: answers,
		Summary: "Export history or run rows", Description: about, Tags: []string{"Export"},
	}, func(ctx context.Context, in *getInput) (*huma.StreamResponse, error) {
		r := &Request{What: in.What, Format: in.Format, Keys: in.Keys, Runs: read.Runs{Selection: read.Selection{
			IDs: in.Runs, Filter: in.Filter, Search: in.Search, Regex: in.Regex, Sort: in.Sort, Limit: in.Limit}}}
		return d.answer(ctx, in.Entity, in.Project, r, in.Params)
	})
	api.Register(a, huma.Operation{OperationID: "export-selection", Method: http.MethodPost, Path: path, Responses: answers, MaxBodyBytes: maxBody,
		Summary: "Export history or run rows of a longer selection", Description: about, Tags: []string{"Export"},
	}, func(ctx context.Context, in *postInput) (*huma.StreamResponse, error) {
		return d.answer(ctx, in.Entity, in.Project, &in.Body, in.Params)
	})
}

func (d Deps) answer(ctx context.Context, entity, name string, r *Request, params read.Params) (*huma.StreamResponse, error) {
	project, err := api.ReadableProject(ctx, d.Catalog, entity, name)
	if err != nil {
		return nil, err
	}
	if r.What == "" {
		r.What = "history"
	}
	if r.Format == "" {
		r.Format = "ndjson"
	}
	kind := progress.Points
	if r.What == "runs" || !r.Runs.Catalogued() {
		kind = progress.Runs
	}
	at, err := d.Reader.Moment(ctx, kind, params)
	if err != nil {
		return nil, err
	}
	s, err := open(ctx, d, project, r, at)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer s.Close()
		hc.SetHeader("Content-Type", s.media)
		hc.SetHeader("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": s.name}))
		if s.copyTo(hc.BodyWriter()) != nil {
			d.Reader.Broken(ctx)
			panic(http.ErrAbortHandler) // never a part that looks whole
		}
	}}, nil
}

func (s *stream) copyTo(w io.Writer) error {
	if s.format.name == "ndjson" {
		return copyNDJSON(w, s.rows)
	}
	_, err := io.Copy(w, s.rows)
	return err
}
