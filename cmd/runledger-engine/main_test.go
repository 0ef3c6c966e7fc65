package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"runledger/engine"
	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// process runs the built program and returns where it listens, as its first line says.
func process(t *testing.T, env []string, args ...string) (cmd *exec.Cmd, stdin io.Closer, ready string) {
	t.Helper()
	testenv.Library(t)
	cmd = exec.Command(testenv.EngineBinary(t), args...)
	cmd.Env = append(os.Environ(), env...)
	var err error
	if stdin, err = cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	ready, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("no line: %v", err)
	}
	return cmd, stdin, ready
}

func TestPasswordOnAnAddress(t *testing.T) {
	_, _, ready := process(t, []string{"RUNLEDGER_ENGINE_PASSWORD=secret"}, "--data", filepath.Join(t.TempDir(), "d"), "--listen", "127.0.0.1:0")
	_, address, _ := strings.Cut(ready, "listen=")
	address, _, _ = strings.Cut(address, " ")
	right := engine.Endpoint{Scheme: "http", Network: "tcp", Address: address, User: "default", Password: "secret"}
	conn, err := clickhouse.Open(right)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.Ping(t.Context()); err != nil {
		t.Errorf("with the password: %v", err)
	}
	if err := right.Ping(t.Context(), http.DefaultClient); err != nil {
		t.Errorf("ping needs none: %v", err)
	}
	for _, wrong := range []string{"", "Secret", "secret2"} {
		at := right
		at.Password = wrong
		c := clickhouse.NewClient(at)
		_, err := c.Post(t.Context(), "SELECT 1", nil, nil, nil)
		if clickhouse.Code(err) != 516 {
			t.Errorf("with %q: got %v", wrong, err)
		}
		c.Close()
	}
}

func TestRefusals(t *testing.T) {
	testenv.Library(t)
	binary := testenv.EngineBinary(t)
	for what, c := range map[string]struct {
		args   []string
		reason string
	}{
		"address without a password": {[]string{"--listen", "127.0.0.1:0"}, "needs a password"},
		"long socket path":           {[]string{"--listen", "unix:/tmp/" + strings.Repeat("x", 120)}, "107 bytes"},
		"missing library":            {[]string{"--listen", "unix:/tmp/x", "--library", "/nowhere/libchdb.so"}, "/nowhere/libchdb.so"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		cmd := exec.CommandContext(ctx, binary, append([]string{"--data", filepath.Join(t.TempDir(), "d")}, c.args...)...)
		out, err := cmd.CombinedOutput()
		cancel()
		if err == nil || cmd.ProcessState.ExitCode() != engine.ExitRefused || !strings.Contains(string(out), c.reason) {
			t.Errorf("%s: %v: %s", what, err, out)
		}
	}
}

func TestEndsWithItsStandardInput(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	cmd, stdin, _ := process(t, nil, "--data", filepath.Join(t.TempDir(), "d"), "--listen", "unix:"+socket, "--exit-with-stdin")
	stdin.Close()
	if err := cmd.Wait(); err != nil {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(socket); !os.IsNotExist(err) {
		t.Errorf("the socket stayed: %v", err)
	}
}

// A killed engine leaves its socket; the next one replaces it.
func TestSocketOfAKilledEngine(t *testing.T) {
	socket, data := filepath.Join(t.TempDir(), "s"), filepath.Join(t.TempDir(), "d")
	cmd, _, _ := process(t, nil, "--data", data, "--listen", "unix:"+socket)
	cmd.Process.Kill()
	cmd.Wait()
	process(t, nil, "--data", data, "--listen", "unix:"+socket)
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]size{"1": 1, "512KiB": 512 << 10, "96MiB": 96 << 20, "4GiB": 4 << 30} {
		var s size
		if err := s.UnmarshalText([]byte(text)); err != nil || s != want {
			t.Errorf("%s: got %d, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "0", "-1", "4GB", "1.5GiB", "99999999999GiB", "GiB"} {
		var s size
		if err := s.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%s: got %d", text, s)
		}
	}
}

func TestVersions(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		newer bool
	}{
		{"26.7.3", "26.7.3", false}, {"26.7.4", "26.7.3", true}, {"26.7.2", "26.7.3", false}, {"26.10.0", "26.9.9", true},
		{"27", "26.7.3", true}, {"26.7", "26.7.3", false}, {"26.7.3.1", "26.7.3", true}, {"x", "26.7.3", true},
	} {
		if got := newer(c.a, c.b); got != c.newer {
			t.Errorf("newer(%s, %s) = %v", c.a, c.b, got)
		}
	}
	if !sameSeries("26.7.3", "26.7.9") || sameSeries("26.7.3", "26.8.3") || sameSeries("26", "26.7") {
		t.Error("series")
	}
}
