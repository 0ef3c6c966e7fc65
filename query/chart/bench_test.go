package chart

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/internal/clickhouse"
	"runledger/query/read"
	"runledger/query/read/readtest"
)

// The benchmarks' data: 10,000 runs of project 1 with 1,000 steps of loss, float32-born
// with noise, in 13 inserts of consecutive steps as runs that train at once give them;
// 1,000 of them also with acc; one run of 10 M steps in project 2.
func benchTables(b *testing.B) *readtest.Tables {
	x := readtest.New(b)
	insert := func(sql string) {
		settings := clickhouse.Settings{"max_insert_block_size": 1 << 20, "max_block_size": 1 << 20, "min_insert_block_size_rows": 1 << 20}
		if _, err := x.Client.Post(context.Background(), sql, nil, settings, nil); err != nil {
			b.Fatal(err)
		}
	}
	const columns = "INSERT INTO points (home, key, run, step, value, time, part, off, idx) SELECT "
	noise := "toFloat64(toFloat32(2.5 * exp(-step / %d) * (1 + run %% 10 / 10) + 0.05 * randNormal(0, 1, number)))"
	clock := "toDateTime64('2025-01-01 00:00:00', 3, 'UTC') + step / 10 + rand(number) %% 100 / 1000"
	for lo := 0; lo < 1000; lo += 80 {
		n := min(80, 1000-lo)
		insert(fmt.Sprintf(columns+"1, 'loss', 1 + intDiv(number, %d) AS run, %d + number %% %d AS step, "+noise+", "+clock+
			", run %% 4, step * 20 + run %% 20, 0 FROM numbers(%d)", n, lo, n, 300, 10_000*n))
	}
	for lo := 0; lo < 1000; lo += 500 {
		insert(fmt.Sprintf(columns+"1, 'acc', 1 + intDiv(number, 500) AS run, %d + number %% 500 AS step, "+noise+", "+clock+
			", run %% 4, step * 20 + run %% 20, 1 FROM numbers(500000)", lo, 400))
	}
	for lo := 0; lo < 10_000_000; lo += 800_000 {
		insert(fmt.Sprintf(columns+"2, 'long', 20001 AS run, %d + number AS step, "+noise+", "+clock+
			", 0, intDiv(step, 20), step %% 20 FROM numbers(%d)", lo, 3_000_000, min(800_000, 10_000_000-lo)))
	}
	return x
}

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

// engineCPU is the CPU seconds that the engine's queries took so far.
func engineCPU(b *testing.B, x *readtest.Tables) float64 {
	var v uint64
	q := read.Query{SQL: "SELECT value FROM system.events WHERE event = 'OSCPUVirtualTimeMicroseconds' FORMAT RowBinary"}
	if err := x.Reader.Ask(context.Background(), q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			v = rows.Uint64()
		}
		return rows.Err()
	}); err != nil {
		b.Fatal(err)
	}
	return float64(v) / 1e6
}

func BenchmarkCharts(b *testing.B) {
	x := benchTables(b)
	four := []string{"mean", "min", "max", "stddev"}
	grouped := benchSet(1, 10_000, 10, 1)
	run := func(name string, set read.RunSet, r Request) {
		b.Run(name, func(b *testing.B) {
			charts := New(Deps{Reader: x.Reader, RunSets: fixedSet{set}})
			once := func() time.Duration {
				request := r
				began := time.Now()
				c, err := charts.Make(context.Background(), nil, &request, read.Moment{})
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
			cpu := engineCPU(b, x)
			for b.Loop() {
				took = append(took, once())
			}
			b.ReportMetric((engineCPU(b, x)-cpu)*1000/float64(len(took)), "engine-cpu-ms/op")
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
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
