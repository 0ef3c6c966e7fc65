package runs

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/read"
)

type oneInput struct {
	read.Params
	Entity  string `path:"entity"`
	Project string `path:"project"`
	Run     string `path:"run"`
}

// One is a run with everything that is known of it but its points.
type One struct {
	Row
	Position string `json:"position"`
	AsOf     *AsOf  `json:"as_of,omitempty"`
}

type oneAnswer struct{ Body One }

// Values are a run's config or summary.
type Values struct {
	Position string          `json:"position"`
	Values   json.RawMessage `json:"values" doc:"By key. Numbers have every digit; NaN and infinities are \"NaN\", \"Infinity\", \"-Infinity\""`
	AsOf     *AsOf           `json:"as_of,omitempty"`
}

type valuesAnswer struct{ Body Values }

// RegisterOne mounts GET …/runs/{run}, and …/config and …/summary below it.
func RegisterOne(a huma.API, t *Table) {
	op := func(path, id, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodGet, Path: "/api/v1/projects/{entity}/{project}/runs/{run}" + path,
			OperationID: id, Summary: summary, Tags: []string{"Runs"}}
	}
	api.Register(a, op("", "get-run", "One run"), func(ctx context.Context, in *oneInput) (*oneAnswer, error) {
		one, err := t.one(ctx, in)
		if err != nil {
			return nil, err
		}
		return &oneAnswer{*one}, nil
	})
	api.Register(a, op("/config", "run-config", "Config of a run"), func(ctx context.Context, in *oneInput) (*valuesAnswer, error) {
		return t.values(ctx, in, func(r Row) json.RawMessage { return r.Config })
	})
	api.Register(a, op("/summary", "run-summary", "Summary of a run"), func(ctx context.Context, in *oneInput) (*valuesAnswer, error) {
		return t.values(ctx, in, func(r Row) json.RawMessage { return r.Summary })
	})
}

func (t *Table) values(ctx context.Context, in *oneInput, of func(Row) json.RawMessage) (*valuesAnswer, error) {
	one, err := t.one(ctx, in)
	if err != nil {
		return nil, err
	}
	v := of(one.Row)
	if len(v) == 0 {
		v = json.RawMessage("{}")
	}
	return &valuesAnswer{Values{Position: one.Position, Values: v, AsOf: one.AsOf}}, nil
}

func (t *Table) one(ctx context.Context, in *oneInput) (*One, error) {
	run, err := api.RunThen(ctx, t.catalog, in.Entity, in.Project, in.Run, api.AsOf{AsOf: in.AsOf})
	if err != nil {
		return nil, err
	}
	at, err := t.reader.Moment(ctx, progress.Runs, in.Params)
	if err != nil {
		return nil, err
	}
	return t.oneAt(ctx, run, at)
}

func (t *Table) oneAt(ctx context.Context, run *catalog.Run, at read.Moment) (*One, error) {
	s, err := t.source(ctx, run.Project, at)
	if err != nil {
		return nil, err
	}
	all := columnPicks{}
	if err := all.read(nil); err != nil {
		return nil, err
	}
	rows, err := t.someRows(ctx, s, []uint64{uint64(run.No)}, &all)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, api.NotFound("There was no run %q then.", run.ID)
	}
	one := &One{Row: rows[0], Position: at.Position.String(), AsOf: s.asOf()}
	if one.State == "running" || one.State == "preempting" || one.State == "stopping" {
		one.Seconds = number(t.secondsUntil(one, s.now))
	}
	return one, nil
}

// secondsUntil is a running run's compute time up to now: since it was last heard of
// it goes on.
func (t *Table) secondsUntil(one *One, now time.Time) float64 {
	var seconds float64
	if json.Unmarshal(one.Seconds, &seconds) != nil || one.LastActive == nil {
		return 0
	}
	return seconds + max(0, now.Sub(*one.LastActive).Seconds())
}
