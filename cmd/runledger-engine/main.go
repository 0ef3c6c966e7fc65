// Command runledger-engine is the embedded ClickHouse: libchdb behind the HTTP interface of ClickHouse, on
// a unix socket or on an address with a password. runledger starts one as its child; it can also be run by
// hand, for clickhouse-client-like tools or to look into a data folder.
//
// When it is ready it writes one line to standard output: "ready", the version and where it listens.
// Exit codes: 0 after an orderly stop, 78 when it refuses to start and would refuse again (the reason is
// the last line on standard error), 1 for everything else.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"runledger/engine"
)

func main() {
	var f flags
	kong.Parse(&f,
		kong.Name("runledger-engine"),
		kong.Description("The embedded ClickHouse of runledger."),
		kong.UsageOnError())
	// The engine writes answers into pipes whose reader may be gone: an error there, not our end.
	signal.Ignore(syscall.SIGPIPE)
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, f, logger); err != nil {
		fmt.Fprintln(os.Stderr, err)
		var refusal *refusal
		if errors.As(err, &refusal) {
			os.Exit(engine.ExitRefused)
		}
		os.Exit(1)
	}
}

// refusal is an error that trying again won't mend.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

func refuse(format string, args ...any) error { return &refusal{fmt.Sprintf(format, args...)} }
