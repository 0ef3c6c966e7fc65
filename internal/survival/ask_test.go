package survival

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// answer of a server.
type answer struct {
	status int
	header http.Header
	body   []byte
	took   time.Duration
}

// problem reads an answer as problem+json.
func (a answer) problem(t *testing.T) (p struct{ Code, Detail, Hint string }) {
	t.Helper()
	if kind := a.header.Get("Content-Type"); kind != "application/problem+json" {
		t.Errorf("status %d has Content-Type %q: %s", a.status, kind, a.body)
	}
	if err := json.Unmarshal(a.body, &p); err != nil || p.Code == "" || p.Detail == "" {
		t.Errorf("status %d: not a problem: %s", a.status, a.body)
	}
	return p
}

// ask sends a request; an answer that doesn't come has status 0.
func ask(t *testing.T, method, url, key, body string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+key)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	start := time.Now()
	a := answerOf((&http.Client{Timeout: patience}).Do(req))
	a.took = time.Since(start)
	return a
}

// answerOf reads a response.
func answerOf(resp *http.Response, err error) answer {
	if err != nil {
		return answer{body: []byte(err.Error())}
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{body: []byte(err.Error())}
	}
	return answer{status: resp.StatusCode, header: resp.Header, body: text}
}

// chart asks for counts of metric a in a project.
func chart(t *testing.T, url, key, project string) answer {
	t.Helper()
	return ask(t, http.MethodPost, url+"/api/v1/projects/"+project+"/charts", key, `{"metrics":["a"],"full":true,"aggregates":["count"]}`)
}

// metric returns the sum of a metric's values over those of its series that have all
// the labels, such as `reason="undecodable"`.
func metric(t *testing.T, url, name string, labels ...string) (sum float64) {
	t.Helper()
	a := ask(t, http.MethodGet, url+"/metrics", "", "")
	lines := bufio.NewScanner(bytes.NewReader(a.body))
next:
	for lines.Scan() {
		series, value, _ := strings.Cut(lines.Text(), " ")
		base, set, _ := strings.Cut(series, "{")
		if base != name {
			continue
		}
		for _, l := range labels {
			if !strings.Contains(set, l) {
				continue next
			}
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil {
			t.Fatalf("metric %s: %v", series, err)
		}
		sum += v
	}
	return sum
}

// unready returns which parts /readyz calls not ready, and its status.
func unready(t *testing.T, url string) (status int, parts map[string]string) {
	t.Helper()
	if status, parts = unreadyOrGone(t, url); parts == nil {
		t.Fatal("readyz isn't answered")
	}
	return status, parts
}

// unreadyOrGone is unready of a server that may not listen: parts is nil then.
func unreadyOrGone(t *testing.T, url string) (status int, parts map[string]string) {
	t.Helper()
	a := ask(t, http.MethodGet, url+"/readyz", "", "")
	if a.status == 0 {
		return 0, nil
	}
	var r struct {
		Reason string
		Parts  []struct {
			Name, Reason string
			Ready        bool
		}
	}
	if err := json.Unmarshal(a.body, &r); err != nil {
		t.Fatalf("readyz: %v: %s", err, a.body)
	}
	parts = map[string]string{}
	for _, p := range r.Parts {
		if !p.Ready {
			parts[p.Name] = p.Reason
		}
	}
	if r.Reason != "" {
		parts[""] = r.Reason
	}
	return a.status, parts
}

// statusNumber reads a number from /proc/PID/status.
func statusNumber(t *testing.T, pid int, name string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == name {
			n, err := strconv.Atoi(fields[1])
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatalf("no %s of process %d", name, pid)
	return 0
}
