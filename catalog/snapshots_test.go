package catalog

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"pgregory.net/rapid"

	"runledger/eventlog"
)

// runWith is run with snapshots in a folder.
func runWith(t testing.TB, log eventlog.Log, store SnapshotStore) (*Catalog, func()) {
	t.Helper()
	c := New(Options{Log: log, Snapshots: store})
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	owner.Go(func() {
		if err := c.Run(ctx); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	if err := c.Fresh(within(t)); err != nil {
		t.Fatal(err)
	}
	return c, func() { cancel(); owner.Wait() }
}

func (c *Catalog) snapshotCount(outcome string) int {
	return int(testutil.ToFloat64(c.metrics.snapshots.WithLabelValues(outcome)))
}

func (c *Catalog) ignoredCount(reason string) int {
	return int(testutil.ToFloat64(c.metrics.snapshotsIgnored.WithLabelValues(reason)))
}

// TestAStartFromASnapshot: the end leaves one, the next start begins with it, whatever
// was appended in between, and the past is folded from it.
func TestAStartFromASnapshot(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := drawHistory(t, rt, 40)
		cut := rapid.IntRange(1, len(h.log)).Draw(rt, "cut")
		log := h.storedUpTo(t, cut)
		defer log.Close()
		store := SnapshotFolder(filepath.Join(t.TempDir(), "snapshots"))
		c, stop := runWith(t, log, store)
		stop()
		if c.snapshotCount("written") != 1 {
			rt.Fatal("the end left no snapshot")
		}
		h.appendTo(t, log, cut, len(h.log))
		c, stop = runWith(t, log, store)
		defer stop()
		if c.snapshotCount("loaded") != 1 || c.view() != h.Hash() {
			rt.Fatalf("start from a snapshot: %d loaded", c.snapshotCount("loaded"))
		}
		if next := eventlog.Offset(rapid.IntRange(0, len(h.log)).Draw(rt, "past")); next > 0 {
			s, err := c.StateAt(within(t), next)
			if err != nil || s.Hash() != h.until(next).Hash() {
				rt.Fatalf("the past at %d: %v", next, err)
			}
		}
	})
}

// foldAll folds a log from its beginning.
func foldAll(t testing.TB, log eventlog.Log) *State {
	t.Helper()
	b, err := log.Bounds(within(t), eventlog.Actions, 0)
	if err != nil {
		t.Fatal(err)
	}
	s := NewState()
	for s.Next() < b.Next {
		stored, err := log.Read(within(t), eventlog.Actions, 0, s.Next(), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		for _, st := range stored {
			s.Apply(Decode(st))
		}
	}
	return s
}

// left is a log and the snapshots of it that a clean end left.
func left(t *testing.T) (eventlog.Log, SnapshotFolder, eventlog.Offset) {
	f, _, _ := furnished(t)
	log := (&history{fold: f}).stored(t)
	t.Cleanup(func() { log.Close() })
	store := SnapshotFolder(filepath.Join(t.TempDir(), "snapshots"))
	c, stop := runWith(t, log, store)
	stop()
	return log, store, c.Next()
}

// TestASnapshotThatIsNoGoodIsIgnored, counted, and gone after the next one was written.
func TestASnapshotThatIsNoGoodIsIgnored(t *testing.T) {
	rewrite := func(t *testing.T, store SnapshotFolder, next eventlog.Offset, change func([]byte) []byte) {
		b, err := store.Get(next)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(store.path(next), change(b), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	for reason, spoil := range map[string]func(*testing.T, SnapshotFolder, eventlog.Offset){
		"damaged": func(t *testing.T, store SnapshotFolder, next eventlog.Offset) {
			rewrite(t, store, next, func(b []byte) []byte { b[len(b)/2]++; return b })
		},
		"format": func(t *testing.T, store SnapshotFolder, next eventlog.Offset) {
			rewrite(t, store, next, func(b []byte) []byte { return withFormat(b, snapshotFormat+1) })
		},
		"foreign": func(t *testing.T, store SnapshotFolder, next eventlog.Offset) {
			f, root, _ := furnished(t)
			f.ok(root, rename(1, "elsewhere"))
			f.State.next = next
			if err := store.Put(next, func(w io.Writer) error { return writeSnapshot(w, f.State, [32]byte{9}) }); err != nil {
				t.Fatal(err)
			}
		},
		"ahead": func(t *testing.T, store SnapshotFolder, next eventlog.Offset) {
			if err := os.Rename(store.path(next), store.path(next+1000)); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(reason, func(t *testing.T) {
			log, store, next := left(t)
			spoil(t, store, next)
			c, stop := runWith(t, log, store)
			defer stop()
			if c.snapshotCount("loaded") != 0 || c.ignoredCount(reason) != 1 {
				t.Errorf("%d loaded, %d ignored", c.snapshotCount("loaded"), c.ignoredCount(reason))
			}
			if c.view() != foldAll(t, log).Hash() {
				t.Error("the state isn't what the log says")
			}
			c.snapshot(within(t))
			if list, err := store.List(); err != nil || len(list) != 1 || list[0].Next != c.Next() {
				t.Errorf("%v %v", list, err)
			}
		})
	}
}

// withFormat makes a snapshot of another format, otherwise whole.
func withFormat(b []byte, format byte) []byte {
	b = bytes.Clone(b)
	b[len(snapshotMagic)+4] = format
	return resummed(b)
}

func TestASnapshotThatCantBeWrittenIsOnlyTold(t *testing.T) {
	log, _, _ := left(t)
	c, stop := runWith(t, log, fullStore{})
	defer stop()
	c.snapshot(within(t))
	if c.snapshotCount("failed") != 1 || c.snapshotCount("written") != 0 {
		t.Error("a full disk isn't counted")
	}
	if _, _, err := c.Do(within(t), withSystem(createUser("more", false, ""))); err != nil {
		t.Error(err)
	}
}

// fullStore is on a full disk.
type fullStore struct{ SnapshotFolder }

func (fullStore) Put(eventlog.Offset, func(io.Writer) error) error {
	return errors.New("no space left on device")
}
func (fullStore) List() ([]StoredSnapshot, error) { return nil, nil }

func TestAFolderKeepsWholeSnapshotsOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "snapshots")
	f := SnapshotFolder(dir)
	if list, err := f.List(); err != nil || len(list) != 0 {
		t.Fatal(list, err)
	}
	broken := errors.New("broken")
	if err := f.Put(1, func(w io.Writer) error { _, _ = w.Write([]byte("half")); return broken }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	for next := range eventlog.Offset(3) {
		if err := f.Put(next+7, func(w io.Writer) error { _, err := w.Write(make([]byte, next)); return err }); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"fold-1.half", "notes.txt", "fold-x.snapshot", "fold-12.snapshot"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o640); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(f.Delete(8), f.Delete(8)); err != nil {
		t.Fatal(err)
	}
	list, err := f.List()
	if err != nil || !slices.Equal(list, []StoredSnapshot{{7, 0}, {9, 2}}) {
		t.Errorf("%v %v", list, err)
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".half") && e.Name() != "fold-1.half" {
			t.Errorf("%s was left", e.Name())
		}
	}
}

// TestOldSnapshotsGrowRare: the newest two stay, and from any place the next one below
// is never further than a share of how long ago it is.
func TestOldSnapshotsGrowRare(t *testing.T) {
	var list []StoredSnapshot
	const step = 50_000
	for next := eventlog.Offset(step); next <= 400*step; next += step {
		list = append(list, StoredSnapshot{next, 100})
		for _, gone := range surplus(list, snapshotsMost, snapshotsBytes) {
			list = slices.DeleteFunc(list, func(s StoredSnapshot) bool { return s.Next == gone })
		}
		if n := len(list); n > snapshotsMost || list[n-1].Next != next || n > 1 && list[n-2].Next != next-step {
			t.Fatalf("at %d: %v", next, list)
		}
	}
	end, below := list[len(list)-1].Next, eventlog.Offset(0)
	for _, s := range list {
		if gap, age := s.Next-below, end-below; gap > step && float64(gap) > 0.6*float64(age) {
			t.Errorf("%d is %d from the one before, of %d", s.Next, gap, age)
		}
		below = s.Next
	}
	t.Log(list)
	if gone := surplus(list, snapshotsMost, 300); len(gone) != len(list)-3 {
		t.Errorf("%d of %d gone for their size", len(gone), len(list))
	}
}
