package catalog

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"runledger/eventlog"
)

// SnapshotFolder is a SnapshotStore in a folder, which is made when it's needed. A file
// gets its name once all of it is on disk, so a crash leaves the earlier ones.
type SnapshotFolder string

const (
	snapshotPattern = "fold-%020d.snapshot"
	snapshotHalf    = "fold-*.half" // being written
	halfIsOld       = time.Hour     // then its writer is gone
)

func (f SnapshotFolder) path(next eventlog.Offset) string {
	return filepath.Join(string(f), fmt.Sprintf(snapshotPattern, next))
}

// Put implements SnapshotStore.
func (f SnapshotFolder) Put(next eventlog.Offset, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(string(f), 0o750); err != nil {
		return fmt.Errorf("make the snapshots' folder: %w", err)
	}
	f.sweep()
	half, err := os.CreateTemp(string(f), snapshotHalf)
	if err != nil {
		return fmt.Errorf("write a snapshot: %w", err)
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("write snapshot %d: %w", next, errors.Join(err, os.Remove(half.Name())))
		}
	}()
	b := bufio.NewWriterSize(half, 1<<18)
	err = write(b)
	if err == nil {
		err = b.Flush()
	}
	if err == nil {
		err = half.Sync()
	}
	if err = errors.Join(err, half.Close()); err != nil {
		return err
	}
	if err := os.Rename(half.Name(), f.path(next)); err != nil {
		return err
	}
	return f.sync()
}

// sync makes names durable. What fails is told, but the snapshot is there.
func (f SnapshotFolder) sync() error {
	d, err := os.Open(string(f))
	if err != nil {
		return nil
	}
	_ = d.Sync() // not every file system can; the snapshot may be lost at a power cut then
	return d.Close()
}

// sweep removes what a writer that was killed left.
func (f SnapshotFolder) sweep() {
	names, _ := filepath.Glob(filepath.Join(string(f), snapshotHalf)) // the pattern is valid
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > halfIsOld {
			_ = os.Remove(name) // the next one tries again
		}
	}
}

// Get implements SnapshotStore.
func (f SnapshotFolder) Get(next eventlog.Offset) ([]byte, error) {
	b, err := os.ReadFile(f.path(next))
	if err != nil {
		return nil, fmt.Errorf("read snapshot %d: %w", next, err)
	}
	return b, nil
}

// List implements SnapshotStore.
func (f SnapshotFolder) List() ([]StoredSnapshot, error) {
	entries, err := os.ReadDir(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list snapshots: %w", err)
	}
	var list []StoredSnapshot
	for _, e := range entries {
		var s StoredSnapshot
		if !strings.HasSuffix(e.Name(), ".snapshot") {
			continue
		}
		if _, err := fmt.Sscanf(e.Name(), snapshotPattern, &s.Next); err != nil || fmt.Sprintf(snapshotPattern, s.Next) != e.Name() {
			continue
		}
		if info, err := e.Info(); err == nil { // else it's gone by now
			s.Size = info.Size()
			list = append(list, s)
		}
	}
	return list, nil
}

// Delete implements SnapshotStore.
func (f SnapshotFolder) Delete(next eventlog.Offset) error {
	if err := os.Remove(f.path(next)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove a snapshot: %w", err)
	}
	return nil
}
