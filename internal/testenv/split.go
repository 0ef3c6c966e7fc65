package testenv

import (
	"slices"
	"testing"

	"runledger/engine"
)

// Split is the split form on parts of this test alone: a Kafka, an engine reached over
// TCP, and a process a mode, projectors twice.
type Split struct {
	Kafka      *KafkaProcess
	Engine     *TCPEngine
	Ingest     *Runledger
	Query      *Runledger
	Projectors []*Runledger

	query [][]string // flags of query
}

// splitSession is how long a silent projector keeps its partitions: the shortest that
// brokers accept.
const splitSession = "6s"

// signingKey is shared by the processes of a Split.
const signingKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

// StartSplit starts all of it and returns when everything is ready.
func StartSplit(tb testing.TB, projectors int) *Split {
	tb.Helper()
	s := &Split{Kafka: OwnKafka(tb, ""), Engine: StartTCPEngine(tb)}
	log := []string{"--kafka", s.Kafka.Addr(), "--kafka-allow-unsafe"} // one broker, one copy
	tables := []string{"--clickhouse", s.Tables().DSN()}
	files := []string{"--blobs", tb.TempDir(), "--signing-key", signingKey}
	start := func(mode string, args ...[]string) *Runledger {
		o := RunledgerOptions{Mode: mode}
		for _, a := range append(args, log) {
			o.Args = append(o.Args, a...)
		}
		return StartRunledger(tb, o)
	}
	s.Ingest = start("ingest", files)
	for range projectors {
		s.Projectors = append(s.Projectors, start("project", tables, []string{"--session", splitSession}))
	}
	s.query = [][]string{tables, files, log}
	s.Query = s.StartQuery(tb)
	return s
}

// StartQuery starts another process that answers and takes people's commands.
func (s *Split) StartQuery(tb testing.TB) *Runledger {
	tb.Helper()
	return StartRunledger(tb, RunledgerOptions{Mode: "query", Args: slices.Concat(s.query...)})
}

// Tables is where the tables are.
func (s *Split) Tables() engine.Endpoint { return s.Engine.Endpoint.WithDatabase("runledger") }
