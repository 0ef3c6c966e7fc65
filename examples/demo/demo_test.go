// Package demo runs `make demo`'s program, shortened, against a real server, and looks at
// what it made over HTTP.
package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"runledger/internal/testenv"
)

func TestTheDemoFillsAnInstance(t *testing.T) {
	python := virtualEnv(t)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	if out := demo(t, python, s); !strings.Contains(out, "runs, the workspace, the report") {
		t.Fatalf("the demo doesn't say what it made:\n%s", out)
	}
	runs := runsOf(t, s)
	t.Run("runs", func(t *testing.T) { theRuns(t, runs) })
	t.Run("curves", func(t *testing.T) { theCurves(t, s) })
	t.Run("console", func(t *testing.T) { theConsole(t, s) })
	t.Run("workspace", func(t *testing.T) { theWorkspace(t, s) })
	t.Run("report", func(t *testing.T) { theReport(t, s) })
	t.Run("a second time adds nothing", func(t *testing.T) {
		if out := demo(t, python, s); !strings.Contains(out, "there already") {
			t.Errorf("it says:\n%s", out)
		}
		if again := runsOf(t, s); len(again) != len(runs) {
			t.Errorf("%d runs, there were %d", len(again), len(runs))
		}
		theWorkspace(t, s)
		theReport(t, s)
	})
}

// virtualEnv returns the Python that has what the demo needs.
func virtualEnv(t *testing.T) string {
	out, err := exec.Command("bash", "python.sh").CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil {
		testenv.Mandatory(t, "the demo's packages can't be installed: "+lines[0])
	}
	return lines[len(lines)-1]
}

// demo runs the program once and returns what it prints.
func demo(t *testing.T, python string, s *testenv.Runledger) string {
	dir := t.TempDir()
	key := filepath.Join(dir, "admin.key")
	if err := os.WriteFile(key, []byte(s.Key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, python, "demo.py", "--short", "--workers=2", "--url="+s.URL, "--key-file="+key)
	cmd.Env = append(os.Environ(), "HOME="+dir, "PYTHONDONTWRITEBYTECODE=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("demo.py: %v\n%s", err, out)
	}
	return string(out)
}

type run struct {
	ID      string
	State   string
	Group   string
	Tags    []string
	Config  map[string]any
	Summary map[string]any
}

func runsOf(t *testing.T, s *testenv.Runledger) []run {
	var page struct{ Runs []run }
	ask(t, s, http.MethodGet, "/runs?limit=1000", "", &page)
	return page.Runs
}

// theRuns: one of each kind, one left without an end, one that gave up, one that ended in NaN.
func theRuns(t *testing.T, runs []run) {
	if len(runs) < 12 {
		t.Errorf("%d runs, expected a dozen", len(runs))
	}
	states, archs := map[string]int{}, map[string]bool{}
	for _, r := range runs {
		states[r.State]++
		arch, _ := r.Config["arch"].(string)
		archs[arch] = true
		if r.Group == "" || len(r.Tags) == 0 || arch == "" {
			t.Errorf("%s has no group, tags or architecture: %+v", r.ID, r)
		}
	}
	if states["failed"] != 1 || states["finished"] != len(runs)-2 { // the one that is left may count as crashed by now
		t.Errorf("states: %v", states)
	}
	if len(archs) < 6 {
		t.Errorf("architectures: %v", archs)
	}
	diverged := func(r run) bool {
		return r.State == "finished" && slices.Contains(r.Tags, "diverged") && r.Summary["train/loss"] == "NaN"
	}
	if !slices.ContainsFunc(runs, diverged) {
		t.Errorf("no run ended with a loss of NaN")
	}
}

// theCurves: a line a run, a point an epoch.
func theCurves(t *testing.T, s *testenv.Runledger) {
	var chart struct {
		Series []struct {
			Metric string
			X      []float64
		}
	}
	ask(t, s, http.MethodPost, "/charts", `{"metrics":["train/loss","val/acc"],"full":true}`, &chart)
	for _, metric := range []string{"train/loss", "val/acc"} {
		lines := 0
		for _, c := range chart.Series {
			if c.Metric == metric && len(c.X) >= 4 {
				lines++
			}
		}
		if lines < 5 {
			t.Errorf("%s has %d lines of at least four epochs", metric, lines)
		}
	}
}

func theConsole(t *testing.T, s *testenv.Runledger) {
	text := string(ask(t, s, http.MethodGet, "/runs/digits-mlp-64x32-lr0_1-s7/console", "", nil))
	if !strings.Contains(text, `\u001b[`) && !strings.Contains(text, "\x1b[") {
		t.Errorf("no colours in the console: %.400s", text)
	}
}

// theWorkspace: its own sections come first, and every panel of theirs has data.
func theWorkspace(t *testing.T, s *testenv.Runledger) {
	t.Helper()
	var w struct {
		Sections []struct {
			Title  string
			Panels []struct{ ID, Kind, Title string }
		}
	}
	ask(t, s, http.MethodGet, "/workspaces/me", "", &w)
	if len(w.Sections) < 4 || w.Sections[0].Title != "Which network reads digits best?" || w.Sections[1].Title != "Pictures, and what went wrong" {
		t.Fatalf("sections: %+v", w.Sections)
	}
	var kinds []string
	for _, section := range w.Sections[:2] {
		for _, p := range section.Panels {
			kinds = append(kinds, p.Kind)
			var data struct{ Error any }
			ask(t, s, http.MethodGet, "/workspaces/me/panels/"+p.ID+"/data", "", &data)
			if data.Error != nil {
				t.Errorf("panel %s: %v", p.Title, data.Error)
			}
		}
	}
	want := []string{"markdown", "grouped_line", "grouped_line", "scatter", "parallel_coordinates", "run_comparer", "bar", "media", "media", "table", "line", "grouped_line"}
	if !slices.Equal(kinds, want) {
		t.Errorf("panels %v, expected %v", kinds, want)
	}
}

// theReport: one, pinned, and all its data could be asked.
func theReport(t *testing.T, s *testenv.Runledger) {
	t.Helper()
	var list struct {
		Reports []struct{ ID, Title, Mode string }
	}
	ask(t, s, http.MethodGet, "/reports", "", &list)
	if len(list.Reports) != 1 || list.Reports[0].Mode != "pinned" {
		t.Fatalf("reports: %+v", list.Reports)
	}
	var data struct {
		Payloads []struct {
			Payload struct {
				Kind  string
				Fault any
			}
		}
	}
	text := ask(t, s, http.MethodGet, "/reports/"+list.Reports[0].ID+"/data", "", &data)
	if len(data.Payloads) != 5 || bytes.Contains(text, []byte(`"fault"`)) {
		t.Errorf("%d payloads: %.600s", len(data.Payloads), text)
	}
}

// ask sends a request below the demo's project and reads the JSON of the answer into out.
func ask(t *testing.T, s *testenv.Runledger, method, path, body string, out any) []byte {
	t.Helper()
	text := s.Ask(t, method, "/api/v1/projects/admin/demo"+path, []byte(body))
	if out != nil {
		if err := json.Unmarshal(text, out); err != nil {
			t.Fatalf("%s: %v: %.400s", path, err, text)
		}
	}
	return text
}
