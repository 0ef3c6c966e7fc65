package report

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"
)

// TestSpeed measures, if RUNLEDGER_REPORT_SPEED is set: a report of 100 panels of 10 runs.
func TestSpeed(t *testing.T) {
	if os.Getenv("RUNLEDGER_REPORT_SPEED") == "" {
		t.Skip("set RUNLEDGER_REPORT_SPEED to measure")
	}
	r := newRig(t)
	for i := range 10 {
		r.run(fmt.Sprint("r", i), float64(i), `{"lr":0.1}`)
	}
	panel := map[string]any{"kind": "line", "metrics": []string{"loss"}}
	var c changed
	start := time.Now()
	r.ann("POST", "/reports", map[string]any{"title": "x", "blocks": []any{map[string]any{"kind": "panel_grid", "panels": many(100, panel)}}}).is(200, &c)
	t.Logf("made and pinned in %s", time.Since(start).Round(time.Millisecond))
	for name, path := range map[string]string{"report": "", "data": "/data", "html": "/export?format=html", "markdown": "/export?format=markdown"} {
		var took []time.Duration
		size := 0
		for range 20 {
			start := time.Now()
			size = len(r.ann("GET", "/reports/"+c.ID+path, nil).is(200).body)
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		t.Logf("%s: p50 %s, p95 %s, %d KB", name, took[10].Round(time.Microsecond), took[18].Round(time.Microsecond), size>>10)
	}
	edits := []time.Duration{}
	block := r.get(c.ID).Blocks[0].ID
	for i := range 20 {
		start := time.Now()
		r.ann("POST", "/reports/"+c.ID+"/blocks", map[string]any{"kind": "markdown", "text": fmt.Sprint(i), "after": block}).is(200)
		edits = append(edits, time.Since(start))
	}
	slices.Sort(edits)
	t.Logf("a block more: p50 %s, p95 %s", edits[10].Round(time.Microsecond), edits[18].Round(time.Microsecond))
}
