package wandb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
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
	got := s.Ask(t, method, path, text)
	if raw, ok := answer.(*[]byte); ok {
		*raw = got
		return
	}
	d := json.NewDecoder(bytes.NewReader(got))
	d.UseNumber() // integers exactly
	if err := d.Decode(answer); err != nil {
		t.Fatalf("%s: %v", got, err)
	}
}

// runPath is the address of a run's pages.
func runPath(project, run, page string) string {
	return fmt.Sprintf("/api/v1/projects/admin/%s/runs/%s/%s", project, run, page)
}

// apiRow is a row of history as the server's own API gives it.
type apiRow struct {
	Step    int64
	Metrics map[string]any
}

func historyOf(t *testing.T, s *testenv.Runledger, project string) []apiRow {
	t.Helper()
	var page struct {
		Rows []apiRow
		Next string `json:"next_cursor"`
	}
	ask(t, s, "GET", runPath(project, "r1", "history?limit=10000"), nil, &page)
	if page.Next != "" {
		t.Fatal("more than a page of history")
	}
	return page.Rows
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
			X     []float64
			Last  []any
			Count []float64
		}
	}
	ask(t, s, "POST", fmt.Sprintf("/api/v1/projects/admin/%s/charts", project),
		map[string]any{"metrics": []string{metric}, "full": true, "aggregates": []string{"last", "count"}, "runs": []string{"r1"}}, &answer)
	if len(answer.Series) != 1 {
		t.Fatalf("%d series of %s", len(answer.Series), metric)
	}
	one := answer.Series[0]
	for i := range one.X {
		value := one.Last[i]
		if n, ok := value.(json.Number); ok {
			value, _ = n.Float64()
		}
		out = append(out, point{one.X[i], value, one.Count[i]})
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
		rows := historyOf(t, s, project)
		if len(rows) != n {
			t.Fatalf("%d rows of history, want %d", len(rows), n)
		}
		for i, r := range rows {
			if r.Step != int64(i) || r.Metrics["i"] != json.Number(fmt.Sprint(i)) {
				t.Fatalf("row %d is %+v", i, r)
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
	rows := historyOf(t, s, project)
	if len(rows) != 4 || rows[2].Step != 10 || len(rows[2].Metrics) != 0 || rows[3].Step != 20 {
		t.Fatalf("%+v", rows)
	}
	for key, want := range map[string]any{"p53": json.Number("9007199254740993"), "nan": "NaN", "inf": "Infinity", "neg": json.Number("-9223372036854775808"),
		"p60": json.Number("1152921504606846976")} {
		if got := rows[0].Metrics[key]; got != want {
			t.Errorf("history has %s = %v, want %v", key, got, want)
		}
	}
	if got := rows[1].Metrics; got["text"] != "x\u2028y\n\"" || got["flag"] != true || fmt.Sprint(got["list"]) != "[1 2.5]" {
		t.Errorf("%v", got)
	}
}

// shownConsole checks the output that the API shows.
func shownConsole(t *testing.T, s *testenv.Runledger, project string) {
	var page struct {
		Lines []struct{ Text, Stream string }
	}
	ask(t, s, "GET", runPath(project, "r1", "console"), nil, &page)
	var lines []string
	for _, l := range page.Lines {
		lines = append(lines, l.Text)
		if (l.Stream == "stderr") != (l.Text == "an error") {
			t.Errorf("%q is of %s", l.Text, l.Stream)
		}
	}
	if !slices.Equal(lines, consoleLines) {
		t.Errorf("the console shows %q", lines)
	}
}

// shownFiles checks the list of files, and their contents.
func shownFiles(t *testing.T, s *testenv.Runledger, project string) {
	var page struct {
		Files []struct {
			Name string
			Size int64
		}
	}
	ask(t, s, "GET", runPath(project, "r1", "files"), nil, &page)
	sizes := map[string]int64{}
	for _, f := range page.Files {
		sizes[f.Name] = f.Size
	}
	for name, content := range savedFiles() {
		var got []byte
		ask(t, s, "GET", runPath(project, "r1", "file?name="+url.QueryEscape(name)), nil, &got)
		if string(got) != content || sizes[name] != int64(len(content)) {
			t.Errorf("%s: %d bytes, listed with %d, want %d", name, len(got), sizes[name], len(content))
		}
	}
}

// shownAlert checks that the run named like the case's argument shows its alert.
func shownAlert(t *testing.T, s *testenv.Runledger, project string) {
	how, _, _ := strings.Cut(project, "-")
	var page struct {
		Alerts []struct{ Title, Text, Level string }
	}
	ask(t, s, "GET", runPath(project, how, "alerts"), nil, &page)
	if len(page.Alerts) != 1 || page.Alerts[0].Text != "by "+how || page.Alerts[0].Level != "WARN" {
		t.Errorf("%+v", page)
	}
}
