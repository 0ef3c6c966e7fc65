package engine_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"runledger/engine"
	"runledger/internal/clickhouse"
)

func TestKilledEngineComesBackWithItsData(t *testing.T) {
	e := start(t, folder(t), nil)
	e.ready(t)
	at := e.Endpoint()
	mustAsk(t, at, "CREATE TABLE kept (a UInt64) ENGINE = MergeTree ORDER BY a", "")
	mustAsk(t, at, "INSERT INTO kept SELECT number FROM numbers(1000)", "")
	for round := range 3 {
		pid := e.PID()
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		until(t, "a new process", func() bool { return e.PID() != 0 && e.PID() != pid })
		e.ready(t)
		mustAsk(t, at, "SELECT count(), sum(a) FROM kept", "1000\t499500")
		if got := e.value(t, "runledger_engine_exits_total", "signal"); got != float64(round+1) {
			t.Errorf("exits by signal: %v", got)
		}
	}
	if got := e.value(t, "runledger_engine_starts_total"); got != 4 {
		t.Errorf("starts: %v", got)
	}
	if err := e.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
}

// While the child is gone requests fail at once, with an error that isn't ClickHouse's.
func TestEngineThatIsGone(t *testing.T) {
	e := start(t, folder(t), nil)
	e.ready(t)
	if err := e.stop(); err != nil {
		t.Fatal(err)
	}
	_, err := ask(t.Context(), e.Endpoint(), "SELECT 1")
	if err == nil || clickhouse.Code(err) != 0 {
		t.Errorf("got %v", err)
	}
	if err := e.Ready(); !errors.Is(err, engine.ErrDown) {
		t.Errorf("Ready: got %v", err)
	}
	if got := e.value(t, "runledger_engine_up"); got != 0 {
		t.Errorf("up: %v", got)
	}
}

func TestOneEnginePerFolder(t *testing.T) {
	dir := folder(t)
	first := start(t, dir, nil)
	first.ready(t)
	second := start(t, dir, func(o *engine.Options) { o.SocketPath = filepath.Join(t.TempDir(), "s") })
	err := second.WaitReady(t.Context())
	if !errors.Is(err, engine.ErrRefused) || !strings.Contains(err.Error(), "in use by another engine") {
		t.Errorf("got %v", err)
	}
	mustAsk(t, first.Endpoint(), "SELECT 1", "1")
}

func TestFolderOfANewerEngine(t *testing.T) {
	dir := folder(t)
	first := start(t, dir, nil)
	first.ready(t)
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"26.7.4", "26.10.1", "27.1", "tomorrow"} {
		if err := os.WriteFile(filepath.Join(dir, "VERSION"), []byte("libchdb "+version+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		err := start(t, dir, nil).WaitReady(t.Context())
		if !errors.Is(err, engine.ErrRefused) || !strings.Contains(err.Error(), "was written by libchdb "+version) {
			t.Errorf("%s: got %v", version, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "VERSION"), []byte("libchdb 26.6.9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, dir, nil).ready(t)
}

func TestNothingToRun(t *testing.T) {
	e := start(t, folder(t), func(o *engine.Options) { o.LibraryPath = "/nowhere/libchdb.so" })
	if err := e.WaitReady(t.Context()); !errors.Is(err, engine.ErrNoLibrary) || !strings.Contains(err.Error(), "/nowhere/libchdb.so") {
		t.Errorf("without a library: got %v", err)
	}
	e = start(t, folder(t), func(o *engine.Options) { o.BinaryPath = "/nowhere/runledger-engine" })
	if err := e.WaitReady(t.Context()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a binary: got %v", err)
	}
	notALibrary := filepath.Join(t.TempDir(), "libchdb.so")
	if err := os.WriteFile(notALibrary, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	e = start(t, folder(t), func(o *engine.Options) { o.LibraryPath = notALibrary })
	if err := e.WaitReady(t.Context()); !errors.Is(err, engine.ErrRefused) || !strings.Contains(err.Error(), notALibrary) {
		t.Errorf("with something else: got %v", err)
	}
}

// A child that ends by itself again and again is started again and again, ever more slowly.
func TestChildThatFailsIsTriedAgain(t *testing.T) {
	script := filepath.Join(t.TempDir(), "engine.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho broken >&2\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	e := start(t, folder(t), func(o *engine.Options) { o.BinaryPath = script })
	until(t, "three attempts", func() bool { return e.value(t, "runledger_engine_exits_total", "start") >= 3 })
	if err := e.Ready(); !errors.Is(err, engine.ErrDown) {
		t.Errorf("Ready: got %v", err)
	}
	if err := e.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
}

// A stop lets a running statement end within the grace, and not beyond it.
func TestOrderlyStop(t *testing.T) {
	e := start(t, folder(t), func(o *engine.Options) { o.StopGrace = 30 * time.Second })
	e.ready(t)
	answers := make(chan string, 1)
	go func() {
		answer, err := ask(context.Background(), e.Endpoint(), "SELECT sleep(2) FORMAT CSV")
		if err != nil {
			answer = err.Error()
		}
		answers <- answer
	}()
	until(t, "the statement to run", func() bool {
		n, err := ask(t.Context(), e.Endpoint(), "SELECT count() FROM system.processes WHERE query LIKE '%sleep(2)%' AND query NOT LIKE '%processes%'")
		return err == nil && n == "1"
	})
	if err := e.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if answer := <-answers; answer != "0" {
		t.Errorf("the running statement: %q", answer)
	}
}

func TestStopDoesNotWaitForEver(t *testing.T) {
	e := start(t, folder(t), func(o *engine.Options) { o.StopGrace = 100 * time.Millisecond })
	e.ready(t)
	failed := make(chan error, 1)
	go func() {
		_, err := ask(context.Background(), e.Endpoint(), "SELECT sum(sipHash64(number)) FROM numbers(1000000000000)")
		failed <- err
	}()
	until(t, "the statement to run", func() bool {
		n, err := ask(t.Context(), e.Endpoint(), "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'")
		return err == nil && n == "1"
	})
	began := time.Now()
	if err := e.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("stop took %s", took)
	}
	if err := <-failed; err == nil {
		t.Error("an interrupted statement answered")
	}
}

func TestManyEnginesAtOnce(t *testing.T) {
	var wait sync.WaitGroup
	for range 4 {
		e := start(t, folder(t), nil)
		wait.Go(func() {
			if err := e.WaitReady(t.Context()); err != nil {
				t.Error(err)
				return
			}
			if got, err := ask(t.Context(), e.Endpoint(), "SELECT 1"); err != nil || got != "1" {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	wait.Wait()
}

// A query beyond the memory fails with code 241; the engine and everybody else go on.
func TestOutOfMemoryIsAQuerysProblem(t *testing.T) {
	e := start(t, folder(t), func(o *engine.Options) { o.MaxMemory = 600 << 20 })
	e.ready(t)
	pid := e.PID()
	for range 3 {
		_, err := ask(t.Context(), e.Endpoint(), "SELECT length(groupArray(toString(number))) FROM numbers(100000000)")
		if clickhouse.Code(err) != clickhouse.CodeMemoryLimit {
			t.Fatalf("got %v", err)
		}
		mustAsk(t, e.Endpoint(), "SELECT sum(number) FROM numbers(1000)", "499500")
	}
	if e.PID() != pid {
		t.Error("the engine died of it")
	}
}

func TestSocket(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("a-long-name/", 12), "engine")
	for _, dir := range []string{folder(t), long} {
		e := start(t, dir, nil)
		e.ready(t)
		path := e.Endpoint().Address
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		if len(path) > 107 {
			t.Errorf("%s is too long", path)
		}
		parent, err := os.Stat(filepath.Dir(path))
		if err != nil || parent.Mode().Perm() != 0o700 {
			t.Errorf("its folder has mode %v, %v", parent.Mode(), err)
		}
	}
}

// An engine that is stopped by a signal is down until it goes on.
func TestEngineThatDoesNotAnswer(t *testing.T) {
	e := start(t, folder(t), nil)
	e.ready(t)
	pid := e.PID()
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	until(t, "the silence to be noticed", func() bool { return errors.Is(e.Ready(), engine.ErrDown) })
	if err := syscall.Kill(pid, syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	e.ready(t)
	if e.PID() != pid {
		t.Error("it was replaced")
	}
	mustAsk(t, e.Endpoint(), "SELECT 1", "1")
	if got := e.value(t, "runledger_engine_resident_bytes"); got < 10e6 || got > 1e9 {
		t.Errorf("resident memory: %v bytes", got)
	}
}
