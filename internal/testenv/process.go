package testenv

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

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
	return startProcess(tb, name, Binary(tb, "runledger"), env, args...)
}

func startProcess(tb testing.TB, name, binary string, env []string, args ...string) (*Process, error) {
	tb.Helper()
	out, err := os.CreateTemp(tb.TempDir(), name+"-*.log")
	if err != nil {
		return nil, err
	}
	defer out.Close() // the process has its own
	cmd := exec.Command(binary, args...)
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

// waitServing polls until the process says where it is and that it's ready.
func (p *Process) waitServing(ctx context.Context) (string, error) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if url := p.address(); url != "" && isReady(ctx, url) {
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
