package eventlog_test

import (
	crand "crypto/rand"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"runledger/eventlog"
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

// TestFullDiskAtAnyPoint lets a log of some size meet a disk with ever less room, round
// by round, closes and opens it in between, and counts.
func TestFullDiskAtAnyPoint(t *testing.T) {
	disk := smallDisk(t, "96m")
	if disk == "" {
		t.Skip("needs root, to mount a small disk")
	}
	ballast := filepath.Join(disk, "ballast")
	dir := filepath.Join(disk, "log")
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	acked := 0
	for range 6 {
		log := openDir(t, dir)
		fill(t, ballast)
		if err := os.Truncate(ballast, max(0, size(t, ballast)-rnd.Int64N(12<<20))); err != nil {
			t.Fatal(err)
		}
		value := make([]byte, 1+rnd.IntN(200_000))
		_, _ = crand.Read(value)
		b := eventlog.Batch{Topic: eventlog.Telemetry, Records: []eventlog.Record{{Value: value}}}
		for err := error(nil); err == nil; {
			if _, err = log.Append(t.Context(), b); err == nil {
				acked++
			} else if !isUnavailable(err) {
				t.Fatal(err)
			}
		}
		free(t, ballast)
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) { // poll
			if _, err := log.Append(t.Context(), b); err == nil {
				acked++
				break
			}
			if time.Now().After(deadline) {
				t.Fatal("appends are still refused when there is space again")
			}
		}
		if next := int(end(t, log, 0)); next < acked {
			t.Fatalf("%d records of %d acknowledged", next, acked)
		}
		acked = int(end(t, log, 0)) // what was stored without being acknowledged stays, too
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
		log = openDir(t, dir)
		if next := int(end(t, log, 0)); next != acked {
			t.Fatalf("%d records after reopening, %d before", next, acked)
		}
		log.Close()
	}
	t.Logf("%d records", acked)
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
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
