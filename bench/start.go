package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

const (
	startActions = 1_000_000
	startRuns    = 100_000
)

// startTime measures how long a catalog takes until it is at the log's end, without and
// with a snapshot, and what it takes in memory.
func startTime(ctx context.Context, b *bench) error {
	before := heapBytes() // of a process without a log: that has caches of its own
	store := catalog.SnapshotFolder(filepath.Join(b.dir, "start-snapshots"))
	log, err := b.startLog()
	if err != nil {
		return err
	}
	defer func() { log.Close() }()
	if err := busyLog(ctx, log, b.size(startActions), b.size(startRuns)); err != nil {
		return err
	}
	begin, spent := time.Now(), cpuTime()
	c, stop, err := runCatalog(ctx, log, store)
	if err != nil {
		return err
	}
	b.results.set("start_fold_s", time.Since(begin).Seconds())
	b.results.set("start_fold_cpu_s", (cpuTime() - spent).Seconds())
	stop() // leaves a snapshot
	if err := log.Close(); err != nil {
		return err
	}
	runs := float64(b.size(startRuns))
	took := float64(heapBytes()) - float64(before)
	text := textOf(c)
	b.results.set("catalog_bytes_per_run", (took-float64(text))/runs)
	if log, err = b.startLog(); err != nil {
		return err
	}
	begin, spent = time.Now(), cpuTime()
	_, stop, err = runCatalog(ctx, log, store)
	if err != nil {
		return err
	}
	defer stop()
	b.results.set("start_snapshot_s", time.Since(begin).Seconds())
	b.results.set("start_snapshot_cpu_s", (cpuTime() - spent).Seconds())
	size := int64(0)
	list, err := store.List()
	for _, s := range list {
		size = s.Size
	}
	fmt.Fprintf(os.Stderr, "   catalog %.0f MB, of which text %.0f MB; snapshot %.1f MB\n", took/1e6, float64(text)/1e6, float64(size)/1e6)
	return err
}

func (b *bench) startLog() (eventlog.Log, error) {
	return eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(b.dir, "start")})
}

// textOf is how many bytes of text the runs have.
func textOf(c *catalog.Catalog) (n int) {
	c.View(func(s *catalog.State) {
		for p := range s.Projects() {
			for r := range s.Runs(p.No) {
				for _, t := range append([]string{r.ID, r.DisplayName, r.Notes, r.Color, r.Attributes.Group}, r.Tags...) {
					n += len(t)
				}
				n += len(r.ConfigEdit)
			}
		}
	})
	return n
}

// busyLog writes actions: of ten, one makes a run and nine edit one.
func busyLog(ctx context.Context, log eventlog.Log, actions, runs int) error {
	_, stop, err := runCatalog(ctx, log, nil)
	if err != nil {
		return err
	}
	stop()
	w := &actionWriter{ctx: ctx, log: log}
	w.add(&pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "bench"}}})
	for p := range 10 {
		w.add(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "bench", Name: fmt.Sprint("p", p)}}})
	}
	for i := range actions {
		n := i * runs / actions // runs so far
		if n < (i+1)*runs/actions {
			id := fmt.Sprintf("run-%08d", n)
			w.add(&pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{
				Entity: "bench", Project: fmt.Sprint("p", n%10), RunId: id, DisplayName: "trial " + id, Tags: []string{"baseline"},
			}}})
			continue
		}
		w.add(edit(uint64(i*7919%max(n, 1)+1), i))
	}
	w.flush()
	return w.err
}

// edit is one of what people do with runs.
func edit(run uint64, i int) *pb.Event {
	switch i % 5 {
	case 0:
		return &pb.Event{Body: &pb.Event_RunTagsSet{RunTagsSet: &pb.RunTagsSet{Run: run, Tags: []string{"baseline", fmt.Sprint("t", i%9)}}}}
	case 1:
		return &pb.Event{Body: &pb.Event_RunNotesSet{RunNotesSet: &pb.RunNotesSet{Run: run, Notes: fmt.Sprint("note ", i)}}}
	case 2:
		return &pb.Event{Body: &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: run, SetJson: fmt.Appendf(nil, `{"lr":%d}`, i%7)}}}
	case 3:
		return &pb.Event{Body: &pb.Event_RunAttributesSet{RunAttributesSet: &pb.RunAttributesSet{Run: run, Attributes: &pb.RunAttributes{Group: proto.String(fmt.Sprint("g", i%100))}}}}
	}
	return &pb.Event{Body: &pb.Event_RunColorSet{RunColorSet: &pb.RunColorSet{Run: run, Color: fmt.Sprint("preset:", i%10)}}}
}

// actionWriter appends the program's own actions in large batches.
type actionWriter struct {
	ctx   context.Context
	log   eventlog.Log
	batch eventlog.Batch
	err   error
}

func (w *actionWriter) add(e *pb.Event) {
	e.Actor = catalog.System()
	err := event.Stamp(e, time.Now())
	if err == nil {
		var value []byte
		value, err = event.Encode(e)
		w.batch.Records = append(w.batch.Records, eventlog.Record{Value: value})
	}
	if w.err == nil {
		w.err = err
	}
	if len(w.batch.Records) == 5000 {
		w.flush()
	}
}

func (w *actionWriter) flush() {
	if w.err == nil && len(w.batch.Records) > 0 {
		w.batch.Topic = eventlog.Actions
		_, w.err = w.log.Append(w.ctx, w.batch)
	}
	w.batch.Records = nil
}

func heapBytes() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// cpuTime is what this process has used of the CPU: what a busy machine doesn't change.
func cpuTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
