package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/alecthomas/kong"
)

var _ kong.HelpProvider = exportCmd{}

type exportCmd struct {
	reach
	selection
	past
	Project projectRef `arg:"" placeholder:"ENTITY/PROJECT" help:"ENTITY/PROJECT"`
	What    string     `help:"history: every point, a row each. runs: a row a run." enum:"history,runs" default:"history" env:"-"`
	Format  string     `help:"parquet, csv, ndjson or arrow." enum:"parquet,csv,ndjson,arrow" default:"parquet" env:"-"`
	Metrics []string   `help:"Of a history: only these metrics, by commas." placeholder:"NAME" env:"-"`
	IDs     []string   `name:"run" help:"Only these runs, by id; may be given several times." placeholder:"ID" env:"-"`
	Limit   int        `help:"At most so many runs; 0: all." default:"0" env:"-"`
	Output  string     `short:"o" help:"File to write, which is there under its name once it is whole. -: standard output." default:"-" placeholder:"FILE" env:"-"`
}

func (exportCmd) Help() string {
	return `  runledger export ann/digits -o digits.parquet
  runledger export ann/digits --metrics loss,accuracy --filter 'tags has "baseline"' --format csv -o loss.csv
  runledger export ann/digits --what runs --format ndjson | jq .summary.loss

If it breaks off, no file is left and the exit code isn't 0.`
}

func (c exportCmd) Run(ctx context.Context, e Env) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	if c.Output == "-" && onTerminal(e.Out) && (c.Format == "parquet" || c.Format == "arrow") {
		return wrongUse{fmt.Errorf("%s isn't for terminals: give a file by -o, or --format csv", c.Format)}
	}
	runs := c.selection.body()
	if len(c.IDs) > 0 {
		runs["ids"] = c.IDs
	}
	if c.Limit > 0 {
		runs["limit"] = c.Limit
	}
	body := map[string]any{"what": c.What, "format": c.Format, "runs": runs}
	if len(c.Metrics) > 0 {
		body["keys"] = c.Metrics
	}
	rows, err := server.Stream(ctx, http.MethodPost, c.Project.path("/export")+c.past.query(), body)
	if err != nil {
		return err
	}
	defer rows.Close()
	if c.Output == "-" {
		_, err := copyAll(e.Out, rows)
		return err
	}
	var n int64
	err = WriteWhole(c.Output, func(f *os.File) (err error) {
		n, err = copyAll(f, rows)
		return err
	})
	if err == nil {
		_, err = fmt.Fprintf(e.Err, "%s: %d bytes\n", c.Output, n)
	}
	return err
}

// copyAll copies a stream that the server cuts when something fails.
func copyAll(w io.Writer, r io.Reader) (int64, error) {
	n, err := io.Copy(w, r)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return n, fmt.Errorf("the server broke off after %d bytes: they aren't all", n)
	}
	return n, err
}
