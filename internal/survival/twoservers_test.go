package survival

import (
	"errors"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"runledger/internal/testenv"
)

// refuses starts a server that must end by itself, and returns what it said.
func refuses(t *testing.T, args ...string) string {
	t.Helper()
	testenv.EngineBinary(t)
	testenv.Library(t)
	p, err := testenv.StartProcess(t, "refused", []string{"RUNLEDGER_ADMIN_KEY=" + testenv.TestKey},
		append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	err = ended(t, p, patience)
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() < 1 {
		t.Errorf("it ended with %v", err)
	}
	return p.Log(100)
}

func says(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("it doesn't say %q: %s", part, text)
		}
	}
}

func TestTwoServersOnOneFolder(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/two", 3).start(t)
	c.goesOn(t, patience)
	engine := s.EnginePID(t)
	said := refuses(t, "--data", s.Data)
	says(t, said, s.Data, "in use by another runledger", strconv.Itoa(s.PID()), s.URL, "--data")

	// Also by a name of its own, and to an engine alone.
	link := filepath.Join(t.TempDir(), "link")
	if err := exec.Command("ln", "-s", s.Data, link).Run(); err != nil {
		t.Fatal(err)
	}
	says(t, refuses(t, "--data", link), "in use by another runledger")
	out, err := exec.Command(testenv.EngineBinary(t), "--data", filepath.Join(s.Data, "engine"),
		"--listen", "unix:"+filepath.Join(t.TempDir(), "s")).CombinedOutput()
	if err == nil {
		t.Error("a second engine runs on the folder")
	}
	says(t, string(out), "in use by another engine")

	c.goesOn(t, patience)
	c.stop(t)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	if s.EnginePID(t) != engine {
		t.Error("the first server's engine is another one now")
	}
	settled(t, embeddedTables(t, s.Data), c)

	// The lock goes with the process, however that ends.
	s.Kill()
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	settled(t, embeddedTables(t, s.Data), c)
	s.Stop(t)
	if err := syscall.Kill(s.PID(), 0); err == nil {
		t.Error("it's still there")
	}
}
