// Command runledger is the whole program: a mode a file, and each mode a list of
// parts in wiring.go that is started from top to bottom and stopped from bottom to top.
//
// To add a mode: write its file (a struct with its settings and a Run method) and
// add one line to cli. To add a setting: add a field to the struct of its subject
// in settings.go; flag, RUNLEDGER_* variable and --help follow from the field.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"runledger/cmd/runledger/shell"
)

const about = `runledger records machine-learning experiments: trainers log to it, people look at the charts.

Start with "runledger serve": everything in one process tree on one machine, data below one folder.
The split form (ingest, project, query) runs the same parts alone over a Kafka and a ClickHouse.

Settings can be given by environment variables too: --listen is RUNLEDGER_LISTEN. People at a shell begin with
"runledger login".

` + shell.ExitCodes

// cli lists the modes.
type cli struct {
	Logging loggingSettings `embed:""`

	Serve   serveCmd       `cmd:"" help:"Everything on one machine: HTTP, log, engine, tables; data below --data."`
	Ingest  ingestCmd      `cmd:"" help:"Split form: take what trainers send and append it to Kafka."`
	Project projectCmd     `cmd:"" help:"Split form: bring the log's records into ClickHouse's tables."`
	Query   queryCmd       `cmd:"" help:"Split form: answer charts, tables, exports and the W&B API."`
	Rebuild rebuildCmd     `cmd:"" help:"Make tables anew from the log, beside the live ones, and switch over."`
	Verify  verifyCmd      `cmd:"" help:"Compare the live tables with the log: counts and checksums. Exit code 1 if they differ."`
	Backup  backupCmd      `cmd:"" help:"Copy everything of a single machine into one file, while its server runs."`
	Restore restoreCmd     `cmd:"" help:"Make a data folder of a backup."`
	Shell   shell.Commands `embed:""`

	Log     logCmd     `cmd:"" help:"The log itself: scrub takes what was purged out of it."`
	Load    loadCmd    `cmd:"" help:"Simulate trainers against a server and report what it takes."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

func main() {
	ctx, stop := untilSignal(context.Background())
	code := execute(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// untilSignal ends the context at the first SIGINT or SIGTERM; the second one kills
// the program at once, as the default action.
func untilSignal(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := signal.NotifyContext(parent, os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, cancel) // gives the signals their default action back
	return ctx, cancel
}

// exitCode is an error that says how the program ends; its text has been printed.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// streams are where a command prints.
type streams struct{ out, err io.Writer }

// execute parses args, runs the mode and returns the exit code.
func execute(ctx context.Context, args []string, out, errOut io.Writer) int {
	var c cli
	code, exited := 0, false
	parser, err := kong.New(&c,
		kong.Name("runledger"), kong.Description(about), kong.DefaultEnvars("RUNLEDGER"),
		kong.UsageOnError(), kong.Writers(out, errOut),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 110}),
		kong.Exit(func(n int) { code, exited = n, true }),
		kong.Vars{"version": version()},
	)
	if err != nil {
		fmt.Fprintln(errOut, "runledger:", err)
		return 2
	}
	k, err := parser.Parse(args)
	if exited { // --help
		return code
	}
	if err != nil {
		fmt.Fprintf(errOut, "runledger: %v\nTry: runledger --help\n", err)
		return 2
	}
	logger := c.Logging.logger(errOut)
	k.BindTo(ctx, (*context.Context)(nil))
	k.Bind(logger, streams{out, errOut}, shell.Env{
		In: os.Stdin, Out: out, Err: errOut, Config: shell.ConfigFile(os.Getenv), Now: time.Now,
	})
	err = k.Run()
	var status exitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &status):
		return int(status)
	}
	fmt.Fprintln(errOut, "runledger:", shell.Message(err))
	return shell.ExitCode(err)
}
