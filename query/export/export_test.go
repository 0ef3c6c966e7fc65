package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"

	"runledger/catalog"
	"runledger/internal/position"
	"runledger/query/read"
	"runledger/query/read/readtest"
)

type fixedSet []read.Run

func (f fixedSet) RunSet(context.Context, *catalog.Project, read.Selection, read.Grouping, read.Moment) (*read.RunSet, error) {
	return &read.RunSet{Runs: f, Total: len(f)}, nil
}

const odd = "a.b/c \"q\" 'x',\n"

// seed has what is hard to export: NaN, infinities, -0, odd names, a rewritten step, an
// integer beyond 2^53, text, objects, JSON with bare words.
func seed(t *testing.T) (*readtest.Tables, Deps) {
	x := readtest.New(t)
	x.Exec(`INSERT INTO run_facts (run, off, home, project, id, name, config_edit) VALUES (1, 1, 5, 5, 'old', 'one', ''), (1, 3, 5, 5, 'first', 'one', '{"b":2,"c":null}'), (7, 2, 6, 5, 'x"y,z', 'seven', ''), (8, 4, 6, 6, 'foreign', 'f', '')`)
	x.Exec(`INSERT INTO run_data (run, home, off, config_text, summary_text, state, points) VALUES (1, 5, 9, '{"a":1,"c":3}', '{"n":NaN}', 'finished', 4), (7, 6, 9, '{}', '{}', 'running', 3)`)
	x.Insert(
		readtest.Point{Home: 5, Key: "loss", Run: 1, Step: 0, Value: 0.1, Time: 1700000000123, Off: 1},
		readtest.Point{Home: 5, Key: "loss", Run: 1, Step: 1, Value: math.NaN(), Time: 1700000001000, Off: 2},
		readtest.Point{Home: 5, Key: "loss", Run: 1, Step: 2, Value: math.Inf(-1), Time: 1700000002000, Off: 3},
		readtest.Point{Home: 5, Key: "big", Run: 1, Step: 2, Value: 9007199254740993, Time: 1700000002000, Off: 3},
		readtest.Point{Home: 5, Key: "big", Run: 1, Step: 3, Value: 9007199254740994, Time: 1700000002000, Off: 3},
	)
	x.Insert(readtest.Point{Home: 5, Key: "big", Run: 1, Step: 3, Value: 4, Time: 1700000002500, Off: 9})
	x.Rewrite(readtest.Point{Home: 5, Key: "big", Run: 1, Step: 3})
	x.Insert(
		readtest.Point{Home: 6, Key: odd, Run: 7, Step: -5, Value: math.Copysign(0, -1), Time: 1700000000000, Off: 1},
		readtest.Point{Home: 6, Key: "loss", Run: 7, Step: math.MaxInt64, Value: 5e-324, Time: 1700000000000, Off: 2},
		readtest.Point{Home: 6, Key: "loss", Run: 7, Step: 3, Value: math.Inf(1), Time: 1700000000000, Off: 2},
		readtest.Point{Home: 6, Key: "loss", Run: 8, Step: 3, Value: 77, Time: 1700000000000, Off: 2},
	)
	x.Exec(`INSERT INTO rows (home, run, step, line, time, runtime, json, off) VALUES
		(5, 1, 2, 0, toDateTime64('2023-11-14 22:13:22.5', 6, 'UTC'), nan, '{"big":9007199254740993,"note":"Füße \\"q\\""}', 3),
		(5, 1, 3, 0, toDateTime64(0, 6, 'UTC'), nan, '{"big":9007199254740995}', 3),
		(5, 1, 4, 0, toDateTime64(0, 6, 'UTC'), nan, '{"hist":{"v":[NaN,1, -Infinity]}}', 4),
		(5, 1, 5, 0, toDateTime64(0, 6, 'UTC'), nan, '{"t":"x, NaN","u":NaN}', 5),
		(5, 1, 6, 0, toDateTime64(0, 6, 'UTC'), nan, '{"note":"old"}', 6),
		(5, 1, 6, 0, toDateTime64(0, 6, 'UTC'), nan, '{"note":"new"}', 7)`)
	return x, Deps{Reader: x.Reader, RunSets: fixedSet{{No: 1, Home: 5, ID: "first"}, {No: 7, Home: 6, ID: `x"y,z`}}}
}

var project = &catalog.Project{No: 5, Entity: "ann", Name: "dig its'"}

func exported(t *testing.T, d Deps, r Request, at read.Moment) []byte {
	t.Helper()
	s, err := open(context.Background(), d, project, &r, at)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var b bytes.Buffer
	if err := s.copyTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// now is a moment that holds everything of the seed.
var now = read.Moment{Position: position.Position{Telemetry: []uint64{1000}}}

// want is the seed's history, a line a row: run key step value json.
var want = []string{
	`first "big" 2 9007199254740992 9007199254740993`,
	`first "big" 3 4 `,
	`first "hist" 4  {"v":["NaN",1,"-Infinity"]}`,
	`first "loss" 0 0.1 `,
	`first "loss" 1 NaN `,
	`first "loss" 2 -Inf `,
	`first "note" 2  "Füße \"q\""`,
	`first "note" 6  "new"`,
	`x"y,z "a.b/c \"q\" 'x',\n" -5 -0 `,
	`x"y,z "loss" 3 +Inf `,
	`x"y,z "loss" 9223372036854775807 5e-324 `,
	`first "" 5  {"t":"x, NaN","u":NaN}`,
}

func same(t *testing.T, format string, got []string) {
	t.Helper()
	wanted := append([]string(nil), want...)
	sort.Strings(wanted)
	sort.Strings(got)
	if strings.Join(got, "\n") != strings.Join(wanted, "\n") {
		t.Errorf("%s:\n%s\nwant\n%s", format, strings.Join(got, "\n"), strings.Join(wanted, "\n"))
	}
}

func line(run, key string, step int64, value *float64, text string) string {
	v := ""
	if value != nil {
		v = strconv.FormatFloat(*value, 'g', -1, 64)
		if *value == 9007199254740992 {
			v = "9007199254740992"
		}
	}
	return fmt.Sprintf("%s %q %d %s %s", run, key, step, v, text)
}

func TestNDJSON(t *testing.T) {
	_, d := seed(t)
	var got []string
	lines := json.NewDecoder(bytes.NewReader(exported(t, d, Request{What: "history", Format: "ndjson"}, now)))
	for lines.More() {
		var r struct {
			Project, Run, Key string
			Step              int64
			Time              string
			Value             any
			JSON              *string
		}
		lines.UseNumber()
		if err := lines.Decode(&r); err != nil {
			t.Fatal(err)
		}
		if r.Project != "ann/dig its'" || !strings.HasSuffix(r.Time, "Z") {
			t.Errorf("%+v", r)
		}
		var value *float64
		switch v := r.Value.(type) {
		case json.Number:
			f, err := v.Float64()
			if err != nil {
				t.Fatal(err)
			}
			value = &f
		case string:
			f := map[string]float64{"NaN": math.NaN(), "Infinity": math.Inf(1), "-Infinity": math.Inf(-1)}[v]
			value = &f
		}
		text := ""
		if r.JSON != nil {
			text = *r.JSON
		}
		got = append(got, line(r.Run, r.Key, r.Step, value, text))
	}
	same(t, "ndjson", got)
}

func TestCSV(t *testing.T) {
	_, d := seed(t)
	rows, err := csv.NewReader(bytes.NewReader(exported(t, d, Request{What: "history", Format: "csv"}, now))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows[1:] {
		var value *float64
		if r[5] != `\N` {
			f, err := strconv.ParseFloat(r[5], 64)
			if err != nil {
				t.Fatal(err)
			}
			value = &f
		}
		step, _ := strconv.ParseInt(r[3], 10, 64)
		got = append(got, line(r[1], r[2], step, value, strings.TrimPrefix(r[6], `\N`)))
	}
	same(t, "csv", got)
}

func TestArrow(t *testing.T) {
	_, d := seed(t)
	r, err := ipc.NewReader(bytes.NewReader(exported(t, d, Request{What: "history", Format: "arrow"}, now)))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	var got []string
	for r.Next() {
		got = append(got, recordLines(t, r.RecordBatch())...)
	}
	if err := r.Err(); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	same(t, "arrow", got)
}

func TestParquet(t *testing.T) {
	_, d := seed(t)
	r, err := file.NewParquetReader(bytes.NewReader(exported(t, d, Request{What: "history", Format: "parquet"}, now)))
	if err != nil {
		t.Fatal(err)
	}
	table, err := pqarrow.NewFileReader(r, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := table.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Release()
	records := array.NewTableReader(whole, 1<<20)
	defer records.Release()
	var got []string
	for records.Next() {
		got = append(got, recordLines(t, records.RecordBatch())...)
	}
	same(t, "parquet", got)
}

func recordLines(t *testing.T, r arrow.RecordBatch) []string {
	t.Helper()
	text := func(c arrow.Array, i int) string {
		if c.IsNull(i) {
			return ""
		}
		if d, ok := c.(*array.Dictionary); ok {
			return d.Dictionary().ValueStr(d.GetValueIndex(i))
		}
		return c.ValueStr(i)
	}
	var out []string
	for i := range int(r.NumRows()) {
		var value *float64
		if c := r.Column(5).(*array.Float64); !c.IsNull(i) {
			v := c.Value(i)
			value = &v
		}
		out = append(out, line(text(r.Column(1), i), text(r.Column(2), i), r.Column(3).(*array.Int64).Value(i), value, text(r.Column(6), i)))
	}
	if got := r.Schema().Field(4).Type.ID(); got != arrow.TIMESTAMP {
		t.Errorf("time is %s", got)
	}
	return out
}

func TestAsOfAndKeys(t *testing.T) {
	_, d := seed(t)
	at := read.Moment{Pinned: true, Position: position.Position{Telemetry: []uint64{3}}}
	got := string(exported(t, d, Request{What: "history", Format: "csv", Keys: []string{"loss", odd}}, at))
	if n := strings.Count(got, "\n"); n != 7 { // head, 2 of run 1, 3 of run 7, a line feed in a name
		t.Errorf("%d lines: %s", n, got)
	}
	at.Position.Telemetry[0] = 4
	got = string(exported(t, d, Request{What: "history", Format: "csv", Keys: []string{"big"}}, at))
	if !strings.Contains(got, `"big",3,"2023-11-14T22:13:22.000Z",9007199254740994`) && !strings.Contains(got, "9007199254740994") {
		t.Errorf("the value before it was overwritten is missing: %s", got)
	}
	if len(exported(t, Deps{Reader: d.Reader, RunSets: fixedSet{}}, Request{What: "history", Format: "ndjson"}, now)) != 0 {
		t.Error("no runs, but rows")
	}
}

func exportedRuns(t *testing.T, d Deps, at read.Moment) []map[string]any {
	t.Helper()
	var rows []map[string]any
	lines := json.NewDecoder(bytes.NewReader(exported(t, d, Request{What: "runs", Format: "ndjson"}, at)))
	for lines.More() {
		var r map[string]any
		if err := lines.Decode(&r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows
}

func TestRunsTable(t *testing.T) {
	x, d := seed(t)
	d.Clock = func() time.Time { return time.Unix(60, 0) } // rows of seed are from 1970
	rows := exportedRuns(t, d, now)
	if len(rows) != 2 || rows[0]["run"] != "first" || rows[0]["config"] != `{"a":1,"c":null,"b":2}` || rows[0]["summary"] != `{"n":NaN}` || rows[1]["state"] != "running" {
		t.Errorf("%v", rows)
	}
	for _, f := range formats {
		if len(exported(t, d, Request{What: "runs", Format: f.name}, now)) == 0 {
			t.Errorf("%s: nothing", f.name)
		}
	}
	d.Clock = func() time.Time { return time.Unix(0, 0).Add(read.Grace + time.Second) }
	if rows := exportedRuns(t, d, now); rows[0]["state"] != "finished" || rows[1]["state"] != "crashed" {
		t.Errorf("after a long silence: %v", rows)
	}
	// The past: a version, and the row of now where nothing came since.
	x.Exec(`INSERT INTO run_versions (run, home, off, config_text, summary_text, state, points) VALUES (1, 5, 4, '{"old":1}', '{}', 'running', 2), (1, 5, 6, '{}', '{}', 'running', 3)`)
	past := read.Moment{Pinned: true, Position: position.Position{Actions: 9, Telemetry: []uint64{5}}, Time: time.Unix(60, 0)}
	if rows := exportedRuns(t, d, past); rows[0]["points"] != "2" && rows[0]["points"] != 2.0 || rows[1]["state"] != "running" || rows[1]["points"] == "3" {
		t.Errorf("before offset 5: %v", rows)
	}
	past.Position.Telemetry[0] = 10
	if rows := exportedRuns(t, d, past); rows[0]["state"] != "finished" || rows[0]["config"] != `{"a":1,"c":null,"b":2}` {
		t.Errorf("before offset 10: %v", rows)
	}
}
