package main

import (
	"context"
	"log/slog"

	"github.com/alecthomas/kong"
)

var _ kong.HelpProvider = queryCmd{}

type queryCmd struct {
	HTTP       httpSettings       `embed:""`
	Fold       snapshotSettings   `embed:""`
	Kafka      kafkaSettings      `embed:""`
	Clickhouse clickhouseSettings `embed:""`
	Admin      adminSettings      `embed:""`
	Blobs      blobSettings       `embed:""`
	Memory     memorySettings     `embed:""`
	Ingest     ingestSettings     `embed:""`
}

func (queryCmd) Help() string {
	return `Answers charts, the runs table, exports and audit from ClickHouse, takes people's commands, and serves the
whole W&B API. It holds nothing but the fold of the actions: start as many as you like.`
}

func (c queryCmd) Run(ctx context.Context, logger *slog.Logger, out streams) error {
	limitMemory(c.Memory)
	s := newServer("query", c.HTTP, logger, out)
	s.snapshots = c.Fold.Snapshots
	return runParts(ctx, logger, c.HTTP.ShutdownGrace, queryParts(c, s))
}
