package main

import (
	"context"
	"fmt"
	"time"

	"runledger/eventlog"
	"runledger/internal/position"
	"runledger/internal/progress"
)

// catchUpTime is what the tables get at the end to catch up with the log. What they
// lack after that they get at the next start: the log has it.
const catchUpTime = 10 * time.Second

// drainProjections waits until the tables hold everything that was acknowledged.
func (s *server) drainProjections(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, catchUpTime)
	defer cancel()
	end, err := endOf(ctx, s.log)
	if err == nil {
		err = s.catalog.Fresh(ctx) // a newer log's actions are for a newer program
	}
	if err == nil {
		err = s.board.Wait(ctx, progress.Runs, end)
	}
	if err != nil {
		s.logger.Warn("the tables are behind the log and catch up at the next start", "reason", err)
	}
	return nil
}

// endOf is the position that includes everything in the log as of now.
func endOf(ctx context.Context, log eventlog.Log) (position.Position, error) {
	var end position.Position
	actions, err := log.Bounds(ctx, eventlog.Actions, 0)
	if err != nil {
		return end, fmt.Errorf("ask for the log's end: %w", err)
	}
	end.Actions = actions.Next
	n, err := log.Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return end, fmt.Errorf("ask for the log's end: %w", err)
	}
	for part := range n {
		b, err := log.Bounds(ctx, eventlog.Telemetry, part)
		if err != nil {
			return end, fmt.Errorf("ask for the log's end: %w", err)
		}
		if b.Next > 0 {
			end.Reach(part, b.Next-1)
		}
	}
	return end, nil
}
