package containers

import (
	"bytes"
	"fmt"
	"testing"
	"time"
)

// work is a project that trainers log to, and what there must be of it.
type work struct {
	at       installation
	project  string
	runs     int
	batches  int
	steps    int // of each run
	position string
}

const metricsOfStep = 3

// log adds steps to each run. They go in one request, whose position is behind all of them: it knows
// the partitions that the request wrote to.
func (w *work) log(t *testing.T, steps int) {
	t.Helper()
	w.batches++
	var lines bytes.Buffer
	for step := w.steps; step < w.steps+steps; step++ {
		for r := range w.runs {
			fmt.Fprintf(&lines, `{"project":"admin/%s","run":%q,"step":%d,"metrics":{"loss":%g,"acc":%d,"lr":0.1},"config":{"lr":0.1}}`+"\n",
				w.project, w.run(r), step, w.loss(r, step), step)
		}
	}
	w.position = w.at.log(t, w.project, w.batches, lines.Bytes())
	w.steps += steps
}

func (w *work) run(r int) string { return fmt.Sprintf("run-%02d", r) }

// loss of a run's step falls; that of the last run is the smallest.
func (w *work) loss(r, step int) float64 { return 1 / float64(1+r+step*w.runs) }

// points is how many there must be.
func (w *work) points() int { return w.runs * w.steps * metricsOfStep }

// check compares the charts and the runs table with what was acknowledged.
func (w *work) check(t *testing.T) {
	t.Helper()
	begin := time.Now()
	for _, metric := range []string{"loss", "acc", "lr"} {
		if n := w.at.count(t, w.project, metric, w.position); n != w.runs*w.steps {
			t.Errorf("a chart counts %d values of %s, %d were acknowledged", n, metric, w.runs*w.steps)
		}
	}
	rows := w.at.rows(t, w.project, w.position)
	if len(rows) != w.runs {
		t.Fatalf("the runs table has %d runs, expected %d", len(rows), w.runs)
	}
	for n, got := range rows {
		r := w.runs - 1 - n // by loss
		if want := w.loss(r, w.steps-1); got.ID != w.run(r) || got.Summary["loss"] != want || got.Config["lr"] != 0.1 {
			t.Errorf("row %d of the runs table is %+v, expected %s with loss %g", n, got, w.run(r), want)
		}
	}
	t.Logf("%d points are there: %.1f s", w.points(), time.Since(begin).Seconds())
}
