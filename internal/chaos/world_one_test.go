package chaos

import (
	"path/filepath"
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
	pid, err := testenv.Child(parent, program)
	if err != nil || pid == 0 {
		return err
	}
	return syscall.Kill(pid, syscall.SIGKILL)
}
