package containers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"
)

// installation is where the program is reached, by trainers and by people. Addresses change when a container is started again.
type installation struct{ write, read part }

// settleTime is what it may take until something that's away is back, or its work is done by others.
const settleTime = 90 * time.Second

// ask sends a request until it's answered: while containers come and go there's no connection or 503, and clients
// try again. Each request here may be sent twice: what logs has a writer and a number.
func (installation) ask(t *testing.T, method, url, contentType string, body []byte, answer any) {
	t.Helper()
	deadline := time.Now().Add(settleTime)
	for {
		status, text, err := once(t, method, url, contentType, body)
		if err == nil && status/100 == 2 {
			if answer == nil {
				return
			}
			if err := json.Unmarshal(text, answer); err != nil {
				t.Fatalf("%s %s: %v: %s", method, url, err, text)
			}
			return
		}
		if err == nil && status != http.StatusServiceUnavailable || time.Now().After(deadline) {
			t.Fatalf("%s %s: status %d, %v: %s", method, url, status, err, text)
		}
		time.Sleep(100 * time.Millisecond) // polls until the deadline
	}
}

func once(t *testing.T, method, url, contentType string, body []byte) (int, []byte, error) {
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+adminKey)
	req.Header.Set("Content-Type", contentType)
	resp, err := (&http.Client{Timeout: 30 * time.Second}).Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, text, err
}

const (
	jsonType   = "application/json"
	ndjsonType = "application/x-ndjson"
)

// log sends lines as batch number seq of a writer, and returns the position behind them.
func (i installation) log(t *testing.T, writer string, seq int, lines []byte) string {
	t.Helper()
	var answer struct {
		Rejected []any
		Position string
	}
	i.ask(t, http.MethodPost, fmt.Sprintf("%s/api/v1/ingest?writer=%s&seq=%d", i.write.url(t), writer, seq), ndjsonType, lines, &answer)
	if len(answer.Rejected) > 0 {
		t.Fatalf("lines were rejected: %v", answer.Rejected)
	}
	return answer.Position
}

// count is the number of values of a metric that a chart of all runs has, by its own word.
func (i installation) count(t *testing.T, project, metric, position string) (n int) {
	t.Helper()
	var chart struct{ Series []struct{ Count []int } }
	i.ask(t, http.MethodPost, i.read.url(t)+"/api/v1/projects/admin/"+project+"/charts?wait_for="+position, jsonType,
		fmt.Appendf(nil, `{"metrics":[%q],"full":true,"aggregates":["count"]}`, metric), &chart)
	for _, s := range chart.Series {
		for _, points := range s.Count {
			n += points
		}
	}
	return n
}

// row of the runs table.
type row struct {
	ID              string
	Config, Summary map[string]float64
}

// rows is the runs table with all that was logged up to position, the smallest loss first.
func (i installation) rows(t *testing.T, project, position string) []row {
	t.Helper()
	var page struct{ Runs []row }
	i.ask(t, http.MethodGet, i.read.url(t)+"/api/v1/projects/admin/"+project+
		"/runs?limit=1000&sort=summary.loss&columns=config.lr&columns=summary.loss&wait_for="+position, jsonType, nil, &page)
	return page.Runs
}
