// Package logtest is the conformance suite of eventlog.Log: what every
// implementation promises, checked on the real thing.
//
// To run it on another implementation, describe it by a Fixture and call Run. To add
// a promise, write a function that takes a *Subject, and list it in Run.
package logtest

import (
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/eventlog"
)

// Fixture is one log in the world, with its own data, and what can happen to it.
// Functions that are nil can't be done to this implementation; the tests that need
// them are skipped.
type Fixture struct {
	// Open opens the log. It is called again after Close, and then finds the same data.
	Open func(t testing.TB, o Options) eventlog.Log

	// Partitions is the number of telemetry partitions, at least 2.
	Partitions int

	// OwnClock says that the time of records comes from Options.Clock.
	OwnClock bool

	// Duplicates says that a failure may store acknowledged records twice.
	Duplicates bool

	// Crash lets writers append (see Write) while the process that holds the data is
	// killed with SIGKILL, and reports what was acknowledged. The log is closed before
	// and after.
	Crash func(t *testing.T, acked func(Ack))

	// Tear damages the end of the data, as a crash of the machine in the middle of a
	// write does. The log is closed.
	Tear func(t *testing.T)

	// Fill takes all space from the open log, Free gives it back.
	Fill, Free func(t *testing.T)

	// FullIsDown says that a log without space can't be read, either.
	FullIsDown bool
}

// Options are what the suite wants to control in a log it opens.
type Options struct {
	Clock      func() time.Time
	Registerer prometheus.Registerer
}

// Run checks an implementation. fresh returns a new, empty log each time.
func Run(t *testing.T, fresh func(t *testing.T) Fixture) {
	tests := []struct {
		name string
		run  func(*testing.T, Fixture)
	}{
		{"an append comes back as it was written", testRoundTrip},
		{"offsets are in order and without gaps", testOffsets},
		{"batches of one append go where they say", testManyBatches},
		{"an empty batch moves nothing", testEmptyBatch},
		{"concurrent appenders keep batches together", testConcurrent},
		{"concurrent appends share commits", testGroupCommit},
		{"partitions are apart", testPartitions},
		{"a read blocks until there is a record", testBlockingRead},
		{"a read ends with its context or the log", testReadEnds},
		{"a read is bounded by bytes", testReadBounded},
		{"a slow reader misses nothing and holds up nobody", testSlowReader},
		{"readers see whole batches", testWholeBatches},
		{"offsets out of range are refused", testOutOfRange},
		{"unknown topics and partitions are refused", testNoTopic},
		{"oversize records and batches are refused", testTooLarge},
		{"the largest record and batch are taken", testLargest},
		{"an append that was cancelled before stores nothing", testCancelled},
		{"a closed log says so", testClosed},
		{"everything is there after reopening", testReopen},
		{"time never falls", testTime},
		{"time never falls when the clock is set back", testClockBack},
		{"what was acknowledged survives SIGKILL", testCrash},
		{"a torn end costs nothing that was acknowledged", testTorn},
		{"a full disk refuses and recovers", testFull},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, fresh(t)) })
	}
}
