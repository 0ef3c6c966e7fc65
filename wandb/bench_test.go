package wandb

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// metricLines makes lines of history with 20 metrics each, keys in any order, as the
// client writes them.
func metricLines(n, first int) []string {
	lines := make([]string, n)
	r := rand.New(rand.NewPCG(1, uint64(first)))
	for i := range lines {
		var s strings.Builder
		fmt.Fprintf(&s, `{"_step":%d,"_runtime":%v,"_timestamp":%v`, first+i, r.Float64()*100, 1.7954250230366187e+09+float64(i))
		for _, k := range r.Perm(20) {
			fmt.Fprintf(&s, `,"train/metric_%02d":%v`, k, r.Float64())
		}
		lines[i] = s.String() + "}"
	}
	return lines
}

func BenchmarkParseStream(b *testing.B) {
	const lines = 5000
	body := []byte(historyBody(0, metricLines(lines, 0)...))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		e := &streamEvents{run: 1, home: 1, now: now}
		sb, err := parseStream(body, e)
		if err != nil {
			b.Fatal(err)
		}
		if n := len(e.events(sb, nil)); n != 2 {
			b.Fatal(n)
		}
	}
	b.ReportMetric(lines*20*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpoints/s")
}

// The whole way of a request, without the network: authentication, parsing, the log.
func BenchmarkFileStream(b *testing.B) {
	r := newRig(b)
	r.upsert(map[string]any{"name": "a", "project": "p q"})
	const lines = 500
	content := historyBody(0, metricLines(lines, 0)...)
	_, after, _ := strings.Cut(content, `"offset":0`)
	n := 0
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		body := fmt.Sprintf(`{"files":{"wandb-history.jsonl":{"offset":%d%s`, n*lines, after)
		req := httptest.NewRequest("POST", streamPath, strings.NewReader(body))
		req.SetBasicAuth("api", testKey)
		w := httptest.NewRecorder()
		r.http.Config.Handler.ServeHTTP(w, req)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code, w.Body)
		}
		n++
	}
	b.ReportMetric(lines*20*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mpoints/s")
}
