package live

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// play logs to some runs and renames them, while a page follows that leaves and comes
// back; disturb is called in between. In the end the page must have everything.
func play(t *testing.T, s *site, steps int, disturb func(step int)) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	a := acked{steps: map[string]int64{}, name: map[string]string{}}
	s.log("r0", 1, "first")
	a.steps["r0"] = 1
	m := newMirror(t, s, seed)
	stop := make(chan struct{})
	var page sync.WaitGroup
	page.Go(func() { m.follow(stop) })
	end := sync.OnceFunc(func() { close(stop); page.Wait() })
	t.Cleanup(end)
	for i := range steps {
		run := fmt.Sprint("r", i/3) // soon left alone: what is missed of it stays missed
		step := int64(i + 2)
		s.log(run, step, fmt.Sprint("b", i))
		a.steps[run] = step
		if rng.IntN(5) == 0 {
			name := fmt.Sprint("name ", i)
			s.until(http.StatusOK, "PATCH", s.at(i, "/runs/"+run), fmt.Sprintf(`{"display_name":%q}`, name))
			a.name[run] = name
		}
		disturb(i)
	}
	for start := time.Now(); ; time.Sleep(20 * time.Millisecond) { // polls with a deadline
		what := m.lacks(a)
		if what == "" {
			t.Logf("the page had everything %s after the last acknowledgement", time.Since(start).Round(time.Millisecond))
			break
		}
		if time.Since(start) > 2*within {
			t.Errorf("after %s: %s", time.Since(start), what)
			break
		}
	}
	end()
	t.Logf("%d events, %d resyncs", m.events, m.resyncs)
}

func TestAPageMissesNothing(t *testing.T) {
	p := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	s := &site{t: t, ingest: p.URL, key: p.Key, queries: []string{p.URL}, project: "quiet"}
	play(t, s, 400, func(int) { time.Sleep(5 * time.Millisecond) }) // paces the trainer
}

func TestAPageMissesNothingWhileTheEngineIsKilled(t *testing.T) {
	p := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	s := &site{t: t, ingest: p.URL, key: p.Key, queries: []string{p.URL}, project: "engine"}
	play(t, s, 300, func(step int) {
		if step%100 == 50 {
			if pid := p.EnginePID(t); pid != 0 {
				_ = syscall.Kill(pid, syscall.SIGKILL) // gone already: fine
			}
		}
		time.Sleep(5 * time.Millisecond) // paces the trainer
	})
}

func TestAPageMissesNothingWhileTheServerIsKilled(t *testing.T) {
	p := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	s := &site{t: t, ingest: p.URL, key: p.Key, queries: []string{p.URL}, project: "server"}
	play(t, s, 200, func(step int) {
		if step%80 == 40 {
			p.Kill()
			if err := p.Restart(t); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(5 * time.Millisecond) // paces the trainer
	})
}

// TestAPageMissesNothingOfTheSplitForm: the page goes from one process that answers to
// another, and a projector is killed.
func TestAPageMissesNothingOfTheSplitForm(t *testing.T) {
	p := testenv.StartSplit(t, 2)
	other := testenv.StartRunledger(t, testenv.RunledgerOptions{Mode: "query", Args: []string{
		"--kafka", p.Kafka.Addr(), "--kafka-allow-unsafe", "--clickhouse", p.Tables().DSN(),
		"--blobs", t.TempDir(), "--signing-key", strings.Repeat("00", 32),
	}})
	s := &site{t: t, ingest: p.Ingest.URL, key: p.Query.Key, queries: []string{p.Query.URL, other.URL}, project: "split"}
	play(t, s, 400, func(step int) {
		if step == 200 {
			p.Projectors[0].Kill()
		}
		time.Sleep(5 * time.Millisecond) // paces the trainer
	})
}

// TestFreshness: acknowledged until the stream says that the tables have it; and then
// they have.
func TestFreshness(t *testing.T) {
	p := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	s := &site{t: t, ingest: p.URL, key: p.Key, queries: []string{p.URL}, project: "fresh"}
	s.log("r", 0, "first")
	l := listen(t, s.at(0, "/live"), p.Key, "").begin()
	var took []time.Duration
	for i := int64(1); i <= 60; i++ {
		s.log("r", i, fmt.Sprint(i))
		start := time.Now()
		m := newMirror(t, s, 0)
		for m.steps["r"] < i { // an event may be of the step before
			l.told("runs:r")
			m.readPoints(0, "r")
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	t.Logf("p50 %s, p95 %s, max %s", took[30], took[57], took[59])
	if took[57] > time.Second {
		t.Errorf("p95 is %s", took[57])
	}
	l.close()
	start := time.Now()
	listen(t, s.at(0, "/live"), p.Key, "").begin()
	p.Stop(t)
	t.Logf("stopped after %s with an open stream", time.Since(start).Round(time.Millisecond))
	if time.Since(start) > 15*time.Second {
		t.Error("an open stream holds up the stop")
	}
}
