package survival

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// stopsWithin is what an orderly stop under load may take on a machine that does much
// else.
const stopsWithin = 15 * time.Second

func TestSigtermUnderLoad(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/term", 6)
	c.pause = 0
	c.start(t)
	c.goesOn(t, patience)
	for range 2 {
		start := time.Now()
		s.Stop(t) // fails the test if it doesn't end with exit code 0
		took := time.Since(start)
		t.Logf("stopped under load after %s", took.Round(time.Millisecond))
		if took > stopsWithin {
			t.Errorf("it took %s to stop", took)
		}
		if err := s.Restart(t); err != nil {
			t.Fatal(err)
		}
		c.goesOn(t, patience)
	}
	c.stop(t)
	settled(t, embeddedTables(t, s.Data), c)
	verified(t, s.URL, s.Key)
}

// TestSigtermDuringStart stops servers at moments of their start, and their data must
// be those of before.
func TestSigtermDuringStart(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/term", 2).start(t)
	c.goesOn(t, patience)
	c.stop(t)
	s.Stop(t)
	for _, after := range []time.Duration{0, 30, 60, 100, 200, 400, 700} {
		after *= time.Millisecond
		p, err := testenv.StartProcess(t, fmt.Sprintf("start-%s", after), nil, "--log-format=json", "serve", "--listen", "127.0.0.1:0", "--data", s.Data)
		if err != nil {
			t.Fatal(err)
		}
		rest(t.Context(), after)
		start := time.Now()
		if err := p.Signal(syscall.SIGTERM); err != nil {
			t.Fatalf("it ended before: %v", err)
		}
		err = ended(t, p, stopsWithin)
		t.Logf("SIGTERM %s after the start: ended after %s (%v)", after, time.Since(start).Round(time.Millisecond), err)
		if err != nil && err.Error() != "signal: terminated" { // so early that it knew no signals
			t.Errorf("SIGTERM %s after the start: %v: %s", after, err, p.Log(10))
		}
	}
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	settled(t, embeddedTables(t, s.Data), c)
	verified(t, s.URL, s.Key)
}

// TestSigtermDuringTheFirstStart: a folder that was made by halves is finished by the
// next start.
func TestSigtermDuringTheFirstStart(t *testing.T) {
	t.Parallel()
	testenv.EngineBinary(t)
	testenv.Library(t)
	moments := []time.Duration{30, 200}
	if *long {
		moments = []time.Duration{5, 10, 20, 30, 50, 80, 120, 200, 300, 500, 800}
	}
	for _, after := range moments {
		after *= time.Millisecond
		data := filepath.Join(t.TempDir(), "data")
		for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
			p, err := testenv.StartProcess(t, fmt.Sprintf("first-%s", after), []string{"RUNLEDGER_ADMIN_KEY=" + testenv.TestKey}, "serve", "--listen", "127.0.0.1:0", "--data", data)
			if err != nil {
				t.Fatal(err)
			}
			rest(t.Context(), after)
			if err := p.Signal(s); err != nil {
				t.Fatalf("it ended before: %v: %s", err, p.Log(10))
			}
			_ = ended(t, p, stopsWithin) // how is another test's business
		}
		s := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: data})
		c := hire(s.URL, s.Key, "admin/term", 1).start(t)
		c.goesOn(t, patience)
		c.stop(t)
		settled(t, embeddedTables(t, data), c)
		s.Stop(t)
	}
}

// ended waits for a process's end.
func ended(t *testing.T, p *testenv.Process, within time.Duration) (err error) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- p.Wait() }()
	eventually(t, within, func() string {
		select {
		case err = <-done:
			return ""
		default:
			return "it doesn't end: " + p.Log(30)
		}
	})
	return err
}
