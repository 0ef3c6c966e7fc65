package chart

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
	"runledger/query/read"
)

// maxBody of a request: it may list many run ids.
const maxBody = 8 << 20

type input struct {
	read.Params
	Entity  string `path:"entity"`
	Project string `path:"project"`
	Accept  string `header:"Accept" doc:"application/x-ndjson: a line with all but the series, then a line a series"`
	Body    Request
}

// Register mounts POST /api/v1/projects/{entity}/{project}/charts.
func Register(a huma.API, d Deps) {
	charts := New(d)
	answer := a.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Answer](), true, "Chart")
	api.Register(a, huma.Operation{
		OperationID: "make-chart", Method: http.MethodPost, Path: "/api/v1/projects/{entity}/{project}/charts", MaxBodyBytes: maxBody,
		Summary: "Chart metrics of a run set over an axis", Tags: []string{"Charts"},
		Responses: map[string]*huma.Response{"200": {Description: "The chart", Content: map[string]*huma.MediaType{
			"application/json": {Schema: answer}, "application/x-ndjson": {},
		}}},
		Description: "Every point counts: nothing is sampled, a zoom filters before it buckets, and the same request over the same data gives the same bytes. " +
			"count, min, max, first, last are stored values; mean, variance, stddev, stderr are exact sums rounded once. " +
			"NaN and infinities are counted beside and written as \"NaN\", \"Infinity\", \"-Infinity\"; null is a bucket without such a value.",
	}, func(ctx context.Context, in *input) (*huma.StreamResponse, error) {
		project, err := api.ReadableProject(ctx, d.Catalog, in.Entity, in.Project)
		if err != nil {
			return nil, err
		}
		at, err := d.Reader.Moment(ctx, in.Body.waitsFor(), in.Params)
		if err != nil {
			return nil, err
		}
		c, err := charts.Make(ctx, project, &in.Body, at)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			media, write := "application/json", c.WriteJSON
			if strings.Contains(in.Accept, "ndjson") {
				media, write = "application/x-ndjson", c.WriteNDJSON
			}
			hc.SetHeader("Content-Type", media)
			if write(hc.BodyWriter()) != nil {
				d.Reader.Broken(ctx)
				panic(http.ErrAbortHandler) // the client is gone, or must not take a part for the whole
			}
		}}, nil
	})
}
