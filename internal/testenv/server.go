package testenv

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// RunledgerOptions change how StartRunledger starts the program. The zero value is right
// for most tests.
type RunledgerOptions struct {
	Data   string   // data folder; empty = a new one of the test
	Listen string   // address; empty = a free port of loopback
	Key    string   // admin's API key; empty = TestKey
	Args   []string // more flags
	Env    []string // more environment, NAME=value
}

// TestKey is the admin's API key of test servers: as long as W&B's programs want.
const TestKey = "0123456789abcdef0123456789abcdef01234567"

// Runledger is `runledger serve` as a process of its own.
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
	EngineBinary(tb) // lies next to the program, which looks for it there
	Library(tb)
	if o.Data == "" {
		o.Data = filepath.Join(tb.TempDir(), "data")
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
	args := append([]string{"serve", "--data", s.Data, "--listen", s.options.Listen}, s.options.Args...)
	p, err := StartProcess(tb, "serve", append(s.options.Env, "RUNLEDGER_ADMIN_KEY="+s.Key), args...)
	if err != nil {
		return err
	}
	s.process = p
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	if s.URL, err = p.waitReady(ctx, func() string { return addressIn(s.Data, p.PID()) }); err != nil {
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

// PID is the server's process id.
func (s *Runledger) PID() int { return s.process.PID() }

// addressIn returns the URL that the process wrote into a data folder once it serves.
func addressIn(data string, pid int) string {
	var h struct {
		PID int    `json:"pid"`
		URL string `json:"url"`
	}
	text, err := os.ReadFile(filepath.Join(data, "LOCK"))
	if err != nil || json.Unmarshal(text, &h) != nil || h.PID != pid {
		return ""
	}
	return h.URL
}

// Process is one process of the built program.
type Process struct {
	name string
	cmd  *exec.Cmd
	log  string        // file with its output
	done chan struct{} // closed when it has ended
	err  error         // of Wait; read after done
}

// StartProcess starts the built program with args. It's killed at the end of the test.
func StartProcess(tb testing.TB, name string, env []string, args ...string) (*Process, error) {
	tb.Helper()
	out, err := os.CreateTemp(tb.TempDir(), name+"-*.log")
	if err != nil {
		return nil, err
	}
	defer out.Close() // the process has its own
	cmd := exec.Command(Binary(tb, "runledger"), args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = out, out
	// A test that is killed itself leaves nothing behind.
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	p := &Process{name: name, cmd: cmd, log: out.Name(), done: make(chan struct{})}
	if err := startKept(cmd); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	go func() { defer close(p.done); p.err = cmd.Wait() }()
	tb.Cleanup(func() {
		p.Kill()
		if tb.Failed() {
			tb.Logf("end of the log of %s:\n%s", name, p.Log(40))
		}
	})
	return p, nil
}

// startKept starts cmd from a thread that lives as long as this process: the kernel
// sends Pdeathsig when the thread that started the child ends.
func startKept(cmd *exec.Cmd) error {
	starter.once.Do(func() {
		starter.starts = make(chan func())
		go func() {
			runtime.LockOSThread()
			for start := range starter.starts {
				start()
			}
		}()
	})
	err := make(chan error)
	starter.starts <- func() { err <- cmd.Start() }
	return <-err
}

// starter is a global because a test process is what it belongs to.
var starter struct {
	once   sync.Once
	starts chan func()
}

// PID is the process id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Kill ends the process with SIGKILL and waits for its end.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill() // already ended: fine
	<-p.done
}

// Signal sends a signal.
func (p *Process) Signal(s os.Signal) error { return p.cmd.Process.Signal(s) }

// Stop ends the process with SIGTERM, waits, and returns how it ended.
func (p *Process) Stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-p.done:
		return p.err
	case <-time.After(startTime):
		p.Kill()
		return errors.New("it didn't end in time")
	}
}

// Wait returns when the process has ended.
func (p *Process) Wait() error { <-p.done; return p.err }

// Log returns the last lines of its output.
func (p *Process) Log(lines int) string {
	text, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	all := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}

// waitReady polls until the process says where it is and that it's ready.
func (p *Process) waitReady(ctx context.Context, address func() string) (string, error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if url := address(); url != "" && isReady(ctx, url) {
			return url, nil
		}
		select {
		case <-p.done:
			return "", fmt.Errorf("%s ended (%v) before it was ready:\n%s", p.name, p.err, p.Log(20))
		case <-ctx.Done():
			return "", fmt.Errorf("%s isn't ready: %w\n%s", p.name, ctx.Err(), p.Log(20))
		case <-tick.C:
		}
	}
}

func isReady(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}
