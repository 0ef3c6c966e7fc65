package chaos

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"
)

var (
	kills = flag.Int("kills", 20, "how many processes are killed, over all worlds")
	seed  = flag.Uint64("seed", 0, "of what is killed when; 0 takes a random one")
)

// world is what is killed.
type world struct {
	url     func() string // where trainers log
	key     string
	victims []victim
	judge   judge
}

// victim is a process. kill ends it with SIGKILL and returns once it's on its way up
// again, or when it will be.
type victim struct {
	name string
	kill func() error
}

const (
	trainers    = 6
	betweenMost = 1500 * time.Millisecond
	settleTime  = 3 * time.Minute
)

func theSeed(t *testing.T) uint64 {
	s := *seed
	if s == 0 {
		s = rand.Uint64N(1e9) + 1
	}
	t.Logf("seed %d: make chaos KILLS=%d SEED=%d", s, *kills, s)
	return s
}

// torment kills n processes of the world while trainers log to it, and judges.
func torment(t *testing.T, w world, n int, seed uint64) {
	random := rand.New(rand.NewPCG(seed, uint64(n)))
	logging, stop := context.WithCancel(t.Context())
	defer stop()
	last, cancel := context.WithCancel(t.Context())
	defer cancel()

	var crew []*trainer
	var working sync.WaitGroup
	for i := range trainers {
		tr := &trainer{
			name: fmt.Sprintf("t%d", i), speak: speakers[i%len(speakers)], url: w.url, key: w.key,
			random: rand.New(rand.NewPCG(seed, uint64(1000+i))), client: &http.Client{Transport: &http.Transport{}},
		}
		crew = append(crew, tr)
		working.Go(func() { tr.log(logging, last) })
	}
	counts := map[string]int{}
	for i := range n {
		pause(t.Context(), time.Duration(random.Int64N(int64(betweenMost))))
		v := w.victims[random.IntN(len(w.victims))]
		counts[v.name]++
		if err := v.kill(); err != nil {
			t.Fatalf("kill %d, of %s: %v", i+1, v.name, err)
		}
	}
	stop()
	time.AfterFunc(settleTime, cancel)
	working.Wait()
	t.Logf("killed: %v", counts)
	for _, tr := range crew {
		if tr.fatal != nil {
			t.Errorf("trainer %v", tr.fatal)
		}
	}
	w.judge.judge(t, crew)
}

func TestChaos(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for minutes")
	}
	s := theSeed(t)
	t.Run("one machine", func(t *testing.T) { torment(t, oneMachine(t), (*kills+1)/2, s) })
	t.Run("split form", func(t *testing.T) { torment(t, splitForm(t), *kills/2, s) })
}
