package main

import (
	"context"
	"log/slog"

	"github.com/alecthomas/kong"
)

var _ kong.HelpProvider = ingestCmd{}

type ingestCmd struct {
	HTTP   httpSettings     `embed:""`
	Fold   snapshotSettings `embed:""`
	Kafka  kafkaSettings    `embed:""`
	Admin  adminSettings    `embed:""`
	Blobs  blobSettings     `embed:""`
	Memory memorySettings   `embed:""`
	Ingest ingestSettings   `embed:""`
}

func (ingestCmd) Help() string {
	return `Takes what trainers send, over HTTP and the W&B protocol, and answers when Kafka has it. It never reads
ClickHouse: what needs the tables (a run that is logged to again, charts) is answered by runledger query.`
}

func (c ingestCmd) Run(ctx context.Context, logger *slog.Logger, out streams) error {
	limitMemory(c.Memory)
	s := newServer("ingest", c.HTTP, logger, out)
	s.snapshots = c.Fold.Snapshots
	return runParts(ctx, logger, c.HTTP.ShutdownGrace, ingestParts(c, s))
}
