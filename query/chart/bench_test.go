package chart

import (
	"bufio"
	"context"
	"io"
	"slices"
	"strconv"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/internal/position"
	"runledger/query/read"
	"runledger/query/read/readtest"
)

func benchSet(first, runs, groups, home int) read.RunSet {
	var set read.RunSet
	for i := range runs {
		set.Runs = append(set.Runs, read.Run{No: catalog.RunNo(first + i), Home: catalog.ProjectNo(home), ID: strconv.Itoa(i), Group: i % max(groups, 1)})
	}
	for range groups {
		set.Groups = append(set.Groups, read.Group{})
	}
	return set
}

func BenchmarkCharts(b *testing.B) {
	x := readtest.Bench(b)
	four := []string{"mean", "min", "max", "stddev"}
	grouped := benchSet(1, 10_000, 10, 1)
	run := func(name string, set read.RunSet, r Request) {
		b.Run(name, func(b *testing.B) {
			charts := New(Deps{Reader: x.Reader, RunSets: fixedSet{set}})
			once := func() time.Duration {
				request := r
				began := time.Now()
				c, err := charts.Make(context.Background(), nil, &request, read.Moment{Position: position.Position{Telemetry: []uint64{1}}})
				if err == nil {
					err = c.WriteJSON(io.Discard)
				}
				if err != nil {
					b.Fatal(err)
				}
				return time.Since(began)
			}
			for range 4 {
				once() // the engine compiles expressions that it has seen three times
			}
			var took []time.Duration
			cpu := x.CPU()
			for b.Loop() {
				took = append(took, once())
			}
			b.ReportMetric((x.CPU()-cpu)*1000/float64(len(took)), "engine-cpu-ms/op")
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
	// What the engine's own functions take, which give other bytes each time.
	plain := func(name, sql string) {
		b.Run(name, func(b *testing.B) {
			cpu := x.CPU()
			for b.Loop() {
				q := read.Query{SQL: sql + " FORMAT RowBinary"}
				if err := x.Reader.Ask(context.Background(), q, func(in *bufio.Reader) error { _, err := in.WriteTo(io.Discard); return err }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((x.CPU()-cpu)*1000/float64(b.N), "engine-cpu-ms/op")
		})
	}
	const from = "FROM points WHERE home = 1 AND key = 'loss' AND run BETWEEN 1 AND 10000 GROUP BY "
	plain("engine_pooled", "SELECT toUInt32(run % 10 * 200 + toUInt32(step / 5)) AS cell, avg(value), min(value), max(value), stddevSamp(value) "+from+"cell")
	plain("engine_per_run", "SELECT toUInt32(intDiv(slot, 200) % 10 * 200 + slot % 200) AS cell, avg(m), min(lo), max(hi), stddevSamp(m) FROM (SELECT toUInt32(run * 200 + toUInt32(step / 5)) AS slot, avg(value) AS m, min(value) AS lo, max(value) AS hi "+from+"slot) GROUP BY cell")
	zoom := &Range{Min: &Bound{f: 4e6, i: 4e6, exact: true}, Max: &Bound{f: 5e6, i: 5e6, exact: true}}
	run("pooled", grouped, Request{Metrics: []string{"loss"}, Mode: pooled, Aggregates: four})
	run("per_run", grouped, Request{Metrics: []string{"loss"}, Aggregates: four})
	run("pooled_quantiles", grouped, Request{Metrics: []string{"loss"}, Mode: pooled, Aggregates: []string{"mean"}, Quantiles: []float64{0.05, 0.5, 0.95}})
	run("xmetric", benchSet(1, 1000, 10, 1), Request{Metrics: []string{"loss"}, X: X{Axis: axisMetric, Metric: "acc"}, Mode: pooled})
	run("xmetric_per_run", benchSet(1, 1000, 10, 1), Request{Metrics: []string{"loss"}, X: X{Axis: axisMetric, Metric: "acc"}})
	run("relative", benchSet(1, 1000, 10, 1), Request{Metrics: []string{"loss"}, X: X{Axis: axisRelative}})
	run("series_10m", benchSet(20001, 1, 0, 2), Request{Metrics: []string{"long"}, Buckets: 1000})
	run("zoom_10m", benchSet(20001, 1, 0, 2), Request{Metrics: []string{"long"}, Buckets: 1000, XRange: zoom})
	run("runs_50", benchSet(1, 50, 0, 1), Request{Metrics: []string{"loss"}})
	x.Exec("INSERT INTO rewritten (home, key, run, lo, hi, part, off) SELECT 1, 'loss', 1 + number * 100, 0, 0, 0, number FROM numbers(100)")
	run("pooled_100_rewritten", grouped, Request{Metrics: []string{"loss"}, Mode: pooled, Aggregates: four})
}
