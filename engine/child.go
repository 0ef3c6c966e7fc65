package engine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// ExitRefused is the child's exit code for "starting again won't help" (EX_CONFIG of sysexits).
const ExitRefused = 78

// ErrRefused is in the error of Run when the child refused to start and would refuse again; the text has
// its reason, such as a data folder of a newer version or one that another engine uses.
var ErrRefused = errors.New("the embedded engine refuses to start")

// child is one process of runledger-engine, from its start to its end.
type child struct {
	cmd     *exec.Cmd
	stdin   io.Closer // its end tells the child to stop
	ready   chan struct{}
	gone    chan struct{} // closed when the process is
	err     error         // how it ended; read it after gone
	lastErr lastLine
	hangs   atomic.Bool // killed because it didn't answer
}

func (c *child) pid() int { return c.cmd.Process.Pid }

// exitCode of a child that is gone; -1 if a signal ended it.
func (c *child) exitCode() int { return c.cmd.ProcessState.ExitCode() }

// kill ends it at once. A child that has ended already can't be killed, which is as good.
func (c *child) kill() { _ = c.cmd.Process.Kill() }

// startChild starts the process and returns at once.
//
// The kernel kills the child when the thread that started it ends (Pdeathsig goes by thread, not by
// process), so one goroutine, locked to its thread, starts the child and stays until it is gone.
func startChild(o Options, args []string, library string) (*child, error) {
	binary, err := o.binary()
	if err != nil {
		return nil, err
	}
	c := &child{cmd: exec.Command(binary, args...), ready: make(chan struct{}), gone: make(chan struct{})}
	c.cmd.Env = append(c.cmd.Environ(), "RUNLEDGER_LIBCHDB="+library)
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C in a terminal goes to the server, which stops its child in order
	dieWithParent(c.cmd.SysProcAttr)
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start the embedded engine: %w", err)
	}
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the embedded engine: %w", err)
	}
	stderr, err := c.cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("start the embedded engine: %w", err)
	}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if err := c.cmd.Start(); err != nil {
			started <- fmt.Errorf("start the embedded engine: %w", err)
			return
		}
		started <- nil
		c.follow(stdout, stderr, o.Logger)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return c, nil
}

// follow reads what the child says until it is gone.
func (c *child) follow(stdout, stderr io.Reader, logger *slog.Logger) {
	var reading sync.WaitGroup
	reading.Go(func() {
		lines := bufio.NewScanner(stdout)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "ready ") {
				close(c.ready)
				break
			}
		}
		io.Copy(io.Discard, stdout)
	})
	reading.Go(func() { c.log(stderr, logger) })
	reading.Wait()
	c.err = c.cmd.Wait()
	c.stdin.Close()
	close(c.gone)
}

// log passes on the child's standard error. A line longer than the reader's buffer comes in pieces.
func (c *child) log(stderr io.Reader, logger *slog.Logger) {
	lines := bufio.NewReaderSize(stderr, 16<<10)
	level := slog.LevelInfo
	for {
		line, _, err := lines.ReadLine()
		if err != nil {
			return
		}
		text := strings.TrimSpace(string(line))
		if text == "" {
			continue
		}
		c.lastErr.set(text)
		level = levelOf(text, level)
		logger.Log(context.Background(), level, text, "from", binaryName)
	}
}

// levelOf reads ClickHouse's "<Error>" or slog's "level=WARN"; other lines continue the one before.
func levelOf(line string, before slog.Level) slog.Level {
	for mark, level := range map[string]slog.Level{
		"<Fatal>": slog.LevelError, "<Critical>": slog.LevelError, "<Error>": slog.LevelError, "<Warning>": slog.LevelWarn,
		"level=ERROR": slog.LevelError, "level=WARN": slog.LevelWarn, "level=INFO": slog.LevelInfo,
	} {
		if strings.Contains(line, mark) {
			return level
		}
	}
	return before
}

// stop asks the child to end and makes it end when it takes too long.
func (c *child) stop(patience time.Duration) error {
	c.stdin.Close()
	_ = c.cmd.Process.Signal(syscall.SIGTERM) // it may have ended already
	select {
	case <-c.gone:
	case <-time.After(patience):
		c.kill()
		<-c.gone
		return fmt.Errorf("the embedded engine did not stop within %s and was killed", patience)
	}
	if c.err != nil && c.reason() != reasonStart { // one that is just starting knows no signals yet
		return fmt.Errorf("stop the embedded engine: %w: %s", c.err, c.lastErr.get())
	}
	return nil
}

// reason classifies the end of a child that nobody stopped.
func (c *child) reason() string {
	if c.hangs.Load() {
		return reasonHang
	}
	select {
	case <-c.ready:
	default:
		return reasonStart
	}
	if status, ok := c.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return reasonSignal
	}
	return reasonError
}

// arguments of the child.
func (o Options) arguments() []string {
	args := []string{
		"--data=" + o.DataDir,
		"--listen=unix:" + o.SocketPath,
		"--exit-with-stdin",
		"--stop-grace=" + o.StopGrace.String(),
	}
	if o.MaxMemory > 0 {
		args = append(args, "--max-memory="+strconv.FormatUint(o.MaxMemory, 10))
	}
	if o.MaxQueries > 0 {
		args = append(args, "--max-queries="+strconv.Itoa(o.MaxQueries))
	}
	if o.MergeThreads > 0 {
		args = append(args, "--merge-threads="+strconv.Itoa(o.MergeThreads))
	}
	return args
}

// lastLine remembers what was said last.
type lastLine struct {
	mu   sync.Mutex
	text string
}

func (l *lastLine) set(text string) {
	l.mu.Lock()
	l.text = text
	l.mu.Unlock()
}

func (l *lastLine) get() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text
}
