package testenv

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"
)

// Shared is a server that all tests of a package use: the first one that asks starts it,
// and TestMain ends it.
type Shared struct {
	name    string
	options RunledgerOptions

	mu     sync.Mutex
	life   packageTB
	server *Runledger
}

// NewShared returns a server that isn't started yet; name is the package's.
func NewShared(name string, o RunledgerOptions) *Shared {
	return &Shared{name: name, options: o, life: packageTB{name: name}}
}

// Running returns the server, and starts it if it's the first who asks.
func (s *Shared) Running(tb testing.TB) *Runledger {
	tb.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server == nil {
		s.life.current = tb
		s.server = StartRunledger(&s.life, s.options)
	}
	return s.server
}

// Main runs a package's tests, ends the server and returns the exit code.
func (s *Shared) Main(m *testing.M) int {
	code := m.Run()
	for _, f := range slices.Backward(s.life.cleanups) {
		f()
	}
	return code
}

// packageTB is the testing.TB of what lives as long as a package's tests. What goes wrong
// while it's made fails the test that asked for it.
type packageTB struct {
	testing.TB // nil: only what is below is used
	name       string
	mu         sync.Mutex
	cleanups   []func()
	current    testing.TB
}

func (p *packageTB) Helper()                        {}
func (p *packageTB) Name() string                   { return p.name }
func (p *packageTB) Failed() bool                   { return false }
func (p *packageTB) Context() context.Context       { return context.Background() }
func (p *packageTB) Log(args ...any)                { fmt.Println(args...) }
func (p *packageTB) Logf(format string, a ...any)   { fmt.Printf(format+"\n", a...) }
func (p *packageTB) Skip(args ...any)               { p.current.Skip(args...) }
func (p *packageTB) Skipf(format string, a ...any)  { p.current.Skipf(format, a...) }
func (p *packageTB) Fatal(args ...any)              { p.current.Fatal(args...) }
func (p *packageTB) Fatalf(format string, a ...any) { p.current.Fatalf(format, a...) }
func (p *packageTB) Error(args ...any)              { p.current.Error(args...) }
func (p *packageTB) Errorf(format string, a ...any) { p.current.Errorf(format, a...) }

func (p *packageTB) Cleanup(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cleanups = append(p.cleanups, f)
}

func (p *packageTB) TempDir() string {
	dir, err := os.MkdirTemp("", p.name+"-")
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
