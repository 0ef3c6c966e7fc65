package sweep

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"runledger/blob"
	"runledger/catalog"
	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/progress"
	"runledger/internal/testenv"
	"runledger/projections"
)

func TestMain(m *testing.M) {
	code := m.Run()
	testenv.Stop()
	if err := goleak.Find(); code == 0 && err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// rig is a log, its fold and tables, and a sweeper that finds every content old.
type rig struct {
	t     *testing.T
	log   *eventlog.Embedded
	cat   *catalog.Catalog
	blobs *blob.Store
	sweep *Sweeper
}

func newRig(t *testing.T) *rig {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir(), Partitions: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	blobs, err := blob.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { blobs.Close() })
	r := &rig{t: t, log: log, blobs: blobs, cat: catalog.New(catalog.Options{Log: log})}
	at, board := testenv.Engine(t), progress.NewBoard()
	r.sweep = New(Options{Catalog: r.cat, Log: log, Board: board, Endpoint: at, Blobs: blobs, Grace: -time.Minute})
	projector := projections.New(projections.Options{Log: log, Catalog: r.cat, Board: board, Endpoint: at, Logger: slog.New(slog.NewTextHandler(t.Output(), nil))})
	if err := r.sweep.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.sweep.Close() })
	for _, run := range []func(context.Context) error{r.cat.Run, projector.Run, r.sweep.Run} {
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- run(ctx) }()
		t.Cleanup(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	return r
}

func (r *rig) do(e *pb.Event) (catalog.Verdict, uint64) {
	r.t.Helper()
	e.Actor = &pb.Actor{Kind: pb.Actor_KIND_SYSTEM}
	v, at, err := r.cat.Do(r.t.Context(), e)
	if err != nil || !v[0].OK() {
		r.t.Fatalf("%s: %v %+v", e.Type, err, v)
	}
	return v[0], at.Actions - 1
}

func (r *rig) run(id string) uint64 {
	v, _ := r.do(&pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "ann", Project: "p", RunId: id}}})
	return uint64(v.Run)
}

func (r *rig) put(content string) string {
	r.t.Helper()
	o, err := r.blobs.Put(r.t.Context(), strings.NewReader(content), 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	return o.SHA256
}

func (r *rig) append(run uint64, e *pb.Event) {
	r.t.Helper()
	if err := event.Stamp(e, time.Now()); err != nil {
		r.t.Fatal(err)
	}
	value, err := event.Encode(e)
	if err != nil {
		r.t.Fatal(err)
	}
	key := []byte{0, 0, 0, 0, 0, 0, 0, byte(run)}
	if _, err := r.log.Append(r.t.Context(), eventlog.Batch{Topic: eventlog.Telemetry, Partition: event.Partition(run, 2), Records: []eventlog.Record{{Key: key, Value: value}}}); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) file(run uint64, sha256 string) {
	r.append(run, &pb.Event{Body: &pb.Event_RunFilesAdded{RunFilesAdded: &pb.RunFilesAdded{Run: run, Home: 1, Files: []*pb.File{{Name: sha256[:8], Sha256: sha256}}}}})
}

// purge purges a run and waits until it is done.
func (r *rig) purge(run uint64) (status string, files, kept int, bytes int64) {
	r.t.Helper()
	r.do(&pb.Event{Body: &pb.Event_RunsDeleted{RunsDeleted: &pb.RunsDeleted{Runs: []uint64{run}}}})
	_, purge := r.do(&pb.Event{Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: []uint64{run}}}})
	ctx, cancel := context.WithTimeout(r.t.Context(), time.Minute)
	defer cancel()
	runs, _, ok := r.sweep.Of(purge)
	if !ok || len(runs) != 1 {
		r.t.Fatalf("purge %d: %v", purge, runs)
	}
	for {
		st, err := r.sweep.Status(ctx, purge, runs)
		if err != nil {
			r.t.Fatal(err)
		}
		if st.State == "done" {
			if st.Log.Records == 0 || st.Log.Bytes == 0 {
				r.t.Errorf("the log holds nothing of the run: %+v", st.Log)
			}
			return st.State, st.Files.Deleted, st.Files.Kept, st.Files.Bytes
		}
		if err := r.sweep.Sweep(ctx); err != nil {
			r.t.Fatalf("%v (at %+v)", err, st)
		}
	}
}

func (r *rig) there(sha256 string) bool {
	r.t.Helper()
	ok, err := r.blobs.Exists(r.t.Context(), sha256)
	if err != nil {
		r.t.Fatal(err)
	}
	return ok
}

func TestContentsThatNothingRefersToGo(t *testing.T) {
	r := newRig(t)
	r.do(&pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "ann"}}})
	r.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "p"}}})
	gone, stays := r.run("gone"), r.run("stays")
	own, shared, pinned, value := r.put("its own"), r.put("shared"), r.put("in a report"), r.put("a large value")
	r.file(gone, own)
	r.file(gone, shared)
	r.file(stays, shared)
	r.file(gone, pinned)
	r.append(gone, &pb.Event{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: gone, Home: 1,
		Json: []byte(`{"v":{"_type":"runledger-value","sha256":"` + value + `","size":13}}`)}}})
	r.do(&pb.Event{Body: &pb.Event_ReportCreated{ReportCreated: &pb.DocumentAdded{Project: 1, Id: "r", FieldsJson: []byte(`{"pinned":{"a":"` + pinned + `"}}`)}}})

	if _, deleted, kept, bytes := r.purge(gone); deleted != 2 || kept != 2 || bytes != int64(len("its own")+len("a large value")) {
		t.Errorf("%d contents deleted, %d kept, %d bytes", deleted, kept, bytes)
	}
	for hash, want := range map[string]bool{own: false, value: false, shared: true, pinned: true} {
		if r.there(hash) != want {
			t.Errorf("content %s is there: %v", hash[:8], !want)
		}
	}
	if _, deleted, _, _ := r.purge(stays); deleted != 1 || r.there(shared) || !r.there(pinned) {
		t.Errorf("after the last reference went: %d deleted", deleted)
	}
}
