package live

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"runledger/internal/progress"
)

// TestACrowd: 500 pages of one project, some of which come and go, all hear of
// everything in time.
func TestACrowd(t *testing.T) {
	const crowd, rounds = 500, 8
	r := newRig(t, Options{UserLimit: crowd + 100, Pace: 250 * time.Millisecond})
	r.project("boss", "p")
	url := r.url + "/api/v1/projects/boss/p/live"
	all := make([]*listener, crowd)
	for i := range all {
		all[i] = listen(t, url, bossKey, "").begin()
	}
	var mu sync.Mutex
	var took []time.Duration
	for round := range rounds {
		id := fmt.Sprint("r", round)
		run := r.run("boss", "p", id)
		start := time.Now()
		r.tables(progress.Points, run)
		var hearing sync.WaitGroup
		for i, l := range all {
			hearing.Go(func() {
				l.told("runs:" + id)
				mu.Lock()
				took = append(took, time.Since(start))
				mu.Unlock()
				if (i+round)%10 == 0 {
					l.close()
					all[i] = listen(t, url, bossKey, l.last)
				}
			})
		}
		hearing.Wait()
	}
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	t.Logf("%d events heard: p50 %s, p95 %s, max %s", len(took), took[len(took)/2], p95, took[len(took)-1])
	if p95 > time.Second {
		t.Errorf("p95 is %s", p95)
	}
	if n := r.hub.count(func() int { return r.hub.all })(); n < crowd {
		t.Errorf("%v streams are open", n)
	}
}
