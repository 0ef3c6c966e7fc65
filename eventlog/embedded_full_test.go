package eventlog_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"runledger/eventlog/logtest"
)

// fullFixture is an embedded log on a file system of its own, which fills up.
func fullFixture(t *testing.T) logtest.Fixture {
	t.Helper()
	mount := t.TempDir()
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size=48m"); err != nil {
		if errors.Is(err, syscall.EPERM) {
			return logtest.Fixture{} // skipped: needs root
		}
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(mount, syscall.MNT_DETACH) })
	f := embeddedFixture(filepath.Join(mount, "log"))
	ballast := filepath.Join(mount, "ballast")
	f.Fill = func(t *testing.T) {
		file, err := os.Create(ballast)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		for err == nil {
			_, err = file.Write(make([]byte, 64<<10))
		}
	}
	f.Free = func(t *testing.T) {
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	}
	return f
}
