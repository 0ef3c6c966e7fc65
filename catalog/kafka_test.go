package catalog

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"runledger/eventlog"
	"runledger/internal/testenv"
)

// TestOnKafka: what the other tests say of the embedded log holds on a real broker,
// with two processes that each have their own connection.
func TestOnKafka(t *testing.T) {
	addr := testenv.OwnKafka(t, "").Addr()
	open := func() eventlog.Log {
		log, err := eventlog.OpenKafka(within(t), eventlog.KafkaOptions{Brokers: []string{addr}, Prefix: "catalog.", Create: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { log.Close() })
		return log
	}
	cats := []*Catalog{start(t, open()), start(t, open())}
	key, err := cats[0].FirstAdmin(within(t), "root", "")
	if err != nil || key == "" {
		t.Fatalf("%q %v", key, err)
	}
	if again, err := cats[1].FirstAdmin(within(t), "root", ""); err != nil || again != "" {
		t.Fatalf("a second first administrator: %q %v", again, err)
	}
	if v, _, err := cats[1].Do(within(t), withSystem(createProject("root", "p"))); err != nil || !v[0].OK() {
		t.Fatal(v, err)
	}
	const clients, runs = 16, 25 // every client wants the same runs
	wins := make([]int, clients)
	began := time.Now()
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			for n := range runs {
				e := withSystem(createRun("root", "p", fmt.Sprint(n)))
				e.GetRunCreated().IfAbsent = false
				v, _, err := cats[i%2].Do(context.Background(), e)
				if err != nil {
					t.Error(err)
					return
				}
				if v[0].Outcome == Accepted {
					wins[i]++
				} else if v[0].Code != CodeExists {
					t.Errorf("%+v", v[0])
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%.0f actions/s by %d clients", clients*runs/time.Since(began).Seconds(), clients)
	total := 0
	for _, n := range wins {
		total += n
	}
	if total != runs {
		t.Errorf("%d winners of %d races", total, runs)
	}
	equalHashes(t, cats...)
}
