package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// folder is the data folder of an engine:
//
//	LOCK        held while an engine runs on it
//	VERSION     the library that wrote it last
//	config.xml  written anew at each start
//	store/      ClickHouse's own
type folder struct {
	path string
	lock *os.File
}

// lockWait covers an engine whose parent was killed a moment ago and which is just ending.
const lockWait = 3 * time.Second

// openFolder locks the folder, which is made if need be, and refuses one that a newer library has written.
func openFolder(ctx context.Context, path, version string) (*folder, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("open the data folder: %w", err)
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("open the data folder: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(path, "LOCK"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the data folder: %w", err)
	}
	f := &folder{path: path, lock: lock}
	if err := f.takeLock(ctx); err != nil {
		lock.Close()
		return nil, err
	}
	if err := f.checkVersion(version); err != nil {
		lock.Close()
		return nil, err
	}
	return f, nil
}

func (f *folder) takeLock(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	for {
		err := unix.Flock(int(f.lock.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			return nil
		}
		if !errors.Is(err, unix.EWOULDBLOCK) {
			return fmt.Errorf("lock %s: %w", f.lock.Name(), err)
		}
		select {
		case <-ctx.Done():
			return refuse("the data folder %s is in use by another engine", f.path)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (f *folder) close() { f.lock.Close() } // releases the lock

func (f *folder) versionFile() string { return filepath.Join(f.path, "VERSION") }

func (f *folder) checkVersion(version string) error {
	text, err := os.ReadFile(f.versionFile())
	if errors.Is(err, os.ErrNotExist) {
		return nil // a new folder
	}
	if err != nil {
		return fmt.Errorf("read the version of the data: %w", err)
	}
	written, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "libchdb ")
	if !ok {
		return refuse("%s does not name a version: %q", f.versionFile(), text)
	}
	if newer(written, version) {
		return refuse("the data folder %s was written by libchdb %s, this is %s: run the newer runledger on it, or restore a backup", f.path, written, version)
	}
	return nil
}

// markUsed notes which library has written the folder, durably, before it is used.
func (f *folder) markUsed(version string) error {
	text := "libchdb " + version + "\n"
	if err := writeDurably(f.versionFile(), text); err != nil {
		return fmt.Errorf("note the version of the data: %w", err)
	}
	return nil
}

// writeDurably replaces a file, unless it says the same already: then a full disk is no obstacle.
func writeDurably(path, text string) error {
	if old, err := os.ReadFile(path); err == nil && string(old) == text {
		return nil
	}
	file, err := os.OpenFile(path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// newer compares dotted versions number by number. What isn't a number counts as newest: better refused.
func newer(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range as {
		x, err := strconv.Atoi(as[i])
		if err != nil {
			return true
		}
		y := 0
		if i < len(bs) {
			y, _ = strconv.Atoi(bs[i]) // the library's own version: numbers
		}
		if x != y {
			return x > y
		}
	}
	return false
}

// sameSeries is true for versions that agree in their first two numbers, within which the C interface and
// the data stay as they are.
func sameSeries(a, b string) bool {
	series := func(v string) string {
		return strings.Join(strings.SplitN(v, ".", 3)[:min(2, strings.Count(v, ".")+1)], ".")
	}
	return series(a) == series(b)
}
