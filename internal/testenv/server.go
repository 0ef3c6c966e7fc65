package testenv

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// RunledgerOptions change how StartRunledger starts the program. The zero value is right
// for most tests.
type RunledgerOptions struct {
	Mode   string   // empty = serve, which needs the engine's library
	Data   string   // data folder of serve; empty = a new one of the test
	Listen string   // address; empty = a free port of loopback
	Key    string   // admin's API key; empty = TestKey
	Args   []string // more flags
	Env    []string // more environment, NAME=value
}

// NoKey as RunledgerOptions.Key lets the server make one: it is in its data folder.
const NoKey = "none"

// TestKey is the admin's API key of test servers: as long as W&B's programs want.
const TestKey = "0123456789abcdef0123456789abcdef01234567"

// Runledger is a mode of the program as a process of its own.
type Runledger struct {
	URL  string // http://127.0.0.1:PORT
	Key  string // the admin's
	Data string

	options RunledgerOptions
	process *Process
}

// startTime is how long a server may take until it's ready, on a machine that does much else.
const startTime = 2 * time.Minute

// StartRunledger builds and starts the program and returns when it's ready. It is killed
// at the end of the test; when the test failed, the end of its log is shown. It skips
// the test where the embedded engine can't be had.
func StartRunledger(tb testing.TB, o RunledgerOptions) *Runledger {
	tb.Helper()
	if o.Mode == "" {
		o.Mode = "serve"
		EngineBinary(tb) // lies next to the program, which looks for it there
		Library(tb)
		if o.Data == "" {
			o.Data = filepath.Join(tb.TempDir(), "data")
		}
	}
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.Key == "" {
		o.Key = TestKey
	}
	s := &Runledger{Key: o.Key, Data: o.Data, options: o}
	if err := s.start(tb); err != nil {
		tb.Fatal(err)
	}
	return s
}

func (s *Runledger) start(tb testing.TB) error {
	args := []string{"--log-format=json", s.options.Mode, "--listen", s.options.Listen}
	if s.Data != "" {
		args = append(args, "--data", s.Data)
	}
	env := s.options.Env
	if s.Key != NoKey {
		env = append(env, "RUNLEDGER_ADMIN_KEY="+s.Key)
	}
	p, err := StartProcess(tb, s.options.Mode, env, append(args, s.options.Args...)...)
	if err != nil {
		return err
	}
	s.process = p
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	if s.URL, err = p.waitServing(ctx); err != nil {
		return err
	}
	s.options.Listen = strings.TrimPrefix(s.URL, "http://") // a restart keeps the address
	return nil
}

// Kill ends the server with SIGKILL; its engine ends with it.
func (s *Runledger) Kill() { s.process.Kill() }

// Stop ends the server with SIGTERM and fails the test if it doesn't end cleanly.
func (s *Runledger) Stop(tb testing.TB) {
	tb.Helper()
	if err := s.process.Stop(); err != nil {
		tb.Fatalf("stop the server: %v", err)
	}
}

// Restart starts the server again on its data and address, after Kill or Stop.
func (s *Runledger) Restart(tb testing.TB) error {
	tb.Helper()
	return s.start(tb)
}

// Log returns the last lines of the server's log.
func (s *Runledger) Log(lines int) string { return s.process.Log(lines) }

// PID is the server's process id.
func (s *Runledger) PID() int { return s.process.PID() }

// address returns the URL that the process's log says it serves on.
func (p *Process) address() string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		var entry struct{ Msg, URL string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "serving" {
			return entry.URL
		}
	}
	return ""
}
