package runs

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"runledger/event/pb"
	"runledger/internal/api"
	"runledger/internal/clickhouse"
)

var speed = flag.Int("speed", 0, "measure pages of a table of so many runs, 100 of which change each second")

var churned = flag.Int("churn", 100, "with -speed: how many runs change each second")

// TestSpeed measures pages over HTTP of a table with 100 keys in config and as many in
// summary, beside 10 other projects with keys of their own, while 100 runs a second
// change: go test ./query/runs -run TestSpeed -speed 100000 -v
func TestSpeed(t *testing.T) {
	if *speed == 0 {
		t.Skip("only with -speed N")
	}
	w := newWorld(t)
	begin := time.Now()
	w.seed(*speed)
	t.Logf("%d runs seeded in %s", *speed, time.Since(begin).Round(time.Second))
	w.logParts()

	router, operations := api.New(api.Options{Catalog: w.catalog, Logger: slog.New(slog.DiscardHandler)})
	Register(operations, w.table)
	server := httptest.NewServer(router)
	defer server.Close()
	w.table.clock = time.Now

	ctx, stop := context.WithCancel(context.Background())
	done := make(chan []time.Duration)
	go func() { done <- w.churn(ctx, *speed) }()
	r := rand.New(rand.NewPCG(1, 1))
	for _, m := range []struct {
		name string
		ask  func() map[string]any
	}{
		{"page: filter and sort by any key, 10 columns", func() map[string]any { return drawPage(r, 10) }},
		{"page: newest first, no filter, 10 columns", func() map[string]any { p := drawPage(r, 10); delete(p, "filter"); delete(p, "sort"); return p }},
		{"page: all of config and summary", func() map[string]any { p := drawPage(r, 0); delete(p, "columns"); return p }},
		{"page: no columns", func() map[string]any { return drawPage(r, 0) }},
	} {
		var took []time.Duration
		engine, own := cpu()
		for range pages {
			begin := time.Now()
			w.post(server, m.ask())
			took = append(took, time.Since(begin))
		}
		engineNow, ownNow := cpu()
		t.Logf("%-50s %s  CPU a page: engine %s (with the changes), server %s", m.name, percentiles(took), (engineNow-engine)/pages, (ownNow-own)/pages)
	}
	stop()
	t.Logf("%-50s %s", "insert of 100 changed runs", percentiles(<-done))
	w.logParts()
}

const pages = 100

// cpu is what the engine, a child of this process, and this process have used.
func cpu() (engine, own time.Duration) {
	own = used("/proc/self/stat")
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		text, _ := os.ReadFile(path)
		if fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])); len(fields) > 1 && fields[1] == fmt.Sprint(os.Getpid()) {
			engine += used(path)
		}
	}
	return engine, own
}

func used(stat string) time.Duration {
	text, _ := os.ReadFile(stat)
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // a tick is 10 ms
}

func percentiles(took []time.Duration) string {
	if len(took) == 0 {
		return "none"
	}
	slices.Sort(took)
	at := func(p float64) time.Duration {
		return took[min(len(took)-1, int(p*float64(len(took))))].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("p50 %s  p95 %s  max %s", at(.5), at(.95), at(1))
}

func (w *world) post(server *httptest.Server, request map[string]any) {
	w.t.Helper()
	body, _ := json.Marshal(request)
	req, _ := http.NewRequest(http.MethodPost, server.URL+"/api/v1/projects/ann/p/runs:query", bytes.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+w.key)
	answer, err := server.Client().Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusOK {
		w.t.Fatalf("%s: %s", body, text)
	}
}

// drawPage leaves about a third of the runs, sorted by any key.
func drawPage(r *rand.Rand, columns int) map[string]any {
	config := func() string { return fmt.Sprintf("config.c%d", r.IntN(100)) }
	summary := func() string { return fmt.Sprintf("summary.s%d", r.IntN(100)) }
	p := map[string]any{
		"filter": fmt.Sprintf("config.c%d < 700 and summary.s%d > 0.5", 4*r.IntN(25), r.IntN(100)), "limit": 100,
		"sort": []string{pickOne(r, config(), summary()+":desc")}, "columns": []string{"seconds"},
	}
	for range columns / 2 {
		p["columns"] = append(p["columns"].([]string), config(), summary())
	}
	return p
}

// seed makes n runs in p and a thirtieth of that in each of 10 other projects.
func (w *world) seed(n int) {
	w.t.Helper()
	names := []string{"p"}
	for i := range 10 {
		names = append(names, fmt.Sprintf("other%d", i))
		w.do(&pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: names[1+i]}}})
	}
	var events []*pb.Event
	flush := func() { w.do(events...); events = nil }
	for i := range n + n/3 {
		in := "p"
		if i%4 == 3 {
			in = names[1+i/4%10]
		}
		events = append(events, &pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "ann", Project: in, RunId: fmt.Sprintf("run-%d", i), Tags: []string{"t" + fmt.Sprint(i%7)}}}})
		if len(events) == 1000 {
			flush()
		}
	}
	flush()
	home := "if((run - 1) % 4 = 3, 3 + intDiv(run - 1, 4) % 10, 1)"
	w.exec(fmt.Sprintf("INSERT INTO run_facts (run, off, at, home, project, id, name, tags, user, created) SELECT number + 1 AS run, number + 20, now64(3), %s AS home, home, "+
		"concat('run-', toString(number)), concat('name-', toString(number)), [concat('t', toString(number %% 7))], 'ann', now64(3) FROM numbers(%d)", home, n+n/3))
	w.exec("CREATE TABLE texts (run UInt64, home UInt32, config String, summary String) ENGINE = MergeTree ORDER BY run SETTINGS index_granularity = 8, min_compress_block_size = 4096")
	w.exec(fmt.Sprintf(`INSERT INTO texts SELECT number + 1 AS run, %s AS home,
  concat('{', arrayStringConcat(arrayMap(i -> concat('"', if(home = 1, 'c', concat('q', toString(home), '_')), toString(i), '":', multiIf(
    i %% 4 = 0, toString((cityHash64(run, i) %% 1000000) / 1000), i %% 4 = 1, toString(cityHash64(run, i) %% 1000), i %% 4 = 2, concat('"choice-', toString(cityHash64(run, i) %% 50), '"'),
    if(cityHash64(run, i) %% 2 = 0, 'true', 'false'))), range(100)), ','), '}'),
  concat('{', arrayStringConcat(arrayMap(i -> concat('"', if(home = 1, 's', concat('z', toString(home), '_')), toString(i), '":', toString(cityHash64(run, i, 's') / 18446744073709551615)), range(100)), ','), '}')
FROM numbers(%d)`, home, n+n/3))
	for i := range 4 {
		w.rewrite(fmt.Sprintf("run %% 4 = %d", i), 1)
	}
}

// rewrite inserts rows of run_values and run_data for the runs that a condition names.
func (w *world) rewrite(condition string, off int) {
	w.exec(fmt.Sprintf(`INSERT INTO run_values (run, home, part, off, at, config, summary, state, seconds, points)
SELECT run, home, run %% 2, %d, now64(3), CAST(config AS JSON(max_dynamic_paths = 128)), CAST(summary AS JSON(max_dynamic_paths = 128)), 'running', 1.5, 10
FROM texts WHERE %s`, off, condition))
	w.exec(fmt.Sprintf(`INSERT INTO run_data (run, home, part, off, at, first_at, config_text, summary_text, state, seconds, points)
SELECT run, home, run %% 2, %d, now64(3), now64(3), config, summary, 'running', 1.5, 10
FROM texts WHERE %s`, off, condition))
}

func (w *world) exec(sql string) {
	if _, err := w.tables.Client.Post(context.Background(), sql, nil, clickhouse.Settings{"max_threads": 2}, nil); err != nil {
		w.t.Fatalf("%s: %v", sql, err)
	}
}

// churn changes 100 runs a second.
func (w *world) churn(ctx context.Context, n int) []time.Duration {
	var took []time.Duration
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for off := 2; *churned > 0; off++ {
		select {
		case <-ctx.Done():
			return took
		case <-ticks.C:
		}
		var runs []string
		for range *churned {
			no := rand.IntN(n/3)*4 + rand.IntN(3) + 1
			runs = append(runs, fmt.Sprint(no))
		}
		begin := time.Now()
		w.rewrite("run IN ("+strings.Join(runs, ",")+")", off)
		took = append(took, time.Since(begin))
	}
	return took
}

func (w *world) logParts() {
	body, err := w.tables.Client.Stream(context.Background(), "SELECT table, groupArray((rows, part_type)), formatReadableSize(sum(bytes_on_disk)) FROM system.parts "+
		"WHERE active AND database = currentDatabase() AND table IN ('run_values', 'run_data', 'run_facts') GROUP BY table FORMAT TSV", nil, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	defer body.Close()
	text, _ := io.ReadAll(body)
	w.t.Logf("parts: %s", text)
}
