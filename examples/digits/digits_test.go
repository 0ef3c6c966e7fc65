// Package digits runs the example as a person would, with the real wandb wheel against
// a real server, and checks the server's chart against what the script wrote down.
package digits

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// records is what the script writes.
type records struct {
	Project string
	Runs    []struct {
		ID     string
		Config struct {
			LR   float64
			Seed int
		}
		Rows []map[string]float64
	}
}

func TestTheChartIsWhatTheScriptLogged(t *testing.T) {
	python := virtualEnv(t)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	logged := train(t, python, s)
	for _, metric := range []string{"train/loss", "test/loss", "test/accuracy"} {
		t.Run(metric, func(t *testing.T) {
			got := groupedChart(t, s, logged.Project, metric)
			want := grouped(logged, metric)
			if len(got) != len(want) {
				t.Fatalf("%d groups, expected %d", len(got), len(want))
			}
			for lr, lines := range want {
				compare(t, lr, got[lr], lines)
			}
		})
	}
}

// train runs the script and reads its records.
func train(t *testing.T, python string, s *testenv.Runledger) records {
	dir := t.TempDir()
	file := filepath.Join(dir, "records.json")
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	script, err := filepath.Abs("train.py")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, python, script, "--epochs=10", "--records="+file)
	cmd.Dir = dir // wandb writes beside the script's working folder
	cmd.Env = append(os.Environ(), "WANDB_BASE_URL="+s.URL, "WANDB_API_KEY="+s.Key,
		"HOME="+dir, "WANDB_SILENT=true", "WANDB_ERROR_REPORTING=false", "OMP_NUM_THREADS=1")
	begin := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("train.py: %v\n%s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var r records
	if err := json.Unmarshal(text, &r); err != nil || len(r.Runs) == 0 {
		t.Fatalf("records: %d runs, %v", len(r.Runs), err)
	}
	t.Logf("%d runs in %.1f s", len(r.Runs), time.Since(begin).Seconds())
	return r
}

// point of a grouped line.
type point struct {
	x, mean, min, max, stddev float64
	count                     int
}

// grouped computes from the records what the chart must show: at each epoch over the
// runs of a learning rate.
func grouped(r records, metric string) map[string][]point {
	values := map[string]map[float64][]float64{}
	for _, run := range r.Runs {
		lr := fmt.Sprint(run.Config.LR)
		if values[lr] == nil {
			values[lr] = map[float64][]float64{}
		}
		for _, row := range run.Rows {
			values[lr][row["epoch"]] = append(values[lr][row["epoch"]], row[metric])
		}
	}
	out := map[string][]point{}
	for lr, at := range values {
		for x, v := range at {
			out[lr] = append(out[lr], summarised(x, v))
		}
		slices.SortFunc(out[lr], func(a, b point) int { return int(a.x - b.x) })
	}
	return out
}

func summarised(x float64, values []float64) point {
	p := point{x: x, min: math.Inf(1), max: math.Inf(-1), count: len(values)}
	for _, v := range values {
		p.mean += v / float64(len(values))
		p.min, p.max = min(p.min, v), max(p.max, v)
	}
	for _, v := range values {
		p.stddev += (v - p.mean) * (v - p.mean) / float64(len(values)-1)
	}
	p.stddev = math.Sqrt(p.stddev)
	return p
}

// groupedChart asks the server, right after the script has ended.
func groupedChart(t *testing.T, s *testenv.Runledger, project, metric string) map[string][]point {
	request, err := json.Marshal(map[string]any{
		"metrics": []string{metric}, "group_by": []string{"config.lr"}, "full": true,
		"aggregates": []string{"mean", "min", "max", "stddev", "count"},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := s.Ask(t, http.MethodPost, "/api/v1/projects/admin/"+project+"/charts", request)
	var chart struct {
		Series []struct {
			Group []struct {
				Key   string
				Value json.Number
			}
			X, Mean, Min, Max, Stddev []float64
			Count                     []int
		}
	}
	if err := json.Unmarshal(text, &chart); err != nil {
		t.Fatalf("chart: %v: %s", err, text)
	}
	out := map[string][]point{}
	for _, series := range chart.Series {
		lr := series.Group[0].Value.String()
		for i := range series.X {
			out[lr] = append(out[lr], point{series.X[i], series.Mean[i], series.Min[i], series.Max[i], series.Stddev[i], series.Count[i]})
		}
	}
	return out
}

// compare: counts, min and max exactly, the others to 1e-9 of their size.
func compare(t *testing.T, lr string, got, want []point) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("lr %s: %d points, expected %d", lr, len(got), len(want))
		return
	}
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1e-3, math.Abs(a), math.Abs(b)) }
	for i, g := range got {
		w := want[i]
		if g.x != w.x || g.count != w.count || g.min != w.min || g.max != w.max || !near(g.mean, w.mean) || !near(g.stddev, w.stddev) {
			t.Errorf("lr %s: %+v, expected %+v", lr, g, w)
		}
	}
}
