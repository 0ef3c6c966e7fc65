package survival

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// newPeople returns people who ask these servers; each begins with another one.
func newPeople(n int, seed uint64, urls ...string) []*person {
	var out []*person
	for i := range n {
		mine := append(append([]string{}, urls[i%len(urls):]...), urls[:i%len(urls)]...)
		out = append(out, newPerson(fmt.Sprintf("ann%d", i), seed, mine...))
	}
	return out
}

// TestKilledBetweenAppendAndReply kills a server at random moments while people do
// everything that people do. Who wasn't answered repeats the request under its key.
func TestKilledBetweenAppendAndReply(t *testing.T) {
	t.Parallel()
	seed, kills, crew := testenv.Seed(t), 2, 8
	if *long {
		kills, crew = 40, 16
	}
	r := rand.New(rand.NewPCG(seed, 0))
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	people := newPeople(crew, seed, s.URL)
	w := newStage(t, s.URL, s.URL, s.Key, people, 3, 12)
	people = append(people, newPerson(admin, seed, s.URL))
	people[crew].key = s.Key
	c := startCrowd(t, people, w.act)
	for range kills {
		c.goesOn(t, 10)
		rest(t.Context(), time.Duration(r.IntN(500))*time.Millisecond)
		s.Kill()
		if err := s.Restart(t); err != nil {
			t.Fatal(err)
		}
	}
	c.goesOn(t, 10)
	c.stop(t)
	survived(t, s, w, people)
}

// survived looks at what is left on one machine: the running server's answers are those
// of one that starts from a snapshot, and of one that folds everything from zero.
func survived(t *testing.T, s *testenv.Runledger, w *stage, people []*person) {
	t.Helper()
	live := w.answersOf(t, s.URL, people)
	s.Stop(t) // leaves a snapshot
	l := readLedger(t, s)
	l.keeps(t, people)
	if files, err := filepath.Glob(filepath.Join(s.Data, "snapshots", "*.snapshot")); err != nil || len(files) == 0 {
		t.Errorf("there's no snapshot: %v", err)
	}
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	if n := metric(t, s.URL, "runledger_catalog_snapshots_total", `outcome="loaded"`); n != 1 {
		t.Errorf("%v snapshots were loaded", n)
	}
	sameAnswers(t, "from a snapshot", live, w.answersOf(t, s.URL, people))
	l.audited(t, s.URL, s.Key)
	verified(t, s.URL, s.Key)
	s.Stop(t)
	if err := os.RemoveAll(filepath.Join(s.Data, "snapshots")); err != nil {
		t.Fatal(err)
	}
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, "from zero", live, w.answersOf(t, s.URL, people))
}
