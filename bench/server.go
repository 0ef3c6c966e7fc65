package main

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
	"syscall"
	"time"
)

// key is the admin's API key of every server of a sitting.
const key = "bench-0123456789abcdef0123456789abcdef01"

// server is `runledger serve` as a process of its own.
type server struct {
	url, data string
	tree      tree
	stop      func()
}

// startServer starts the built program on a data folder of the sitting.
func (b *bench) startServer(ctx context.Context, name string, args ...string) (*server, error) {
	s := &server{data: filepath.Join(b.dir, name)}
	out, err := os.Create(filepath.Join(b.dir, name+".log"))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd := exec.Command(filepath.Join(b.bin, "runledger"),
		append([]string{"--log-level=WARN", "serve", "--data", s.data, "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(os.Environ(), "RUNLEDGER_ADMIN_KEY="+key)
	cmd.Stdout, cmd.Stderr = out, out
	ended, err := startKept(cmd)
	if err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	s.tree = tree{cmd.Process.Pid}
	s.stop = func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(time.Minute):
			_ = cmd.Process.Kill()
			<-ended
		}
	}
	if err := s.awaitReady(ctx, ended); err != nil {
		s.stop()
		text, _ := os.ReadFile(out.Name())
		return nil, fmt.Errorf("start the server: %w\n%s", err, text[max(0, len(text)-2000):])
	}
	return s, nil
}

// startKept starts cmd so that it dies with this process: the kernel looks at the
// thread that started it, so that one stays.
func startKept(cmd *exec.Cmd) (ended chan struct{}, err error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	ended = make(chan struct{})
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		started <- err
		if err == nil {
			_ = cmd.Wait()
			close(ended)
		}
	}()
	return ended, <-started
}

func (s *server) awaitReady(ctx context.Context, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if s.url = address(s.data); s.url != "" && ready(ctx, s.url) {
			return nil
		}
		select {
		case <-tick.C:
		case <-ended:
			return errors.New("it ended")
		case <-ctx.Done():
			return errors.New("it isn't ready in time")
		}
	}
}

// address reads where the server of a data folder is.
func address(data string) string {
	var holder struct {
		URL string `json:"url"`
	}
	text, err := os.ReadFile(filepath.Join(data, "LOCK"))
	if err != nil || json.Unmarshal(text, &holder) != nil {
		return ""
	}
	return holder.URL
}

func ready(ctx context.Context, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/readyz", nil)
	if err != nil {
		return false
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}
