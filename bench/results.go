package main

import (
	"fmt"
	"io"
	"math"
)

// results by key. NaN and Inf aren't kept: they say that nothing was measured.
type results map[string]float64

// line of the table: what a key means and what it must reach.
type line struct {
	key, what string
	bound     float64
	op        op
}

type op int

const (
	report  op = iota // no bound
	atLeast           // ≥ bound
	atMost            // ≤ bound
)

// lines is the table, in its order.
var lines = []line{
	{"raw_rows_per_s", "raw inserts: Native blocks of 100,000 rows, rows/s", 0, report},
	{"ingest_protobuf_ratio", "protobuf, durable and queryable / raw", 0.5, atLeast},
	{"ingest_ndjson_ratio", "NDJSON, durable and queryable / raw", 0.3, atLeast},
	{"ingest_filestream_ratio", "W&B file_stream, durable and queryable / raw", 0.25, atLeast},
	{"ingest_protobuf_points_per_cpu_s", "protobuf, points per CPU-second of the whole tree", 0, report},
	{"ingest_ndjson_points_per_cpu_s", "NDJSON, the same", 0, report},
	{"ingest_filestream_points_per_cpu_s", "W&B file_stream, the same", 0, report},
	{"append_over_fsync_ms", "append acknowledged p50 minus raw fsync, ms", 0.6, atMost},
	{"action_over_fsync_p95_ms", "an action (append, fold, reply), one client: p95 minus that of raw fsync, ms", 5, atMost},
	{"actions_per_s", "actions/s, 64 clients", 5000, atLeast},
	{"action_http_over_fsync_p95_ms", "… the same over HTTP, ms", 5, atMost},
	{"actions_http_per_s", "… the same over HTTP, the clients on the same machine", 5000, atLeast},
	{"start_fold_s", "catalog's start, 1 M actions and 100,000 runs, no snapshot, s", 8, atMost},
	{"start_fold_cpu_s", "… CPU seconds", 0, report},
	{"start_snapshot_s", "… with a snapshot, s", 2, atMost},
	{"start_snapshot_cpu_s", "… CPU seconds", 0, report},
	{"catalog_bytes_per_run", "… memory beyond the runs' own text, bytes a run", 1024, atMost},
	{"freshness_quiet_p95_s", "acknowledged → in a chart, quiet, p95 s", 0.03, atMost},
	{"freshness_p95_s", "the same at half of the full load, p95 s", 0.5, atMost},
	{"live_quiet_p95_s", "acknowledged → told on 50 live streams, quiet, p95 s", 1, atMost},
	{"live_p95_s", "… at half of the full load, p95 s", 1, atMost},
	{"runrow_p95_s", "acknowledged → in the runs table, p95 s", 1, atMost},
	{"trickle_engine_cores", "1,000 trainers × 1 step/s × 20 metrics: engine, cores", 0.3, atMost},
	{"trickle_parts", "… active parts of all tables", 100, atMost},
	{"chart_10k_pooled_p95_ms", "chart 10,000 runs × 1,000 steps, pooled, p95 ms", 300, atMost},
	{"chart_10k_per_run_p95_ms", "… per run first, p95 ms", 600, atMost},
	{"chart_10k_rewritten_p95_ms", "… pooled with 100 rewritten runs, p95 ms", 400, atMost},
	{"chart_10k_under_ingest_p95_ms", "… pooled under 400,000 points/s, p95 ms", 700, atMost},
	{"chart_xmetric_p95_ms", "x = another metric, 1,000 × 1,000, p95 ms", 500, atMost},
	{"table_100k_p95_ms", "100,000 runs: filter, sort, page, while they change, p95 ms", 100, atMost},
	{"workspace_read_p95_ms", "workspace of 1,000 panels and 10,000 metrics: read, p95 ms", 50, atMost},
	{"workspace_edit_p95_ms", "… one edit, p95 ms", 20, atMost},
	{"asof_table_ratio", "table of 10,000 runs as of before all changed / live, p95", 3, atMost},
	{"undo_10k_s", "undo of deleting 10,000 runs: reply, and charts, table, groups complete again, s", 2, atMost},
	{"series_10m_p95_ms", "one run of 10 M points: 1,000 buckets, p95 ms", 200, atMost},
	{"zoom_10m_p95_ms", "… a zoom, p95 ms", 100, atMost},
	{"export_parquet_points_per_s", "export, Parquet, points/s", 2.5e6, atLeast},
	{"export_ndjson_points_per_s", "export, NDJSON, points/s", 1.2e6, atLeast},
	{"rebuild_ratio", "rebuild / raw", 0.6, atLeast},
	{"idle_pss_mb", "idle memory of the whole tree, PSS MB", 450, atMost},
	{"idle_pss_1000_trainers_mb", "… with 1,000 idle trainers, PSS MB", 600, atMost},
	{"bytes_per_point_f32", "bytes a point on disk, float32-born", 7, atMost},
	{"bytes_per_point_f64", "bytes a point on disk, random float64", 10, atMost},
	{"log_bytes_per_point", "bytes a point in the log", 12, atMost},
}

// set keeps a number, rounded to what it means.
func (r results) set(key string, v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return
	}
	digits := 4 - math.Ceil(math.Log10(math.Max(math.Abs(v), 1e-9)))
	scale := math.Pow(10, digits)
	r[key] = math.Round(v*scale) / scale
}

// print writes the table; what wasn't measured is left out.
func (r results) print(w io.Writer) {
	fmt.Fprintf(w, "%-62s %14s  %s\n", "measure", "value", "must reach")
	for _, l := range lines {
		v, ok := r[l.key]
		if !ok {
			continue
		}
		fmt.Fprintf(w, "%-62s %14s  %s\n", l.what, number(v), l.verdict(v))
	}
}

func (l line) verdict(v float64) string {
	switch {
	case l.op == report:
		return ""
	case l.op == atLeast && v >= l.bound, l.op == atMost && v <= l.bound:
		return l.wanted() + "  yes"
	}
	return l.wanted() + "  NO"
}

func (l line) wanted() string {
	if l.op == atLeast {
		return "≥ " + number(l.bound)
	}
	return "≤ " + number(l.bound)
}

func number(v float64) string {
	if math.Abs(v) >= 1000 {
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprintf("%.4g", v)
}
