package scenario

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"runledger/internal/testenv"
	"runledger/load"
)

// takeoverTime is what it may take from a projector's death until all that was logged
// can be read: its session ends, the group meets, the new owner waits a session out.
const takeoverTime = 45 * time.Second

// takeover kills one of two projectors while trainers log, and looks at what comes of it.
func takeover(t *testing.T, s *testenv.Split) {
	o := load.Options{
		URL: s.Ingest.URL, ReadURL: s.Query.URL, Key: s.Query.Key, Entity: "admin", Project: "takeover",
		Trainers: 20, Metrics: 5, Batch: 2, Rate: 20, Duration: 6 * time.Second, Format: "ndjson", Shape: "float32", RunPrefix: "t",
	}
	timer := time.AfterFunc(2*time.Second, s.Projectors[0].Kill) // in the middle
	defer timer.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), o.Duration+takeoverTime)
	defer cancel()
	report, err := load.Run(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("all of it was readable %.1f s after the last acknowledgement", report.SettleSecs)
	if len(report.Errors) > 0 {
		t.Errorf("errors: %v", report.Errors)
	}
	if got := countPoints(ctx, t, s.Query, "takeover", "loss"); got != report.Points/o.Metrics {
		t.Errorf("a chart counts %d points, %d were acknowledged", got, report.Points/o.Metrics)
	}
	if err := s.Projectors[0].Restart(t); err != nil {
		t.Error(err)
	}
}

// countPoints adds the counts of all values of a metric in a chart at full resolution.
func countPoints(ctx context.Context, t *testing.T, at *testenv.Runledger, project, metric string) int {
	body := fmt.Sprintf(`{"metrics":[%q],"full":true,"aggregates":["count"]}`, metric)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, at.URL+"/api/v1/projects/admin/"+project+"/charts", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+at.Key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("chart: status %d, %v: %s", resp.StatusCode, err, text)
	}
	var chart struct{ Series []struct{ Count []int } }
	if err := json.Unmarshal(text, &chart); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range chart.Series {
		for _, c := range s.Count {
			n += c
		}
	}
	return n
}
