package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"

	"github.com/alecthomas/kong"

	"runledger/projections/jobs"
)

var _ kong.HelpProvider = verifyCmd{}

type verifyCmd struct {
	maintenance
	JSON bool `help:"Print the result as JSON."`
}

func (verifyCmd) Help() string {
	return `Reads the log from its beginning into tables of its own and compares them with the live ones, table by
table: rows and order-independent checksums. The exit code is 0 if all are equal, else 1. It goes through the
server that uses --data, or opens the folder when none runs.`
}

func (c verifyCmd) Run(ctx context.Context, logger *slog.Logger, out streams) error {
	b, err := c.run(ctx, jobs.Verify, logger, out)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(out.out).Encode(b)
	} else {
		err = printVerdict(out.out, b)
	}
	if err == nil && b.State == jobs.Different {
		return exitCode(1)
	}
	return err
}

// printVerdict prints a line a table, and the conclusion.
func printVerdict(w io.Writer, b jobs.Status) error {
	fmt.Fprintf(w, "%-14s %14s %14s  %-18s %-18s\n", "table", "live rows", "rebuilt", "live sum", "rebuilt sum")
	for _, t := range b.Tables {
		mark := "equal"
		if !t.Equal {
			mark = "DIFFERENT"
		}
		fmt.Fprintf(w, "%-14s %14d %14d  %-18s %-18s %s %s\n", t.Table, t.LiveRows, t.RebuiltRows, t.LiveSum, t.RebuiltSum, mark, t.Note)
	}
	conclusion := "the tables hold what the log says"
	if b.State == jobs.Different {
		conclusion = "the tables DIFFER from the log: runledger rebuild mends them"
	}
	_, err := fmt.Fprintf(w, "%s (%.1f s)\n", conclusion, seconds(b))
	return err
}

// seconds that a job took.
func seconds(b jobs.Status) float64 {
	if b.Ended == nil {
		return 0
	}
	return b.Ended.Sub(b.Began).Seconds()
}
