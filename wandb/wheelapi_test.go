package wandb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"

	"runledger/internal/testenv"
)

// ask calls the server's own API as the admin and decodes the answer.
func ask(t *testing.T, s *testenv.Runledger, method, path string, body, answer any) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.Key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d %s %v", method, path, resp.StatusCode, got, err)
	}
	if err := json.Unmarshal(got, answer); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
}

// point is one of a chart at full resolution. A value is a number, or a string for
// what JSON has no number.
type point struct {
	x     float64
	value any
	count float64
}

// chart asks for all points of a metric of run r1. It asks at once and waits for
// nothing: what was logged is complete when finish() has returned.
func chart(t *testing.T, s *testenv.Runledger, project, metric string) (out []point) {
	t.Helper()
	var answer struct {
		Series []struct {
			X, Last []any
			Count   []float64
		}
	}
	ask(t, s, "POST", fmt.Sprintf("/api/v1/projects/admin/%s/charts", project),
		map[string]any{"metrics": []string{metric}, "full": true, "aggregates": []string{"last", "count"}, "runs": []string{"r1"}}, &answer)
	if len(answer.Series) != 1 {
		t.Fatalf("%d series of %s", len(answer.Series), metric)
	}
	one := answer.Series[0]
	for i := range one.X {
		x, _ := one.X[i].(float64)
		out = append(out, point{x, one.Last[i], one.Count[i]})
	}
	return out
}

// chartedRows checks that a chart of i shows n rows, each once, i = step.
func chartedRows(n int) func(*testing.T, *testenv.Runledger, string) {
	return func(t *testing.T, s *testenv.Runledger, project string) {
		points := chart(t, s, project, "i")
		if len(points) != n {
			t.Fatalf("%d points in the chart, want %d", len(points), n)
		}
		for i, p := range points {
			if p != (point{float64(i), float64(i), 1}) {
				t.Fatalf("point %d is %+v", i, p)
			}
		}
	}
}

// chartedNumbers checks odd numbers in charts.
func chartedNumbers(t *testing.T, s *testenv.Runledger, project string) {
	for metric, want := range map[string]point{
		"nan": {0, "NaN", 1}, "inf": {0, "Infinity", 1}, "ninf": {0, "-Infinity", 1}, "p60": {0, float64(1 << 60), 1}, "tiny": {0, 1e-320, 1},
		"f32": {0, float64(float32(0.1)), 1}, "ключ 日本 😀": {1, 1.5, 1}, "a.b": {1, 1.0, 1}, `a.c\.d.e`: {1, 3.0, 1}, "last": {20, 1.0, 1},
	} {
		if got := chart(t, s, project, metric); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %+v, want %+v", metric, got, want)
		}
	}
}
