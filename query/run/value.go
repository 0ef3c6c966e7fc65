package run

import (
	"bufio"
	"context"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
	"runledger/query/read"
)

type valueInput struct {
	Of
	SHA256 string `query:"sha256" required:"true" pattern:"^[0-9a-f]{64}$" doc:"As the config, the summary or a row of the history refers to it: {\"_type\":\"runledger-value\",\"sha256\":…,\"size\":…}"`
}

const valueSQL = "SELECT 1\nFROM contents\n"

// value serves a content that the run refers to, and no other: the same bytes may belong
// to runs that one may not see.
func (p *pages) value(ctx context.Context, in *valueInput) (*huma.StreamResponse, error) {
	run, at, err := p.find(ctx, in.Of)
	if err != nil {
		return nil, err
	}
	q := read.Query{SQL: valueSQL + where(at) + " AND sha256 = {sha256:String}\nLIMIT 1\nFORMAT RowBinary", Params: paramsOf(run)}
	q.Params["sha256"] = in.SHA256
	found := false
	err = p.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			found = rows.Uint8() == 1
		}
		return rows.Err()
	})
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, api.NotFound("Run %q has no such value.", in.Run)
	}
	return p.content(ctx, in.SHA256, "application/json", in.SHA256+".json")
}
