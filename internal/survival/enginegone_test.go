package survival

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// goneTime is how long the engine is away.
func goneTime() time.Duration {
	if *long {
		return time.Minute
	}
	return 8 * time.Second
}

// answersInTime bounds how long a read may hang on an engine that is gone.
const answersInTime = 15 * time.Second

// readsSay503 checks that a chart is refused in time, with a problem that says when to
// come back.
func readsSay503(t *testing.T, s *testenv.Runledger, project string) {
	t.Helper()
	a := chart(t, s.URL, s.Key, project)
	if a.status != http.StatusServiceUnavailable || a.took > answersInTime {
		t.Errorf("chart without an engine: status %d after %s: %s", a.status, a.took, a.body)
		return
	}
	if p := a.problem(t); p.Code != "unavailable" || a.header.Get("Retry-After") == "" {
		t.Errorf("chart without an engine: %+v, Retry-After %q", p, a.header.Get("Retry-After"))
	}
	t.Logf("a chart is refused after %s: %s", a.took.Round(time.Millisecond), a.body)
}

// saysUnready waits until /readyz names the engine.
func saysUnready(t *testing.T, s *testenv.Runledger) {
	t.Helper()
	took := eventually(t, answersInTime, func() string {
		status, parts := unready(t, s.URL)
		if status != http.StatusServiceUnavailable || parts["engine"] == "" {
			return fmt.Sprintf("readyz: %d %v", status, parts)
		}
		return ""
	})
	t.Logf("readyz says so after %s", took.Round(time.Millisecond))
}

func saysReady(t *testing.T, s *testenv.Runledger) {
	t.Helper()
	took := eventually(t, patience, func() string {
		if status, parts := unready(t, s.URL); status != http.StatusOK {
			return fmt.Sprintf("readyz: %d %v", status, parts)
		}
		if a := chart(t, s.URL, s.Key, "admin/gone"); a.status != http.StatusOK {
			return fmt.Sprintf("chart: %d %s", a.status, a.body)
		}
		return ""
	})
	t.Logf("ready again after %s", took.Round(time.Millisecond))
}

func TestEngineThatStandsStill(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/gone", 3).start(t)
	c.goesOn(t, patience)
	pid := s.EnginePID(t)
	signal(t, pid, syscall.SIGSTOP)
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGCONT) }) // gone already: fine
	start := time.Now()
	readsSay503(t, s, "admin/gone") // while nobody knows yet
	saysUnready(t, s)
	readsSay503(t, s, "admin/gone") // at once now
	for time.Since(start) < goneTime() {
		c.goesOn(t, 5*time.Second)
	}
	if !*long { // after a minute it has been replaced
		signal(t, pid, syscall.SIGCONT)
	}
	saysReady(t, s)
	c.goesOn(t, patience)
	c.stop(t)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	settled(t, embeddedTables(t, s.Data), c)
	verified(t, s.URL, s.Key)
}

func TestEngineKilledAgainAndAgain(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/gone", 3).start(t)
	c.goesOn(t, patience)
	kills := 0
	for start := time.Now(); time.Since(start) < goneTime(); {
		if pid := s.EnginePID(t); pid != 0 {
			signal(t, pid, syscall.SIGKILL)
			kills++
		}
		c.goesOn(t, 5*time.Second)
	}
	saysReady(t, s)
	c.stop(t)
	t.Logf("%d kills", kills)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	settled(t, embeddedTables(t, s.Data), c)
	verified(t, s.URL, s.Key)
}

func TestEngineWhoseProgramIsAway(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "runledger-engine")
	if err := os.Link(testenv.EngineBinary(t), program); err != nil {
		copyFile(t, testenv.EngineBinary(t), program)
	}
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Args: []string{"--engine-binary", program}})
	c := hire(s.URL, s.Key, "admin/gone", 3).start(t)
	c.goesOn(t, patience)
	if err := os.Rename(program, program+".away"); err != nil {
		t.Fatal(err)
	}
	signal(t, s.EnginePID(t), syscall.SIGKILL)
	saysUnready(t, s)
	readsSay503(t, s, "admin/gone")
	for start := time.Now(); time.Since(start) < goneTime(); {
		c.goesOn(t, 5*time.Second)
	}
	if err := os.Rename(program+".away", program); err != nil {
		t.Fatal(err)
	}
	saysReady(t, s)
	c.goesOn(t, patience)
	c.stop(t)
	onlyTheseStatuses(t, c, http.StatusAccepted)
	settled(t, embeddedTables(t, s.Data), c)
	verified(t, s.URL, s.Key)
}

// The first start is another matter: nobody is served yet, so it says what's wrong and
// ends.
func TestEngineWhoseProgramWasNeverThere(t *testing.T) {
	t.Parallel()
	testenv.Library(t)
	p, err := testenv.StartProcess(t, "serve", nil, "serve", "--listen", "127.0.0.1:0", "--data", filepath.Join(t.TempDir(), "data"),
		"--engine-binary", filepath.Join(t.TempDir(), "nothing"))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err == nil || !strings.Contains(p.Log(20), "nothing") {
		t.Errorf("ended with %v, saying %s", err, p.Log(20))
	}
}

func signal(t *testing.T, pid int, s syscall.Signal) {
	t.Helper()
	if pid == 0 {
		t.Fatalf("nobody to send %s to", s)
	}
	if err := syscall.Kill(pid, s); err != nil {
		t.Fatalf("send %s to %d: %v", s, pid, err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o700)
	}
	if err != nil {
		t.Fatal(err)
	}
}
