package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"
	"pgregory.net/rapid"

	"runledger/event/pb"
	"runledger/eventlog"
)

// wide returns rows × keys points; every sparse-th value is missing.
func wide(rows, keys, keyLen, sparse int) *pb.RunPoints {
	var c Columns
	for r := range rows {
		c.Add(int64(r), 1_700_000_000_000+int64(r))
		for k := range keys {
			if sparse == 0 || (r+k)%sparse != 0 {
				c.Set(fmt.Sprintf("%0*d", keyLen, k), float64(r*keys+k))
			}
		}
	}
	return c.Points(9, 4)
}

func points(p *pb.RunPoints) *pb.Event { return &pb.Event{Body: &pb.Event_RunPoints{RunPoints: p}} }

// stepCells reads points back by step, which wide makes equal to the row.
func stepCells(t *testing.T, pieces []piece) map[cell]uint64 {
	out := map[cell]uint64{}
	for i := range pieces {
		p := pieces[i].event.GetRunPoints()
		for c, v := range flatten(t, len(p.Steps), p.Series) {
			at := cell{int(p.Steps[c.row]), c.key}
			if _, twice := out[at]; twice {
				t.Fatalf("%v in two pieces", at)
			}
			out[at] = v
		}
		if p.Run != 9 || p.Home != 4 {
			t.Fatalf("run %d of %d", p.Run, p.Home)
		}
	}
	return out
}

func TestPointsAreCutToRecords(t *testing.T) {
	for name, p := range map[string]*pb.RunPoints{
		"many rows":              wide(10_000, 20, 10, 0),
		"many rows, gaps":        wide(10_000, 20, 10, 3),
		"many keys":              wide(1, 60_000, 12, 0),
		"many long keys, 3 rows": wide(3, 2_000, 1024, 0),
		"both":                   wide(50, 3_000, 30, 0),
		"small":                  wide(2, 2, 4, 0),
	} {
		t.Run(name, func(t *testing.T) {
			e := points(p)
			want := stepCells(t, []piece{{event: e}})
			for _, origin := range []*pb.Origin{nil, ClientOrigin("w", 3), BatchOrigin("b"),
				{Writer: "f", From: 10, To: 10 + uint64(len(p.Steps)), PerRow: true}, {Writer: "n", From: 1, To: 2}} {
				e.Origin = origin
				if pieces := prepared(t, e); origin == nil || origin.PerRow {
					equalCells(t, stepCells(t, pieces), want)
				}
			}
		})
	}
}

// prepared cuts as Writer does and checks sizes and origins.
func prepared(t *testing.T, e *pb.Event) []piece {
	t.Helper()
	pieces, err := cut(e)
	if err != nil {
		t.Fatal(err)
	}
	origin := e.Origin
	if origin == nil {
		origin = &pb.Origin{Writer: "~x", From: 5, To: 5 + uint64(len(pieces))}
	}
	if err := originate(origin, pieces); err != nil {
		t.Fatal(err)
	}
	checkOrigins(t, origin, pieces)
	for i := range pieces {
		if n := proto.Size(pieces[i].event); n > eventlog.MaxRecord-4096 {
			t.Errorf("piece %d has %d bytes", i, n)
		}
	}
	if again, _ := cut(e); len(again) != len(pieces) {
		t.Errorf("cut into %d, then into %d", len(pieces), len(again))
	}
	return pieces
}

// checkOrigins: pieces of a range lie end to end and cover it; no two pieces are
// alike, or one would be taken for a repetition of the other.
func checkOrigins(t *testing.T, whole *pb.Origin, pieces []piece) {
	t.Helper()
	seen := map[string]bool{}
	next := map[string]uint64{}
	for i := range pieces {
		o := pieces[i].event.Origin
		if id := o.String(); seen[id] {
			t.Errorf("two pieces have %s", id)
		} else {
			seen[id] = true
		}
		if whole.Batch != nil {
			if !bytes.Equal(o.Batch, whole.Batch) || o.Part != uint32(i) {
				t.Errorf("piece %d has %s", i, o)
			}
			continue
		}
		if at, ok := next[o.Writer]; ok && o.From != at && !whole.PerRow {
			t.Errorf("piece %d begins at %d, want %d", i, o.From, at)
		}
		if o.To <= o.From {
			t.Errorf("piece %d has the empty range of %s", i, o)
		}
		next[o.Writer] = max(next[o.Writer], o.To)
	}
	if whole.Batch == nil && next[whole.Writer] != whole.To {
		t.Errorf("the pieces reach %d, not %d", next[whole.Writer], whole.To)
	}
}

// The order of columns is an accident of what was logged before: it must not decide
// where a batch is cut, or its repetition would be cut elsewhere.
func TestTheOrderOfColumnsDoesntMatter(t *testing.T) {
	p, q := wide(3, 60_000, 12, 0), wide(3, 60_000, 12, 0)
	slices.Reverse(q.Series)
	a, b := prepared(t, points(p)), prepared(t, points(q))
	for i := range a {
		if !proto.Equal(a[i].event, b[i].event) {
			t.Fatalf("piece %d differs", i)
		}
	}
}

// A row of a file (per_row) is cut alike whatever rows came with it: its repetition
// in another company must look the same.
func TestRowsOfAFileAreCutAlikeInAnyCompany(t *testing.T) {
	p := wide(6, 25_000, 40, 0)
	row := table{p.Steps, p.TimesMs, p.Series}
	pick := func(from, to int) map[string]string {
		part := row.rows(from, to)
		e := points(&pb.RunPoints{Run: 9, Home: 4, Steps: part.numbers, TimesMs: part.times, Series: part.series})
		e.Origin = &pb.Origin{Writer: "f", From: uint64(from), To: uint64(to), PerRow: true}
		out := map[string]string{}
		for _, p := range prepared(t, e) {
			o := p.event.Origin
			if o.To-o.From != 1 {
				t.Fatalf("rows together: %s", o)
			}
			s := p.event.GetRunPoints().Series
			out[fmt.Sprintf("%s %d", o.Writer, o.From)] = s[0].Key + "…" + s[len(s)-1].Key
		}
		return out
	}
	all, some := pick(0, 6), pick(2, 5)
	for id, keys := range some {
		if all[id] != keys {
			t.Errorf("%s holds %s alone and %s with others", id, keys, all[id])
		}
	}
	if len(some) != len(all)/2 {
		t.Errorf("%d and %d pieces", len(some), len(all))
	}
}

func TestValuesAreCutByRowsAndKeys(t *testing.T) {
	big := func(keys int) []byte {
		var b []byte
		for k := range keys {
			b = appendMember(b, fmt.Sprintf("k\n%d", k), []byte(`"`+strings.Repeat("x", 200_000)+`"`))
		}
		return append(b, '}')
	}
	rows := []*pb.Row{{Line: 1, Json: big(1)}, {Line: 2, Json: big(12)}, {Line: 3, Json: big(4)}, {Line: 4, Json: big(4)}, {Line: 5, Json: []byte("{}")}}
	e := &pb.Event{Body: &pb.Event_RunValues{RunValues: &pb.RunValues{Run: 9, Home: 4, Rows: rows}},
		Origin: &pb.Origin{Writer: "f", From: 0, To: 5, PerRow: true}}
	keys := map[int64]int{}
	for _, p := range prepared(t, e) {
		for _, r := range p.event.GetRunValues().Rows {
			keys[r.Line] += bytes.Count(r.Json, []byte(`"k\u000a`))
		}
	}
	if want := (map[int64]int{1: 1, 2: 12, 3: 4, 4: 4, 5: 0}); !maps.Equal(keys, want) {
		t.Errorf("keys by line %v, want %v", keys, want)
	}
}

func TestConfigIsCutByKeys(t *testing.T) {
	var json []byte
	for k := range 30 {
		json = appendMember(json, fmt.Sprint(k), []byte(`"`+strings.Repeat("x", 100_000)+`"`))
	}
	e := &pb.Event{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: 9, Json: append(json, '}'), Replace: true}},
		Origin: ClientOrigin("w", 5)}
	pieces := prepared(t, e)
	if len(pieces) < 3 {
		t.Fatalf("%d pieces", len(pieces))
	}
	for i, p := range pieces {
		if replace := p.event.GetRunConfigSet().Replace; replace != (i == 0) {
			t.Errorf("piece %d: replace = %v", i, replace)
		}
	}
}

func TestWhatCantBeCutIsTooLarge(t *testing.T) {
	text := strings.Repeat("x", 2<<20)
	for _, e := range []*pb.Event{
		{Body: &pb.Event_RunConsole{RunConsole: &pb.RunConsole{Run: 1, Lines: []*pb.ConsoleLine{{Text: text}}}}},
		{Body: &pb.Event_RunAlerted{RunAlerted: &pb.RunAlerted{Run: 1, Text: text}}},
		{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{Run: 1, Json: []byte(`{"a":"` + text + `"}`)}}},
		{Body: &pb.Event_RunFilesAdded{RunFilesAdded: &pb.RunFilesAdded{Run: 1, Files: []*pb.File{{Name: text}}}}},
	} {
		if _, err := cut(e); !errors.Is(err, eventlog.ErrTooLarge) {
			t.Errorf("%T: %v", e.Body, err)
		}
	}
}

func TestCutKeepsEveryCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c Columns
		for r := range rapid.IntRange(1, 20).Draw(t, "rows") {
			c.Add(int64(r), 0)
			for range rapid.IntRange(0, 8).Draw(t, "keys") {
				c.Set(rapid.StringN(0, 8, 20).Draw(t, "key"), anyFloat.Draw(t, "value"))
			}
		}
		p := c.Points(9, 4)
		if p == nil {
			return
		}
		want := flatten(t, len(p.Steps), p.Series)
		whole := table{p.Steps, p.TimesMs, p.Series}
		budget := rapid.IntRange(rowCost+columnCost+20+valueCost+sparseCost, 2000).Draw(t, "budget")
		got := map[cell]uint64{}
		for _, part := range append(whole.cut(budget), table{}) {
			if part.cost() > budget {
				t.Fatalf("%d bytes, at most %d", part.cost(), budget)
			}
			for c, v := range flatten(t, len(part.numbers), part.series) {
				at := cell{int(part.numbers[c.row]), c.key}
				if _, twice := got[at]; twice {
					t.Fatalf("%v twice", at)
				}
				got[at] = v
			}
		}
		equalCells(t, got, want)
	})
}

func TestColumnsOfAnotherLengthAreAFault(t *testing.T) {
	p := &pb.RunPoints{Run: 1, Steps: []int64{1, 2}, TimesMs: []int64{1, 2}, Series: []*pb.Series{{Key: "a", Values: []float64{math.Pi}}}}
	if _, err := cut(points(p)); err == nil {
		t.Error("one value for two rows passes")
	}
}
