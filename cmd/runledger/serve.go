package main

import (
	"context"
	"log/slog"

	"github.com/alecthomas/kong"
)

var _ kong.HelpProvider = serveCmd{}

type serveCmd struct {
	HTTP   httpSettings   `embed:""`
	Data   dataSettings   `embed:""`
	Admin  adminSettings  `embed:""`
	Memory memorySettings `embed:""`
	Engine engineSettings `embed:""`
	Ingest ingestSettings `embed:""`

	Partitions int `help:"Telemetry partitions of a new log; fixed for ever after. 0: what the log has, or 4." default:"0" group:"Log"`
}

func (serveCmd) Help() string {
	return `Serves HTTP with the embedded log and engine. The first start makes an admin whose API key is
written to DATA/admin.key and printed on a terminal. Ctrl-C or SIGTERM stops it: requests finish, the tables
catch up with the log, then the engine and the log close; nothing acknowledged is lost, also not by kill -9.

  /healthz  the process lives        /readyz  what isn't ready, and what the log guarantees
  /metrics  Prometheus metrics       /docs    the HTTP API`
}

func (c serveCmd) Run(ctx context.Context, logger *slog.Logger, out streams) error {
	limitMemory(c.Memory)
	s := newServer("serve", c.HTTP, logger, out)
	return runParts(ctx, logger, c.HTTP.ShutdownGrace, serveParts(c, s))
}
