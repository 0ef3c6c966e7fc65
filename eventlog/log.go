// Package eventlog is the seam to the event log: append records and get offsets
// back once they are durable, read a partition from an offset onwards, ask for its
// bounds. Nothing else. Two implementations pass one conformance suite
// (eventlog/logtest): Embedded (pebble, one machine) and Kafka (segmentio/kafka-go).
// Owners deal the partitions out to the processes that project them.
//
// To add an implementation: implement Log, add a file that opens it, and list it
// in the conformance test.
package eventlog

import (
	"context"
	"errors"
	"time"
)

// The topics. Names are part of the wire format and never change.
const (
	Actions   Topic = "runledger.actions.v1"   // one partition: total order of what people and the program decide
	Telemetry Topic = "runledger.telemetry.v1" // N partitions, N fixed for ever, key = run number
	// Changes has one partition and short retention: projections announce how far they
	// are. Only logs that several processes share (Kafka) have it.
	Changes Topic = "runledger.changes.v1"
)

// MaxRecord is the largest value of a record in bytes, before compression.
const MaxRecord = 1 << 20

// Topic names a topic of the log.
type Topic string

// Offset is a place in one partition: 0 is the first record ever appended, and
// offsets are gap-free. A Log with a Kafka behind it hides offsets that carry no record.
type Offset = uint64

// Header is a record attribute; CloudEvents attributes travel here (ce_id, ce_type, …).
type Header struct {
	Key   string
	Value []byte
}

// Record is what a writer appends. The Log doesn't keep references after Append returns.
type Record struct {
	Key     []byte
	Value   []byte
	Headers []Header
}

// Stored is a record as the log holds it. The receiver owns all slices.
type Stored struct {
	Record
	Offset Offset
	At     time.Time // when the log took it, millisecond precision; in a partition it never falls as long as the clocks of Kafka's brokers don't
}

// Batch is a list of records for one partition. It becomes durable as a whole and
// with consecutive offsets as long as its records together stay below MaxBatch; a
// reader never sees a part of such a batch.
type Batch struct {
	Topic     Topic
	Partition int
	Records   []Record
}

// MaxBatch is the size up to which a Batch is atomic: values, keys and headers of its
// records, and 32 bytes for each. A larger one is refused with ErrTooLarge: split it.
// Key and headers of one record may have 64 KiB together.
const MaxBatch = 8 << 20

// Appended says where a batch landed: offsets First … First+len(Records)-1, all At.
type Appended struct {
	First Offset
	At    time.Time
}

// Bounds of a partition: First is the oldest readable offset, Next the one that the
// next record will get.
type Bounds struct {
	First, Next Offset
}

// The errors of a Log; others are I/O errors, wrapped with what was attempted.
var (
	ErrTooLarge   = errors.New("record or batch too large")
	ErrOutOfRange = errors.New("offset out of range") // below First, or beyond Next
	ErrNoTopic    = errors.New("no such topic or partition")
	ErrClosed     = errors.New("event log closed")
	// ErrUnavailable: nothing (or an unknown part) was stored; the caller may repeat the
	// same call. A repetition may store the records twice: events carry their own ids.
	ErrUnavailable = errors.New("event log unavailable")
)

// Log is an append-only log of records in topics and partitions.
//
// All methods may be called by many goroutines at once.
type Log interface {
	// Append makes all batches durable and returns where each landed, in the order of
	// the arguments. It returns nil only when every batch is on disk (Kafka: acknowledged
	// by all in-sync replicas). Batches are atomic one by one, not together: after an
	// error any subset may be stored. Concurrent appends share one disk sync.
	Append(ctx context.Context, batches ...Batch) ([]Appended, error)

	// Read returns records of a partition from offset from onwards, at least one and
	// about maxBytes of values. It blocks at the end of the partition until a record is
	// there or ctx ends (then ctx's error). ErrOutOfRange if from lies outside the bounds.
	// Readers never see a record that isn't durable.
	Read(ctx context.Context, t Topic, partition int, from Offset, maxBytes int) ([]Stored, error)

	// Bounds returns the bounds of a partition as of now, asked from the log itself.
	Bounds(ctx context.Context, t Topic, partition int) (Bounds, error)

	// Partitions returns the number of partitions of a topic, 0 if there is none.
	Partitions(ctx context.Context, t Topic) (int, error)

	// Close ends waiting calls with ErrClosed and releases everything. It is idempotent.
	Close() error
}
