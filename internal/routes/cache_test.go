package routes

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// cacheDir is where tools are kept from run to run.
func cacheDir(t *testing.T) string {
	t.Helper()
	if d := os.Getenv("RUNLEDGER_CACHE"); d != "" {
		return d
	}
	d, err := os.UserCacheDir() // XDG_CACHE_HOME or ~/.cache
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(d, "runledger")
}

// locked keeps other test processes out of a folder until it's unlocked.
func locked(t *testing.T, dir string) (unlock func()) {
	t.Helper()
	f, err := os.OpenFile(dir+".lock", os.O_CREATE|os.O_RDWR, 0o644)
	if err == nil {
		err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() { _ = f.Close() }
}
