package history

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"sort"
	"strconv"
	"testing"
	"time"

	"runledger/internal/position"
	"runledger/query/read"
	"runledger/query/read/readtest"
)

var everything = read.Moment{Pinned: true, Position: position.Position{Telemetry: []uint64{1 << 40}}}

func pages(t *testing.T, s *Source, run Run, o Options, limit int) []string {
	t.Helper()
	var out []string
	for from := ""; ; {
		page, err := s.Page(context.Background(), run, o, from, limit)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			if !json.Valid(row) {
				t.Fatalf("not JSON: %s", row)
			}
			out = append(out, string(row))
		}
		if from = page.NextCursor; from == "" {
			return out
		}
		if len(page.Rows) != limit {
			t.Fatalf("a page of %d rows in the middle, limit %d", len(page.Rows), limit)
		}
	}
}

func TestRowsAsLogged(t *testing.T) {
	x := readtest.New(t)
	x.Insert(
		readtest.Point{Home: 5, Key: "loss", Run: 1, Step: -3, Value: math.NaN(), Time: 1700000000123, Off: 1},
		readtest.Point{Home: 5, Key: "a\"b", Run: 1, Step: -3, Value: math.Copysign(0, -1), Time: 1700000000123, Off: 1},
		readtest.Point{Home: 5, Key: "big", Run: 1, Step: 2, Value: 9007199254740993, Time: 1700000002000, Off: 5},
		readtest.Point{Home: 5, Key: "big", Run: 1, Step: 3, Value: 9007199254740993, Time: 1700000002000, Off: 7},
		readtest.Point{Home: 5, Key: "mixed", Run: 1, Step: 4, Value: 1, Time: 1700000002000, Off: 9},
		readtest.Point{Home: 5, Key: "mixed", Run: 1, Step: 5, Value: 1, Time: 1700000002000, Off: 10},
		readtest.Point{Home: 5, Key: "loss", Run: 1, Step: math.MaxInt64, Value: math.Inf(-1), Time: 1700000002000, Off: 10},
		readtest.Point{Home: 5, Key: "loss", Run: 2, Step: 3, Value: 77, Time: 1700000002000, Off: 10},
	)
	x.Insert(readtest.Point{Home: 5, Key: "big", Run: 1, Step: 3, Value: 4, Time: 1700000002500, Off: 8})
	x.Exec(`INSERT INTO rows (home, run, step, line, time, runtime, json, off) VALUES
		(5, 1, 2, 0, toDateTime64('2023-11-14 22:13:22.500001', 6, 'UTC'), 1.5, '{"big":9007199254740993,"note":"é \\"q\\""}', 4),
		(5, 1, 3, 0, toDateTime64(0, 6, 'UTC'), nan, '{"big":9007199254740993}', 6),
		(5, 1, 4, 0, toDateTime64(0, 6, 'UTC'), nan, '{"mixed":"text","hist":{"v":[NaN,1,{"x":-Infinity}]}}', 8),
		(5, 1, 5, 0, toDateTime64(0, 6, 'UTC'), nan, '{"mixed":"text"}', 11),
		(5, 1, 6, 0, toDateTime64(0, 6, 'UTC'), nan, '{}', 12)`)
	s := &Source{Reader: x.Reader}
	want := []string{
		`{"step":-3,"time":"2023-11-14T22:13:20.123Z","metrics":{"a\"b":-0,"loss":"NaN"}}`,
		`{"step":2,"time":"2023-11-14T22:13:22Z","runtime":1.5,"metrics":{"big":9007199254740993,"note":"é \"q\""}}`,
		`{"step":3,"time":"2023-11-14T22:13:22.5Z","metrics":{"big":4}}`,
		`{"step":4,"time":"2023-11-14T22:13:22Z","metrics":{"hist":{"v":["NaN",1,{"x":"-Infinity"}]},"mixed":1}}`,
		`{"step":5,"time":"2023-11-14T22:13:22Z","metrics":{"mixed":"text"}}`,
		`{"step":6,"metrics":{}}`,
		`{"step":9223372036854775807,"time":"2023-11-14T22:13:22Z","metrics":{"loss":"-Infinity"}}`,
	}
	for _, limit := range []int{1, 2, 3, 7, 100} {
		if got := pages(t, s, Run{1, 5}, Options{At: everything}, limit); !reflect.DeepEqual(got, want) {
			t.Errorf("limit %d: %s", limit, got)
		}
	}
	at := read.Moment{Pinned: true, Position: position.Position{Telemetry: []uint64{8}}}
	if got := pages(t, s, Run{1, 5}, Options{At: at, Keys: []string{"big"}}, 10); !reflect.DeepEqual(got, []string{
		`{"step":2,"time":"2023-11-14T22:13:22Z","runtime":1.5,"metrics":{"big":9007199254740993}}`,
		`{"step":3,"time":"2023-11-14T22:13:22Z","metrics":{"big":9007199254740993}}`,
	}) {
		t.Errorf("as of 8: %s", got)
	}
}

func TestCursorsAreOfOneQuestion(t *testing.T) {
	x := readtest.New(t)
	for step := range int64(5) {
		x.Insert(readtest.Point{Home: 5, Key: "loss", Run: 1, Step: step, Off: uint64(step)})
	}
	s := &Source{Reader: x.Reader}
	page, err := s.Page(context.Background(), Run{1, 5}, Options{At: everything}, "", 2)
	if err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]Options{"other keys": {Keys: []string{"loss"}}, "other run": {}} {
		run := Run{1, 5}
		if name == "other run" {
			run.No = 2
		}
		if _, err := s.Page(context.Background(), run, o, page.NextCursor, 2); err == nil {
			t.Errorf("%s: the cursor was taken", name)
		}
	}
	for _, bad := range []string{"x", "AAAA", page.NextCursor + "A"} {
		if _, err := s.Page(context.Background(), Run{1, 5}, Options{At: everything}, bad, 2); err == nil {
			t.Errorf("cursor %q was taken", bad)
		}
	}
	// What is logged meanwhile doesn't shift pages.
	at := read.Moment{Pinned: true, Position: position.Position{Telemetry: []uint64{5}}}
	page, _ = s.Page(context.Background(), Run{1, 5}, Options{At: at}, "", 2)
	x.Insert(readtest.Point{Home: 5, Key: "loss", Run: 1, Step: 2, Value: 9, Off: 100}, readtest.Point{Home: 5, Key: "loss", Run: 1, Step: 9, Off: 101})
	rest, err := s.Page(context.Background(), Run{1, 5}, Options{At: everything}, page.NextCursor, 10)
	if err != nil || len(rest.Rows) != 3 || string(rest.Rows[0]) != `{"step":2,"time":"1970-01-01T00:00:00Z","metrics":{"loss":0}}` {
		t.Errorf("%s %v", rest.Rows, err)
	}
}

// TestWindows compares with a model over many windows, sparse and dense steps.
func TestWindows(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	x := readtest.New(t)
	type value struct {
		off   uint64
		value float64
	}
	model := map[int64]map[string]value{}
	var points []readtest.Point
	for i := range 5000 {
		step := int64(r.IntN(300))
		switch r.IntN(4) {
		case 0:
			step *= 1 << 50
		case 1:
			step -= 1 << 60
		}
		p := readtest.Point{Home: 1, Key: "k" + strconv.Itoa(r.IntN(5)), Run: 3, Step: step, Value: r.NormFloat64(), Off: uint64(i), Time: 1}
		points = append(points, p)
		if model[step] == nil {
			model[step] = map[string]value{}
		}
		model[step][p.Key] = value{p.Off, p.Value}
	}
	r.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
	x.Insert(points[:2000]...)
	x.Insert(points[2000:]...)
	var want []string
	steps := make([]int64, 0, len(model))
	for step := range model {
		steps = append(steps, step)
	}
	sort.Slice(steps, func(i, j int) bool { return steps[i] < steps[j] })
	for _, step := range steps {
		line := fmt.Sprint(step)
		for k := range 5 {
			if v, ok := model[step]["k"+strconv.Itoa(k)]; ok {
				line += fmt.Sprintf(" k%d=%v", k, v.value)
			}
		}
		want = append(want, line)
	}
	s := &Source{Reader: x.Reader}
	for _, batch := range []int{100, 1000, 0} {
		var got []string
		for row, err := range s.Rows(context.Background(), Run{3, 1}, Options{At: everything, batch: batch}) {
			if err != nil {
				t.Fatal(err)
			}
			line := fmt.Sprint(row.Step)
			for _, v := range row.Values {
				line += fmt.Sprintf(" %s=%v", v.Key, v.Number)
			}
			got = append(got, line)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("batch %d: %d rows, want %d", batch, len(got), len(want))
		}
	}
}

func TestSampled(t *testing.T) {
	x := readtest.New(t)
	var points []readtest.Point
	for step := range int64(1000) {
		points = append(points, readtest.Point{Home: 1, Key: "a", Run: 3, Step: step, Value: float64(step), Time: 1, Off: uint64(step)})
		if step%2 == 0 {
			points = append(points, readtest.Point{Home: 1, Key: "b", Run: 3, Step: step, Value: float64(step), Time: 1, Off: uint64(step)})
		}
	}
	x.Insert(points...)
	s := &Source{Reader: x.Reader}
	for _, c := range []struct{ n, want int }{{10, 10}, {1, 1}, {500, 500}, {5000, 500}, {0, 0}} {
		rows, err := s.Sampled(context.Background(), Run{3, 1}, Options{Keys: []string{"a", "b"}, At: everything}, c.n)
		if err != nil || len(rows) != c.want {
			t.Fatalf("%d samples: %d rows, %v", c.n, len(rows), err)
		}
		if c.n > 1 && (rows[0].Step != 0 || rows[len(rows)-1].Step != 998) {
			t.Errorf("%d samples: from %d to %d", c.n, rows[0].Step, rows[len(rows)-1].Step)
		}
		for _, r := range rows {
			if len(r.Values) != 2 {
				t.Errorf("step %d has %v", r.Step, r.Values)
			}
		}
	}
}

func BenchmarkRows(b *testing.B) {
	x := readtest.Bench(b)
	s := &Source{Reader: x.Reader}
	for b.Loop() {
		n, began := 0, time.Now()
		for _, err := range s.Rows(context.Background(), Run{20001, 2}, Options{At: everything}) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64(n)/time.Since(began).Seconds(), "rows/s")
	}
}
