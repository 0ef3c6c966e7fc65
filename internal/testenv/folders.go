package testenv

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

// base holds the folders of all test processes of this user.
func base() string {
	return filepath.Join(os.TempDir(), "runledger-testenv-"+strconv.Itoa(os.Getuid()))
}

// freshFolder makes a folder for this process and removes those of processes that are gone. A process holds
// the lock of its folder as long as it lives, so a free lock means an abandoned folder.
func freshFolder() (string, error) {
	if err := os.MkdirAll(base(), 0o700); err != nil {
		return "", fmt.Errorf("make a folder for tests: %w", err)
	}
	all, err := filepath.Glob(filepath.Join(base(), "run-*"))
	if err != nil {
		return "", fmt.Errorf("look for old test folders: %w", err)
	}
	for _, dir := range all {
		removeAbandoned(dir)
	}
	dir, err := os.MkdirTemp(base(), "new-*")
	if err != nil {
		return "", fmt.Errorf("make a folder for tests: %w", err)
	}
	lock, err := lockFile(filepath.Join(dir, "in-use"), unix.LOCK_EX)
	if err != nil {
		return "", err
	}
	held = append(held, lock)
	// Under its final name the folder is locked from the first moment.
	final := filepath.Join(base(), "run-"+filepath.Base(dir)[len("new-"):])
	if err := os.Rename(dir, final); err != nil {
		return "", fmt.Errorf("make a folder for tests: %w", err)
	}
	return final, nil
}

// held keeps locks open for the life of the process: a collected file would be closed.
var held []*os.File

func removeAbandoned(dir string) {
	lock, err := lockFile(filepath.Join(dir, "in-use"), unix.LOCK_EX|unix.LOCK_NB)
	if err != nil {
		return
	}
	defer lock.Close()
	os.RemoveAll(dir)
}

func lockFile(path string, how int) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if err := unix.Flock(int(file.Fd()), how); err != nil {
		file.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return file, nil
}
