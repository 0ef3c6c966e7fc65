package survival

import (
	"flag"
	"fmt"
	"os"
	"testing"
	"time"
)

var long = flag.Bool("long", false, "wait as long as operation would: a minute")

// TestMain runs two servers at once at most: each has an engine.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "2"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// patience bounds every wait for something that should happen soon.
const patience = time.Minute

// eventually polls until ok returns "", and fails the test with what it returns when
// that takes too long.
func eventually(t *testing.T, within time.Duration, ok func() string) time.Duration {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for start := time.Now(); ; <-tick.C {
		what := ok()
		switch {
		case what == "":
			return time.Since(start)
		case time.Since(start) > within:
			t.Fatalf("after %s: %s", within, what)
		case t.Context().Err() != nil:
			t.Fatal(what)
		}
	}
}

// lasts fails the test when ok returns something before the time is over.
func lasts(t *testing.T, d time.Duration, ok func() string) {
	t.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for start := time.Now(); time.Since(start) < d; <-tick.C {
		if what := ok(); what != "" {
			t.Fatalf("after %s: %s", time.Since(start).Round(time.Millisecond), what)
		}
	}
}
