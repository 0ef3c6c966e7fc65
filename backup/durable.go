package backup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// atOnce is how many files are synced together: they share the disk's flushes, so
// that small files take a fraction of the time.
const atOnce = 32

// syncing brings files to disk while others are written.
type syncing struct {
	slots chan struct{}
	all   sync.WaitGroup
	mu    sync.Mutex
	err   error // the first
}

func newSyncing() *syncing { return &syncing{slots: make(chan struct{}, atOnce)} }

// close syncs and closes f in the background.
func (s *syncing) close(f *os.File) {
	s.slots <- struct{}{}
	s.all.Go(func() {
		defer func() { <-s.slots }()
		err := errors.Join(f.Sync(), f.Close())
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.err == nil {
			s.err = err
		}
	})
}

// wait returns when all files are on disk, and the first error.
func (s *syncing) wait() error {
	s.all.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// writeFile writes a new file to disk. Its name is durable after syncDir.
func writeFile(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncTree makes the names in a folder and in all below it durable.
func syncTree(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || d.Name() == "lost+found" {
			return err
		}
		return syncDir(path)
	})
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
