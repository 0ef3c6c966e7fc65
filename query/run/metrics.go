package run

import (
	"bufio"
	"context"

	"runledger/query/read"
)

type metricsInput struct{ Of }

type metricsAnswer struct {
	Body struct {
		Position string   `json:"position"`
		Metrics  []string `json:"metrics" doc:"Names as they were logged, in order"`
	}
}

const metricsSQL = "SELECT DISTINCT toString(key) AS name\nFROM series\n"

// metrics lists what the run has points of, whatever its summary says.
func (p *pages) metrics(ctx context.Context, in *metricsInput) (*metricsAnswer, error) {
	run, at, err := p.find(ctx, in.Of)
	if err != nil {
		return nil, err
	}
	out := &metricsAnswer{}
	out.Body.Position, out.Body.Metrics = at.Position.String(), []string{}
	q := read.Query{SQL: metricsSQL + where(at) + "\nORDER BY name\nFORMAT RowBinary", Params: paramsOf(run)}
	err = p.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			out.Body.Metrics = append(out.Body.Metrics, rows.Text())
		}
		return rows.Err()
	})
	return out, err
}
