package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/alecthomas/kong"
)

var _ kong.HelpProvider = projectCmd{}

type projectCmd struct {
	HTTP       httpSettings       `embed:""`
	Fold       snapshotSettings   `embed:""`
	Kafka      kafkaSettings      `embed:""`
	Clickhouse clickhouseSettings `embed:""`
	Memory     memorySettings     `embed:""`

	Session time.Duration `help:"How long a silent projector keeps its partitions; half of it without an answer and it stops writing." default:"10s" group:"Log"`
	Group   string        `help:"Projectors of one group share the partitions; a set of tables has one group." default:"runledger-project" group:"Log"`
}

func (projectCmd) Help() string {
	return `Brings the log's records into ClickHouse's tables, and makes the tables at the first start. Start as many as
you like: they share the log's partitions, and when one dies the others take over within seconds. HTTP serves
health, metrics and the administrator's jobs.`
}

func (c projectCmd) Run(ctx context.Context, logger *slog.Logger, out streams) error {
	limitMemory(c.Memory)
	s := newServer("project", c.HTTP, logger, out)
	s.snapshots = c.Fold.Snapshots
	return runParts(ctx, logger, c.HTTP.ShutdownGrace, projectParts(c, s))
}
