package routes

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"

	"runledger/internal/testenv"
)

// suite is the testing.TB of the server, which lives as long as the package's tests.
type suite struct {
	testing.TB // nil: only what is below is used
	mu         sync.Mutex
	cleanups   []func()
	current    testing.TB
}

func (s *suite) Helper()                        {}
func (s *suite) Name() string                   { return "routes" }
func (s *suite) Failed() bool                   { return false }
func (s *suite) Context() context.Context       { return context.Background() }
func (s *suite) Log(args ...any)                { fmt.Println(args...) }
func (s *suite) Logf(format string, a ...any)   { fmt.Printf(format+"\n", a...) }
func (s *suite) Skip(args ...any)               { s.current.Skip(args...) }
func (s *suite) Skipf(format string, a ...any)  { s.current.Skipf(format, a...) }
func (s *suite) Fatal(args ...any)              { s.current.Fatal(args...) }
func (s *suite) Fatalf(format string, a ...any) { s.current.Fatalf(format, a...) }
func (s *suite) Error(args ...any)              { s.current.Error(args...) }
func (s *suite) Errorf(format string, a ...any) { s.current.Errorf(format, a...) }

func (s *suite) Cleanup(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cleanups = append(s.cleanups, f)
}

func (s *suite) TempDir() string {
	dir, err := os.MkdirTemp("", "routes-")
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

var (
	life    = &suite{}
	started sync.Mutex
	server  *testenv.Runledger
)

// running returns the server that all tests use; nothing is limited by rates.
func running(t *testing.T) *testenv.Runledger {
	t.Helper()
	started.Lock()
	defer started.Unlock()
	if server == nil {
		life.current = t
		server = testenv.StartRunledger(life, testenv.RunledgerOptions{Args: []string{"--rate-limit=0", "--trusted-proxies=127.0.0.1/32"}})
	}
	return server
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, f := range slices.Backward(life.cleanups) {
		f()
	}
	os.Exit(code)
}
