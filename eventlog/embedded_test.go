package eventlog_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"go.uber.org/goleak"

	"runledger/eventlog"
	"runledger/eventlog/logtest"
)

// childDir is set in the process that TestMain turns into a writer to be killed.
const childDir = "RUNLEDGER_LOGTEST_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		child(dir)
		return
	}
	if options := os.Getenv(childOwner); options != "" {
		childOwns(options)
		return
	}
	os.Exit(m.Run())
}

// child writes until it is killed.
func child(dir string) {
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	n, _ := log.Partitions(context.Background(), eventlog.Telemetry)
	logtest.WriteTo(os.Stdout, log, n, os.Getpid())
}

func TestEmbedded(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	logtest.Run(t, func(t *testing.T) logtest.Fixture {
		dir := filepath.Join(t.TempDir(), "log")
		f := embeddedFixture(dir)
		if t.Name() == "TestEmbedded/a_full_disk_refuses_and_recovers" {
			f = fullFixture(t)
		}
		return f
	})
}

func embeddedFixture(dir string) logtest.Fixture {
	return logtest.Fixture{
		Open: func(t testing.TB, o logtest.Options) eventlog.Log {
			log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{
				Dir: dir, Partitions: 3, Clock: o.Clock, Registerer: o.Registerer,
			})
			if err != nil {
				t.Fatal(err)
			}
			return log
		},
		Partitions: 3,
		OwnClock:   true,
		Crash:      func(t *testing.T, acked func(logtest.Ack)) { crash(t, dir, 3, acked) },
		Tear:       func(t *testing.T) { tear(t, dir) },
	}
}

// crash lets a process append to a log and kills it after a while.
func crash(t *testing.T, dir string, partitions int, acked func(logtest.Ack)) {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir, Partitions: partitions}) // creates it
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	writer := exec.Command(os.Args[0])
	writer.Env = append(os.Environ(), childDir+"="+dir)
	writer.Stderr = &stderr
	acks, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	n := 0
	logtest.ReadAcks(acks, func(a logtest.Ack) {
		acked(a)
		if n++; n == 500 {
			_ = writer.Process.Kill()
		}
	})
	if err := writer.Wait(); err == nil || stderr.Len() > 0 {
		t.Fatalf("the writer wasn't killed: %v\n%s", err, &stderr)
	}
}

// tear adds what a write that was cut off may leave at the end of the newest
// write-ahead log.
func tear(t *testing.T, dir string) {
	t.Helper()
	logs, err := filepath.Glob(filepath.Join(dir, "store", "*.log"))
	if err != nil || len(logs) == 0 {
		t.Fatalf("no write-ahead log (%v)", err)
	}
	slices.Sort(logs)
	f, err := os.OpenFile(logs[len(logs)-1], os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	garbage := make([]byte, 50_000)
	_, _ = rand.Read(garbage)
	if _, err := f.Write(garbage); err != nil {
		t.Fatal(err)
	}
}
