package contract

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// Config and summary are JSON columns: written as text, read by path, filtered and sorted by any key.
func TestJSONColumns(t *testing.T) {
	at := testenv.Engine(t)
	conn := openAt(t, at)
	bare := clickhouse.NewClient(at)
	defer bare.Close()
	exec(t, conn, "CREATE TABLE runs (run UInt64, config JSON(max_dynamic_paths = 64)) ENGINE = ReplacingMergeTree ORDER BY run")
	batch, err := conn.PrepareBatch(t.Context(), "INSERT INTO runs")
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		`{"lr":0.5,"optimizer":{"name":"adam","betas":[0.9,0.99]},"seed":1,"tags":["a","b"]}`,
		`{"lr":1e-3,"optimizer":{"name":"sgd"},"seed":18446744073709551615}`,
		`{"lr":"a string this time","layers":[{"units":3},{"units":4}],"flag":true}`,
		`{}`,
	}
	for i, text := range texts {
		if err := batch.Append(uint64(i), text); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
	if got := scalar[float64](t, conn, "SELECT config.lr::Float64 FROM runs WHERE config.optimizer.name = 'sgd'"); got != 0.001 {
		t.Errorf("lr of sgd: %v", got)
	}
	if got := scalar[uint64](t, conn, "SELECT config.seed::UInt64 FROM runs WHERE run = 1"); got != 1<<64-1 {
		t.Errorf("seed: %v", got)
	}
	if got := scalar[string](t, conn, "SELECT arrayStringConcat(arraySort(JSONDynamicPaths(config)), ',') FROM runs WHERE run = 0"); got != "lr,optimizer.betas,optimizer.name,seed,tags" {
		t.Errorf("paths: %s", got)
	}
	for i, sent := range texts {
		var want, got any
		answer := text(t, bare, "SELECT config FROM runs WHERE run = {i:UInt64} FORMAT JSONEachRow SETTINGS output_format_json_quote_64bit_integers = 0", clickhouse.Params{"i": i})
		var row struct{ Config json.RawMessage }
		if err := json.Unmarshal([]byte(answer), &row); err != nil {
			t.Fatalf("%q: %v", answer, err)
		}
		if json.Unmarshal([]byte(sent), &want) != nil || json.Unmarshal(row.Config, &got) != nil {
			t.Fatalf("not JSON: %s", row.Config)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("run %d (-sent +received):\n%s", i, diff)
		}
	}
}

// What projections and queries rely on beside plain tables.
func TestFeaturesTheTablesUse(t *testing.T) {
	conn := open(t)
	exec(t, conn, `CREATE TABLE points (home UInt32, key LowCardinality(String), run UInt64, step Int64 CODEC(DoubleDelta, ZSTD(1)),
		value Float64 CODEC(Gorilla, ZSTD(1)), time DateTime64(3) CODEC(DoubleDelta, ZSTD(1)), part UInt16,
		off UInt64 CODEC(Delta, ZSTD(1)), idx UInt32 CODEC(ZSTD(1)), INDEX seen off TYPE minmax GRANULARITY 4)
		ENGINE = ReplacingMergeTree ORDER BY (home, key, run, step, off, idx)
		SETTINGS old_parts_lifetime = 480, fsync_after_insert = 1, fsync_part_directory = 1, min_rows_to_fsync_after_merge = 1`)
	for range 2 { // a repeated delivery collapses
		exec(t, conn, "INSERT INTO points SELECT 1, 'loss', 1, number, number * 0.5, 0, 0, number, 0 FROM numbers(1000)")
	}
	exec(t, conn, "INSERT INTO points SELECT 1, 'loss', 1, 10, -1, 0, 0, 5000, 0") // a step logged again
	if got := scalar[uint64](t, conn, "SELECT count() FROM points FINAL"); got != 1001 {
		t.Errorf("FINAL sees %d rows", got)
	}
	if got := scalar[float64](t, conn, "SELECT argMax(value, (off, idx)) FROM points WHERE run = 1 AND step = 10"); got != -1 {
		t.Errorf("the later value should win: %v", got)
	}
	if got := scalar[uint64](t, conn, "SELECT max(off) FROM points WHERE part = 0"); got != 5000 {
		t.Errorf("largest offset: %d", got)
	}
	if got := scalar[float64](t, conn, "SELECT quantileExact(0.5)(value) FROM points WHERE step >= 100"); got != 275 {
		t.Errorf("median: %v", got)
	}
	exec(t, conn, "ALTER TABLE points ADD COLUMN extra String DEFAULT 'none'")
	exec(t, conn, "EXCHANGE TABLES points AND points") // rebuilds switch generations so
}
