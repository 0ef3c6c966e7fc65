package eventlog

import (
	"context"
	"time"
)

// Assignment is what one process owns for one generation of its group.
type Assignment struct {
	Generation int32
	Partitions []int           // of Telemetry; may be empty
	Lost       <-chan struct{} // closed when the generation ends
	// LeaseUntil is when the process must stop writing unless it hears from the group
	// again: its last proof of life plus half the session time.
	LeaseUntil func() time.Time
}

// Owners says which telemetry partitions this process projects.
type Owners interface {
	// Next waits for the next assignment; the one before has ended by then.
	Next(ctx context.Context) (*Assignment, error)
	// SessionTimeout is how long a silent process keeps its partitions.
	SessionTimeout() time.Duration
	Close() error
}
