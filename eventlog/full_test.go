package eventlog_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"runledger/eventlog/logtest"
	"runledger/internal/testenv"
)

// smallDisk mounts a file system of its own. It returns "" without the right to.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	mount, err := os.MkdirTemp("", "eventlog-full-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(mount) })
	if err := syscall.Mount("tmpfs", mount, "tmpfs", 0, "size="+size); errors.Is(err, syscall.EPERM) {
		return ""
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(mount, syscall.MNT_DETACH) })
	return mount
}

// fill takes all space of a disk by a file; it is free again without it.
func fill(t *testing.T, ballast string) {
	t.Helper()
	file, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for err == nil {
		_, err = file.Write(make([]byte, 64<<10))
	}
}

func free(t *testing.T, ballast string) {
	t.Helper()
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
}

// fullFixture is an embedded log on a disk that fills up.
func fullFixture(t *testing.T) logtest.Fixture {
	t.Helper()
	disk := smallDisk(t, "48m")
	if disk == "" {
		return logtest.Fixture{} // skipped: needs root
	}
	f := embeddedFixture(filepath.Join(disk, "log"))
	ballast := filepath.Join(disk, "ballast")
	f.Fill = func(t *testing.T) { fill(t, ballast) }
	f.Free = func(t *testing.T) { free(t, ballast) }
	return f
}

// fullKafkaFixture is a log on a broker of its own whose disk fills up. A broker gives
// up when it does, and has to be started again.
func fullKafkaFixture(t *testing.T) logtest.Fixture {
	t.Helper()
	disk := smallDisk(t, "256m")
	if disk == "" {
		return logtest.Fixture{} // skipped: needs root
	}
	broker := testenv.OwnKafka(t, filepath.Join(disk, "kafka"))
	f := kafkaFixture(broker.Addr(), broker)
	ballast := filepath.Join(disk, "ballast")
	f.FullIsDown = true
	f.Fill = func(t *testing.T) { fill(t, ballast) }
	f.Free = func(t *testing.T) {
		broker.Kill(t)
		free(t, ballast)
		broker.Start(t)
	}
	return f
}
