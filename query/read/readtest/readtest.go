// Package readtest puts rows into the tables of a real engine, for tests of reads.
package readtest

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"runledger/internal/clickhouse"
	"runledger/internal/progress"
	"runledger/internal/testenv"
	"runledger/query/read"
)

// Point is a row of table points.
type Point struct {
	Home  uint32
	Key   string
	Run   uint64
	Step  int64
	Value float64
	Time  int64 // ms since 1970
	Part  uint16
	Off   uint64
	Idx   uint32
}

// Tables are the tables of one test.
type Tables struct {
	Client *clickhouse.Client
	Reader *read.Reader
	Board  *progress.Board
	t      testing.TB
}

// New makes the tables in a database of the test's own.
func New(t testing.TB) *Tables {
	t.Helper()
	client := clickhouse.NewClient(testenv.Engine(t))
	t.Cleanup(client.Close)
	board := progress.NewBoard()
	tables := &Tables{Client: client, Board: board, Reader: read.New(read.Options{Board: board, Client: client}), t: t}
	for _, name := range []string{"points", "rewritten", "rows", "run_values", "run_data", "run_facts", "run_versions", "series", "system"} {
		tables.Exec(ddl(t, name))
	}
	return tables
}

// ddl renders a table's statement as the projections do.
func ddl(t testing.TB, name string) string {
	_, here, _, _ := runtime.Caller(0)
	text, err := os.ReadFile(filepath.Join(filepath.Dir(here), "../../../projections", name+".sql"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer("{table}", name, "{engine}", "ReplacingMergeTree", "{engine:off}", "ReplacingMergeTree(off)",
		"{settings}", "old_parts_lifetime = 480").Replace(string(text))
}

// Exec runs a statement.
func (x *Tables) Exec(sql string) {
	x.t.Helper()
	if _, err := x.Client.Post(context.Background(), sql, nil, nil, nil); err != nil {
		x.t.Fatalf("%s: %v", sql, err)
	}
}

// Insert adds points as one part.
func (x *Tables) Insert(points ...Point) {
	x.t.Helper()
	var b bytes.Buffer
	for _, p := range points {
		for _, v := range []any{p.Home, uvarint(p.Key), []byte(p.Key), p.Run, p.Step, math.Float64bits(p.Value), p.Time, p.Part, p.Off, p.Idx} {
			if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
				x.t.Fatal(err)
			}
		}
	}
	x.Post("INSERT INTO points (home, key, run, step, value, time, part, off, idx) FORMAT RowBinary", &b)
}

// Rewrite marks series as rewritten at the points' steps.
func (x *Tables) Rewrite(points ...Point) {
	x.t.Helper()
	var b bytes.Buffer
	for _, p := range points {
		for _, v := range []any{p.Home, uvarint(p.Key), []byte(p.Key), p.Run, p.Step, p.Step, p.Part, p.Off} {
			if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
				x.t.Fatal(err)
			}
		}
	}
	x.Post("INSERT INTO rewritten (home, key, run, lo, hi, part, off) FORMAT RowBinary", &b)
}

// Post inserts a body.
func (x *Tables) Post(sql string, body io.Reader) {
	x.t.Helper()
	if _, err := x.Client.Post(context.Background(), sql, nil, nil, body); err != nil {
		x.t.Fatalf("%s: %v", sql, err)
	}
}

func uvarint(s string) []byte { return binary.AppendUvarint(nil, uint64(len(s))) }
