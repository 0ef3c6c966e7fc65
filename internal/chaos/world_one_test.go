package chaos

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"runledger/engine"
	"runledger/internal/testenv"
)

// oneMachine is `runledger serve` with its engine.
func oneMachine(t *testing.T) world {
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Args: []string{"--engine-memory=2GiB"}})
	return world{
		url: func() string { return s.URL }, key: s.Key,
		victims: []victim{
			{"server", func() error { s.Kill(); return s.Restart(t) }},
			{"engine", func() error { return killChild(s.PID(), "runledger-engine") }},
		},
		judge: judge{admin: func() string { return s.URL }, query: func() string { return s.URL }, key: s.Key, tables: embeddedTables(t, s.Data)},
	}
}

// embeddedTables is the server's own engine.
func embeddedTables(t *testing.T, data string) engine.Endpoint {
	e, err := engine.New(engine.Options{DataDir: filepath.Join(data, "engine")}) // inert: only to know the address
	if err != nil {
		t.Fatal(err)
	}
	return e.Endpoint().WithDatabase("runledger")
}

// killChild kills the child of a process that runs a program. None is fine: it was
// killed just now, and the parent is starting another.
func killChild(parent int, program string) error {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return err
	}
	for _, path := range stats {
		text, err := os.ReadFile(path)
		if err != nil {
			continue // gone meanwhile
		}
		var pid, ppid int
		var state string
		before, name, _ := strings.Cut(string(text), "(")
		end := strings.LastIndexByte(name, ')')
		if end < 0 || !strings.HasPrefix(program, name[:end]) {
			continue
		}
		if _, err := fmt.Sscan(before, &pid); err != nil {
			continue
		}
		if _, err := fmt.Sscan(name[end+1:], &state, &ppid); err != nil || ppid != parent {
			continue
		}
		return syscall.Kill(pid, syscall.SIGKILL)
	}
	return nil
}
