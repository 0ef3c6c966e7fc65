package readtest

import (
	"bufio"
	"context"
	"fmt"
	"testing"

	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// Bench makes the data of benchmarks: 10,000 runs of project 1 with 1,000 steps of loss, float32-born
// with noise, in 13 inserts of consecutive steps as runs that train at once give them;
// 1,000 of them also with acc; one run of 10 M steps in project 2.
func Bench(b *testing.B) *Tables {
	x := New(b)
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
	x.Exec("INSERT INTO run_facts (run, off, home, project, id, name) SELECT number + 1, number, 1, 1, concat('run-', toString(number)), 'n' FROM numbers(20001)")
	return x
}

// CPU is the CPU seconds that the engine's queries took so far.
func (x *Tables) CPU() float64 {
	var v uint64
	q := read.Query{SQL: "SELECT value FROM system.events WHERE event = 'OSCPUVirtualTimeMicroseconds' FORMAT RowBinary"}
	if err := x.Reader.Ask(context.Background(), q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			v = rows.Uint64()
		}
		return rows.Err()
	}); err != nil {
		x.t.Fatal(err)
	}
	return float64(v) / 1e6
}
