package eventlog

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// brokenFS fails writes or syncs of files with a suffix, once it is told to.
type brokenFS struct {
	vfs.FS
	suffix string
	write  atomic.Pointer[error]
	sync   atomic.Pointer[error]
}

type brokenFile struct {
	vfs.File
	fs *brokenFS
}

func (b *brokenFS) wrap(name string, f vfs.File, err error) (vfs.File, error) {
	if err == nil && filepath.Ext(name) == b.suffix {
		f = brokenFile{File: f, fs: b}
	}
	return f, err
}

func (b *brokenFS) Create(name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := b.FS.Create(name, c)
	return b.wrap(name, f, err)
}

func (b *brokenFS) ReuseForWrite(old, name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	f, err := b.FS.ReuseForWrite(old, name, c)
	return b.wrap(name, f, err)
}

func (f brokenFile) Write(p []byte) (int, error) {
	if err := f.fs.write.Load(); err != nil {
		return 0, *err
	}
	return f.File.Write(p)
}

func (f brokenFile) SyncData() error {
	if err := f.fs.sync.Load(); err != nil {
		return *err
	}
	return f.File.SyncData()
}

func (f brokenFile) Sync() error {
	if err := f.fs.sync.Load(); err != nil {
		return *err
	}
	return f.File.Sync()
}

func text(n int) Batch {
	return Batch{Topic: Telemetry, Records: []Record{{Value: fmt.Appendf(nil, "%d", n)}}}
}

// TestDiskFailure fails for good: the log says so, loses nothing, and is there again
// after a restart of the process, for which the test opens a copy.
func TestDiskFailure(t *testing.T) {
	for name, breakIt := range map[string]func(*brokenFS, *error){
		"write": func(b *brokenFS, err *error) { b.write.Store(err) },
		"sync":  func(b *brokenFS, err *error) { b.sync.Store(err) },
	} {
		t.Run(name, func(t *testing.T) {
			fs := &brokenFS{FS: vfs.Default, suffix: ".log"}
			log, err := OpenEmbedded(EmbeddedOptions{Dir: t.TempDir(), fs: fs})
			if err != nil {
				t.Fatal(err)
			}
			ctx := context.Background()
			for n := range 10 {
				if _, err := log.Append(ctx, text(n)); err != nil {
					t.Fatal(err)
				}
			}
			eio := error(syscall.EIO)
			breakIt(fs, &eio)
			for range 3 {
				if _, err := log.Append(ctx, text(10)); !errors.Is(err, ErrUnavailable) {
					t.Fatalf("append to a failed disk: %v", err)
				}
			}
			select {
			case <-log.Failed():
			case <-time.After(10 * time.Second):
				t.Fatal("the log doesn't say that it failed")
			}
			got, err := log.Read(ctx, Telemetry, 0, 0, 1000)
			if err != nil || len(got) != 10 {
				t.Errorf("read: %d records, %v", len(got), err)
			}
			if b, err := log.Bounds(ctx, Telemetry, 0); err != nil || b.Next != 10 {
				t.Errorf("bounds: %+v, %v", b, err)
			}
			if err := log.Close(); err == nil || !strings.Contains(err.Error(), syscall.EIO.Error()) {
				t.Errorf("close: %v", err)
			}
		})
	}
}

// TestFullWriteAheadLog meets a full disk only where the log can't do without: the
// write waits, the appends don't.
func TestFullWriteAheadLog(t *testing.T) {
	fs := &brokenFS{FS: vfs.Default, suffix: ".log"}
	log, err := OpenEmbedded(EmbeddedOptions{Dir: t.TempDir(), fs: fs})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	full := error(syscall.ENOSPC)
	fs.write.Store(&full)
	ctx := context.Background()
	for n := range 3 {
		if _, err := log.Append(ctx, text(n)); !errors.Is(err, ErrUnavailable) {
			t.Fatalf("append to a full disk: %v", err)
		}
	}
	if b, _ := log.Bounds(ctx, Telemetry, 0); b.Next != 0 {
		t.Errorf("readers see %d records that aren't on disk", b.Next)
	}
	fs.write.Store(nil)
	waitFor(t, func() bool { _, err := log.Append(ctx, text(100)); return err == nil })
	select {
	case <-log.Failed():
		t.Error("a full disk counts as a failed one")
	default:
	}
}

// TestFullTables meets a full disk when memory is written out. Appends go on while the
// write-ahead log has room, are refused when the store can't take more, and go on when
// there's space again.
func TestFullTables(t *testing.T) {
	fs := &brokenFS{FS: vfs.Default, suffix: ".sst"}
	dir := t.TempDir()
	log, err := OpenEmbedded(EmbeddedOptions{Dir: dir, fs: fs})
	if err != nil {
		t.Fatal(err)
	}
	full := error(syscall.ENOSPC)
	fs.write.Store(&full)
	ctx := context.Background()
	batch := Batch{Topic: Telemetry, Records: []Record{{Value: make([]byte, 500_000)}}}
	acked := 0
	for err = nil; err == nil && acked < 1000; {
		if _, err = log.Append(ctx, batch); err == nil {
			acked++
		}
	}
	if !errors.Is(err, ErrUnavailable) {
		t.Fatalf("append %d to a disk without space for tables: %v", acked, err)
	}
	fs.write.Store(nil)
	waitFor(t, func() bool { _, err := log.Append(ctx, batch); return err == nil })
	for range 50 {
		if _, err := log.Append(ctx, batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	if log, err = OpenEmbedded(EmbeddedOptions{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	if b, _ := log.Bounds(ctx, Telemetry, 0); int(b.Next) < acked+51 {
		t.Errorf("%d records, %d were acknowledged", b.Next, acked+51)
	}
}

// TestFullWhenOpened opens a log on a disk without space: an error, not a wait.
func TestFullWhenOpened(t *testing.T) {
	for _, suffix := range []string{".log", ".sst", ""} {
		fs := &brokenFS{FS: vfs.Default, suffix: suffix}
		dir := t.TempDir()
		log, err := OpenEmbedded(EmbeddedOptions{Dir: dir, fs: fs})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(context.Background(), text(1)); err != nil {
			t.Fatal(err)
		}
		log.Close()
		full := error(syscall.ENOSPC)
		fs.write.Store(&full)
		if log, err = OpenEmbedded(EmbeddedOptions{Dir: dir, fs: fs}); err == nil {
			t.Logf("opened without writing any %q", suffix)
			fs.write.Store(nil)
		} else if !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("open with no space for %q: %v", suffix, err)
		}
		fs.write.Store(nil)
		if err != nil { // the failed attempt may still hold the store's lock
			waitFor(t, func() bool { log, err = OpenEmbedded(EmbeddedOptions{Dir: dir, fs: fs}); return err == nil })
		}
		if b, _ := log.Bounds(context.Background(), Telemetry, 0); b.Next != 1 {
			t.Errorf("%d records, want 1", b.Next)
		}
		log.Close()
	}
}

func waitFor(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) { // poll
		if time.Now().After(deadline) {
			t.Fatal("it doesn't happen")
		}
	}
}

// TestFullWhenCopied meets a full disk while a checkpoint is written: the checkpoint
// fails, the log doesn't mind.
func TestFullWhenCopied(t *testing.T) {
	for _, suffix := range []string{".log", ""} {
		fs := &brokenFS{FS: vfs.Default, suffix: suffix}
		log, err := OpenEmbedded(EmbeddedOptions{Dir: t.TempDir(), fs: fs})
		if err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		if _, err := log.Append(ctx, text(1)); err != nil {
			t.Fatal(err)
		}
		full := error(syscall.ENOSPC)
		fs.write.Store(&full)
		if err := log.Checkpoint(filepath.Join(t.TempDir(), "copy")); !errors.Is(err, syscall.ENOSPC) {
			t.Errorf("a copy without space for *%s: %v", suffix, err)
		}
		fs.write.Store(nil)
		if _, err := log.Append(ctx, text(2)); err != nil {
			t.Errorf("append after that: %v", err)
		}
		dir := filepath.Join(t.TempDir(), "copy")
		if err := log.Checkpoint(dir); err != nil {
			t.Fatal(err)
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
		copied, err := OpenEmbedded(EmbeddedOptions{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		if b, err := copied.Bounds(ctx, Telemetry, 0); err != nil || b.Next != 2 {
			t.Errorf("the copy has %d records, %v", b.Next, err)
		}
		copied.Close()
	}
}
