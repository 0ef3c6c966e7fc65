package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"runledger/backup"
)

// folderFormat is the number of the layout below. A folder of a higher number was
// written by a newer program, which this one mustn't touch.
const folderFormat = 1

// folder is an opened data folder:
//
//	LOCK         held by the one server that uses it; says who that is (holder)
//	FORMAT       folderFormat in decimal
//	log/         the embedded event log
//	engine/      the embedded engine's tables
//	blobs/       files that trainers upload
//	snapshots/   of the fold: a cache, made anew when it's gone
//	admin.key    API key of the first user, 0600
//	signing.key  random bytes that sign links and cookies, 0600
//	backup/      while a backup is being taken
type folder struct {
	path string
	lock *os.File
}

// holder is what LOCK says of the server that has it.
type holder struct {
	PID int    `json:"pid"`
	URL string `json:"url,omitempty"` // where its HTTP is, once it listens
}

// errHeld is returned for a folder that another process uses.
type errHeld struct {
	path   string
	holder holder
}

func (e errHeld) Error() string {
	who := "another runledger"
	if e.holder.PID != 0 {
		who = fmt.Sprintf("another runledger (process %d)", e.holder.PID)
	}
	if e.holder.URL != "" {
		who += " at " + e.holder.URL
	}
	return fmt.Sprintf("%s is in use by %s: stop it first, or choose another --data", e.path, who)
}

// openFolder takes the folder for this process, and makes it if it isn't there.
func openFolder(path string) (*folder, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := os.MkdirAll(path, 0o750); err != nil {
		return nil, fmt.Errorf("make data folder: %w", err)
	}
	f := &folder{path: path}
	if err := f.takeLock(); err != nil {
		return nil, err
	}
	if err := f.checkFormat(); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

func (f *folder) takeLock() error {
	lock, err := os.OpenFile(f.file("LOCK"), os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return fmt.Errorf("lock data folder: %w", err)
	}
	// The lock belongs to the open file: it ends with the process, however that ends.
	switch err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case errors.Is(err, syscall.EWOULDBLOCK):
		held := errHeld{path: f.path, holder: readHolder(f.path)}
		return errors.Join(held, lock.Close())
	case err != nil:
		return errors.Join(fmt.Errorf("lock %s: %w", lock.Name(), err), lock.Close())
	}
	f.lock = lock
	return f.announce("")
}

// announce writes into LOCK who has the folder and where it can be reached.
func (f *folder) announce(url string) error {
	text, err := json.Marshal(holder{PID: os.Getpid(), URL: url})
	if err != nil {
		return err
	}
	if err := f.lock.Truncate(0); err != nil {
		return fmt.Errorf("write %s: %w", f.lock.Name(), err)
	}
	if _, err := f.lock.WriteAt(append(text, '\n'), 0); err != nil {
		return fmt.Errorf("write %s: %w", f.lock.Name(), err)
	}
	return nil
}

// readHolder returns what LOCK says, zero where it says nothing.
func readHolder(path string) holder {
	var h holder
	if text, err := os.ReadFile(filepath.Join(path, "LOCK")); err == nil {
		_ = json.Unmarshal(text, &h) // half-written: nothing is known
	}
	return h
}

func (f *folder) checkFormat() error {
	text, err := os.ReadFile(f.file("FORMAT"))
	if errors.Is(err, fs.ErrNotExist) {
		if err := f.checkEmpty(); err != nil {
			return err
		}
		return writeDurably(f.file("FORMAT"), []byte(strconv.Itoa(folderFormat)+"\n"), 0o640)
	}
	if err != nil {
		return fmt.Errorf("read data folder's format: %w", err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || n < 1 {
		return fmt.Errorf("%s holds %q where a format number is expected", f.file("FORMAT"), text)
	}
	if n > folderFormat {
		return fmt.Errorf("%s has format %d and this program knows up to %d: it was written by a newer runledger; nothing was touched, start that one", f.path, n, folderFormat)
	}
	return nil
}

// checkEmpty refuses a folder that holds something else: --data given by mistake.
func (f *folder) checkEmpty() error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return fmt.Errorf("read data folder: %w", err)
	}
	for _, e := range entries {
		if e.Name() == backup.Restoring {
			return backup.HalfRestored(f.path)
		}
		if n := e.Name(); n != "LOCK" && n != "lost+found" && !strings.HasPrefix(n, "FORMAT") {
			return fmt.Errorf("%s isn't empty (%s) and isn't a runledger data folder: choose another --data", f.path, n)
		}
	}
	return nil
}

func (f *folder) file(name string) string { return filepath.Join(f.path, name) }

func (f *folder) close() error { return f.lock.Close() }

// writeDurably writes a whole file under its name or nothing.
func writeDurably(path string, content []byte, mode fs.FileMode) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(tmp.Name()) // gone already when all went well
	_, err = tmp.Write(content)
	err = errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
