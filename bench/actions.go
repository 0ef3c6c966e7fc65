package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
)

const (
	oneByOne  = 2_000   // actions of one client
	together  = 120_000 // actions of all clients: two snapshots fall into them
	clients   = 64
	actionRow = 300 // bytes that one action has on disk, about
)

// actions measures commands: append, fold, verdict. One client's p95 is compared with
// that of a write and fsync on the same disk in the same minutes.
func actions(ctx context.Context, b *bench) error {
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(b.dir, "actions")})
	if err != nil {
		return err
	}
	defer log.Close()
	store := catalog.SnapshotFolder(filepath.Join(b.dir, "actions-snapshots"))
	c, stop, err := runCatalog(ctx, log, store)
	if err != nil {
		return err
	}
	defer stop()
	if err := furnish(ctx, c); err != nil {
		return err
	}
	before, err := rawSyncs(filepath.Join(b.dir, "sync"), b.size(oneByOne))
	if err != nil {
		return err
	}
	alone, _, err := command(ctx, c, 1, b.size(oneByOne))
	if err != nil {
		return err
	}
	after, err := rawSyncs(filepath.Join(b.dir, "sync"), b.size(oneByOne))
	if err != nil {
		return err
	}
	sync := (quantile(before, 0.95) + quantile(after, 0.95)) / 2
	many, rate, err := command(ctx, c, clients, b.size(together))
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "   one client p50 %.2f, p95 %.2f ms (fsync p95 %.2f); %d clients p50 %.2f, p95 %.2f ms\n",
		ms(quantile(alone, 0.5)), ms(quantile(alone, 0.95)), ms(sync), clients, ms(quantile(many, 0.5)), ms(quantile(many, 0.95)))
	b.results.set("action_over_fsync_p95_ms", ms(quantile(alone, 0.95)-sync))
	b.results.set("actions_per_s", rate)
	return nil
}

// command makes n runs by so many clients, and returns what each took and the rate.
func command(ctx context.Context, c *catalog.Catalog, clients, n int) ([]time.Duration, float64, error) {
	took := make([]time.Duration, n)
	errs := make([]error, clients)
	var next atomic.Int64
	var all sync.WaitGroup
	begin := time.Now()
	for i := range clients {
		all.Go(func() {
			for k := next.Add(1) - 1; k < int64(n) && errs[i] == nil; k = next.Add(1) - 1 {
				began := time.Now()
				v, _, err := c.Do(ctx, newRun(fmt.Sprintf("c%d-%d", clients, k)))
				if took[k] = time.Since(began); err == nil {
					err = v[0].Err()
				}
				errs[i] = err
			}
		})
	}
	all.Wait()
	return took, float64(n) / time.Since(begin).Seconds(), errors.Join(errs...)
}

func newRun(id string) *pb.Event {
	return &pb.Event{Actor: catalog.System(), Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "bench", Project: "p", RunId: id}}}
}

// furnish makes a user and a project.
func furnish(ctx context.Context, c *catalog.Catalog) error {
	verdicts, _, err := c.Do(ctx,
		&pb.Event{Actor: catalog.System(), Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "bench"}}},
		&pb.Event{Actor: catalog.System(), Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "bench", Name: "p"}}},
	)
	for _, v := range verdicts {
		err = errors.Join(err, v.Err())
	}
	return err
}

// runCatalog runs a catalog until stop is called, and returns once it is at the log's end.
func runCatalog(ctx context.Context, log eventlog.Log, store catalog.SnapshotStore) (*catalog.Catalog, func(), error) {
	c := catalog.New(catalog.Options{Log: log, Snapshots: store})
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	stop := func() { cancel(); <-ended }
	if err := c.Fresh(ctx); err != nil {
		stop()
		return nil, nil, err
	}
	return c, stop, nil
}

// rawSyncs returns the times of appending writes of an action's size with fsync.
func rawSyncs(path string, n int) ([]time.Duration, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	block := make([]byte, actionRow)
	took := make([]time.Duration, max(n, 50))
	for i := range took {
		begin := time.Now()
		if _, err := f.Write(block); err != nil {
			return nil, err
		}
		if err := f.Sync(); err != nil {
			return nil, err
		}
		took[i] = time.Since(begin)
	}
	return took, nil
}

func quantile(took []time.Duration, q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(took))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
