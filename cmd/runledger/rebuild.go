package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/alecthomas/kong"

	"runledger/projections/jobs"
)

var _ kong.HelpProvider = rebuildCmd{}

type rebuildCmd struct {
	maintenance
}

func (rebuildCmd) Help() string {
	return `Reads the log from its beginning into new tables beside the live ones and puts them in their place.
A running server goes on meanwhile; readers never see half of it. Needed after damage to the tables, never
in ordinary life. It goes through the server that uses --data, or opens the folder when none runs.`
}

func (c rebuildCmd) Run(ctx context.Context, logger *slog.Logger, out streams) error {
	b, err := c.run(ctx, jobs.Rebuild, logger, out)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out.out, "rebuilt %d records of the log in %.1f s\n", b.Total, seconds(b))
	return err
}
