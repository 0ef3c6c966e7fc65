package survival

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// heavyChart asks for a value for every step of every run, over another metric. One
// such chart fits into the engine here, several don't.
func heavyChart(t *testing.T, s *testenv.Runledger) answer {
	t.Helper()
	return ask(t, http.MethodPost, s.URL+"/api/v1/projects/admin/heavy/charts", s.Key,
		`{"metrics":["a"],"x":{"metric":"b"},"full":true,"quantiles":[0.5]}`)
}

// TestEngineOutOfMemory draws charts beside each other that together need more memory
// than the engine may take.
func TestEngineOutOfMemory(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Args: []string{"--engine-memory=300MiB"}})
	engine := s.EnginePID(t)
	c := hire(s.URL, s.Key, "admin/heavy", 4)
	c.steps, c.pause = 5000, 0
	c.start(t)
	eventually(t, patience, func() string {
		if c.total() < 600_000 {
			return "too few steps are logged"
		}
		return ""
	})
	c.stop(t)
	counted(t, s, c)

	small := hire(s.URL, s.Key, "admin/small", 2).start(t)
	small.goesOn(t, patience)
	out := 0
	for start := time.Now(); out == 0; {
		if time.Since(start) > patience {
			t.Fatal("no chart ran out of memory")
		}
		out += sideBySide(t, s)
		small.goesOn(t, patience)
	}
	t.Logf("%d charts ran out of memory", out)
	if metric(t, s.URL, "runledger_query_refused_total", `reason="memory"`) < float64(out) {
		t.Error("nobody counted it")
	}
	if a := heavyChart(t, s); a.status != http.StatusOK {
		t.Errorf("a heavy chart alone: %d %s", a.status, a.body)
	}
	small.stop(t)
	onlyTheseStatuses(t, small, http.StatusAccepted)
	settled(t, embeddedTables(t, s.Data), small)
	if s.EnginePID(t) != engine || metric(t, s.URL, "runledger_engine_exits_total") > 0 {
		t.Error("the engine is another one now")
	}
}

// sideBySide draws heavy charts at once, and small ones beside them, and returns how
// many ran out of memory.
func sideBySide(t *testing.T, s *testenv.Runledger) (out int) {
	t.Helper()
	const charts = 4
	answers := make(chan answer, charts)
	for range charts {
		go func() { answers <- heavyChart(t, s) }()
	}
	drawn := 0
	for waiting := charts; waiting > 0; {
		select {
		case a := <-answers:
			waiting--
			if a.status == http.StatusOK {
				continue
			}
			p := a.problem(t)
			if a.status != http.StatusServiceUnavailable || p.Code != "out_of_memory" || p.Hint == "" {
				t.Errorf("a heavy chart: %d %s", a.status, a.body)
			}
			out++
		default:
			if a := chart(t, s.URL, s.Key, "admin/small"); a.status == http.StatusOK {
				drawn++
			} else if p := a.problem(t); a.status != http.StatusServiceUnavailable {
				t.Errorf("a small chart: %d %+v", a.status, p)
			}
		}
	}
	if a := chart(t, s.URL, s.Key, "admin/small"); a.status != http.StatusOK {
		t.Errorf("a small chart afterwards: %d %s", a.status, a.body)
	}
	t.Logf("%d small charts were drawn beside %d heavy ones", drawn, charts)
	return out
}

// counted waits until the tables have as many points as a crew had acknowledged; it
// takes next to no memory.
func counted(t *testing.T, s *testenv.Runledger, c *crew) {
	t.Helper()
	conn, err := clickhouse.Open(embeddedTables(t, s.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	want := uint64(c.total()) * uint64(len(metrics))
	eventually(t, patience, func() string {
		var n uint64
		if err := conn.QueryRow(t.Context(), "SELECT count() FROM points").Scan(&n); err != nil || n != want {
			return fmt.Sprintf("%d of %d points are in the tables: %v", n, want, err)
		}
		return ""
	})
}
