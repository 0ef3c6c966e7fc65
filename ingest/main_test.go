package ingest

import (
	"context"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a real log with a real catalog on it, and an administrator.
type bench struct {
	log     *eventlog.Embedded
	catalog *catalog.Catalog
	key     string
	stop    func() // ends the catalog and closes the log; twice is fine
}

func newBench(t testing.TB, partitions int) *bench {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: partitions})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{log: log, catalog: catalog.New(catalog.Options{Log: log})}
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() {
		if err := b.catalog.Run(ctx); err != nil {
			t.Errorf("catalog: %v", err)
		}
	})
	b.stop = func() { cancel(); owner.Wait(); log.Close() }
	t.Cleanup(b.stop)
	if err := b.catalog.WaitFor(within(t), 1); err != nil {
		t.Fatal(err)
	}
	if b.key, err = b.catalog.FirstAdmin(within(t), "root", ""); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *bench) who(t testing.TB) catalog.Principal {
	p, ok := b.catalog.Authenticate(b.key)
	if !ok {
		t.Fatal("the administrator's key opens nothing")
	}
	return p
}

// telemetry returns the events of a partition.
func (b *bench) telemetry(t testing.TB, partition int) []*pb.Event {
	t.Helper()
	bounds, err := b.log.Bounds(within(t), eventlog.Telemetry, partition)
	if err != nil {
		t.Fatal(err)
	}
	var out []*pb.Event
	for next := bounds.First; next < bounds.Next; {
		stored, err := b.log.Read(within(t), eventlog.Telemetry, partition, next, 8<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range stored {
			e, err := event.Decode(s.Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, e)
			next = s.Offset + 1
		}
	}
	return out
}

func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}
