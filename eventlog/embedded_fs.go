package eventlog

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// guardFS is a file system on which the store's vital files (write-ahead log,
// manifest, markers) never meet a full disk: such operations wait until there's
// space. Tables pass the error on, since the store throws an unfinished table away
// and tries again later; it is only slowed down. So does everything outside of the
// store's folder: copies that are given up when there's no space.
type guardFS struct {
	vfs.FS
	disk *disk
	dir  string // of the store
}

func (g guardFS) vital(name string) bool {
	if filepath.Dir(name) != g.dir {
		return false
	}
	switch filepath.Ext(name) {
	case ".sst", ".blob":
		return false
	}
	return !strings.HasPrefix(filepath.Base(name), "temporary")
}

// retry does op until it meets no full disk.
func (d *disk) retry(vital bool, op func() error) error {
	held := 0
	defer func() { d.release(held) }()
	for {
		err := op()
		if !isFull(err) {
			return err
		}
		if !vital {
			time.Sleep(retryFull)
			return err
		}
		if !d.hold() {
			return err
		}
		held++
	}
}

func (g guardFS) file(name string, open func() (vfs.File, error)) (f vfs.File, err error) {
	err = g.disk.retry(g.vital(name), func() error {
		f, err = open()
		return err
	})
	if err != nil {
		return nil, err
	}
	return guardFile{File: f, disk: g.disk, vital: g.vital(name)}, nil
}

func (g guardFS) Create(name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	return g.file(name, func() (vfs.File, error) { return g.FS.Create(name, c) })
}

func (g guardFS) OpenReadWrite(name string, c vfs.DiskWriteCategory, o ...vfs.OpenOption) (vfs.File, error) {
	return g.file(name, func() (vfs.File, error) { return g.FS.OpenReadWrite(name, c, o...) })
}

func (g guardFS) ReuseForWrite(old, name string, c vfs.DiskWriteCategory) (vfs.File, error) {
	return g.file(name, func() (vfs.File, error) { return g.FS.ReuseForWrite(old, name, c) })
}

func (g guardFS) Rename(old, name string) error {
	return g.disk.retry(g.vital(name), func() error { return g.FS.Rename(old, name) })
}

func (g guardFS) Link(old, name string) error {
	return g.disk.retry(false, func() error { return g.FS.Link(old, name) })
}

func (g guardFS) Unwrap() vfs.FS { return g.FS }

// guardFile is a file of guardFS. A sync isn't repeated: after a failed one the
// kernel may have dropped what it couldn't write, and the next would lie.
type guardFile struct {
	vfs.File
	disk  *disk
	vital bool
}

func (f guardFile) Write(p []byte) (int, error) {
	done := 0
	err := f.disk.retry(f.vital, func() error {
		n, err := f.File.Write(p[done:])
		done += n
		return err
	})
	return done, err
}

func (f guardFile) WriteAt(p []byte, at int64) (int, error) {
	done := 0
	err := f.disk.retry(f.vital, func() error {
		n, err := f.File.WriteAt(p[done:], at+int64(done))
		done += n
		return err
	})
	return done, err
}
