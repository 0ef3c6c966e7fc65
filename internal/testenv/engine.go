package testenv

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"runledger/engine"
	"runledger/internal/clickhouse"
)

// dsnVariable names a server to use instead of starting an engine.
const dsnVariable = "RUNLEDGER_TEST_CLICKHOUSE_DSN"

// Engine returns an empty database for this test alone, dropped at its end. All tests of a package run share
// one engine process, which ends with the test process, however that ends.
func Engine(t testing.TB) engine.Endpoint {
	t.Helper()
	server := Server(t)
	database := "t_" + strings.ToLower(rand.Text()[:12])
	client := clickhouse.NewClient(server)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := client.Post(ctx, "CREATE DATABASE "+database, nil, nil, nil); err != nil {
		t.Fatalf("make a database for the test: %v", err)
	}
	t.Cleanup(func() {
		defer client.Close()
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if _, err := client.Post(ctx, "DROP DATABASE IF EXISTS "+database+" SYNC", nil, nil, nil); err != nil {
			t.Logf("drop the test's database: %v", err)
		}
	})
	return server.WithDatabase(database)
}

// Server returns the shared engine without a database of the test's own.
func Server(t testing.TB) engine.Endpoint {
	t.Helper()
	if dsn := os.Getenv(dsnVariable); dsn != "" {
		at, err := engine.ParseDSN(dsn)
		if err != nil {
			t.Fatalf("%s: %v", dsnVariable, err)
		}
		return at
	}
	binary, library := EngineBinary(t), Library(t)
	shared.once.Do(func() { shared.start(binary, library) })
	if shared.err != nil {
		t.Fatalf("start the shared engine: %v", shared.err)
	}
	return shared.at
}

// Library is the path of libchdb.so; without one the test is skipped.
func Library(t testing.TB) string {
	t.Helper()
	library, err := engine.FindLibrary("")
	if err != nil {
		Mandatory(t, err.Error())
	}
	return library
}

// shared is the one engine of this test process. It is a global because a test process is what it belongs to.
var shared sharedEngine

type sharedEngine struct {
	once sync.Once
	at   engine.Endpoint
	err  error
	stop func()
}

func (s *sharedEngine) start(binary, library string) {
	dir, err := freshFolder()
	if err != nil {
		s.err = err
		return
	}
	e, err := engine.New(engine.Options{
		DataDir: filepath.Join(dir, "engine"), BinaryPath: binary, LibraryPath: library, StopGrace: time.Second,
		Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		s.err = err
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := e.Run(ctx); err != nil {
			fmt.Fprintln(os.Stderr, "shared engine:", err)
		}
	}()
	s.stop = func() {
		cancel()
		<-ended
		os.RemoveAll(dir)
	}
	wait, done := context.WithTimeout(ctx, time.Minute)
	defer done()
	s.at, s.err = e.Endpoint(), e.WaitReady(wait)
}

// Stop ends what this package started and removes its files. A TestMain that looks for leaked goroutines
// calls it after m.Run; others needn't: the engine dies with the process and the next run clears up.
func Stop() {
	if shared.stop != nil {
		shared.stop()
	}
}
