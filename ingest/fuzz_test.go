package ingest

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"google.golang.org/protobuf/proto"

	"runledger/event/pb"
	ingestpb "runledger/ingest/pb"
)

// stdLine is a line as encoding/json reads it.
type stdLine struct {
	Project *string                    `json:"project"`
	Run     *string                    `json:"run"`
	Step    *json.Number               `json:"step"`
	Metrics map[string]json.RawMessage `json:"metrics"`
	Config  map[string]json.RawMessage `json:"config"`
}

func FuzzLine(f *testing.F) {
	for _, s := range []string{good, `{"project":"a/b","run":"c","step":1e2,"time":"2026-01-02T03:04:05Z","metrics":{"a":1,"b":"x","c":[1,{}],"a":2},"config":{"x":{"y":1}}}`,
		`{"project":"a/b","run":"c","console":["x",{"text":"y","line":3}],"finish":{"exit_code":1},"tags":["a"],"system":{"cpu":1},"state":"running","heartbeat":true}`,
		`{"project":"a/b","run":"c","step":1,"metrics":{"a":NaN,"b":-Infinity,"c":9007199254740993}}`, `{"step":null}`, `[]`} {
		f.Add([]byte(s))
	}
	d := newDecoder(DefaultLimits)
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := d.parse(text); err != nil {
			if msg := faultOf(err).message; !utf8.ValidString(msg) || len(msg) > 1000 {
				t.Fatalf("message %q", msg)
			}
			return
		}
		if bytes.Contains(text, []byte("NaN")) || bytes.Contains(text, []byte("Infinity")) {
			return // what encoding/json doesn't know
		}
		var want stdLine
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatalf("%q passes, encoding/json: %v", text, err)
		}
		if strings.Count(string(text), "metrics") > 1 || strings.Count(string(text), "config") > 1 || bytes.Contains(text, []byte(`\u`)) || caseFolds(text) {
			return // encoding/json merges maps of a name that comes twice, and folds case
		}
		if d.project != *want.Project || d.line.run != *want.Run {
			t.Fatalf("%q: %q %q", text, d.project, d.line.run)
		}
		last := map[string]metric{}
		for _, m := range d.metrics {
			last[m.key] = m
		}
		if len(last) != len(want.Metrics) {
			t.Fatalf("%q: %d metrics, want %d", text, len(last), len(want.Metrics))
		}
		for key, raw := range want.Metrics {
			var f float64
			isNumber := json.Unmarshal(raw, &f) == nil && string(raw) != "null"
			if m := last[key]; m.number != isNumber || isNumber && math.Float64bits(m.value) != math.Float64bits(f) {
				t.Fatalf("%q: %q is %+v, want %s", text, key, m, raw)
			}
		}
		config := map[string]json.RawMessage{}
		for _, m := range d.config {
			config[m.key] = m.raw
		}
		if len(config) != len(want.Config) {
			t.Fatalf("%q: config %q, want %q", text, config, want.Config)
		}
	})
}

// caseFolds: encoding/json takes "Step" for "step", and other letters that fold.
func caseFolds(text []byte) bool {
	return !bytes.Equal(bytes.ToLower(text), text) || !bytes.Equal(bytes.ToUpper(bytes.ToLower(text)), bytes.ToUpper(text)) || bytes.ContainsRune(text, 'ſ') || bytes.ContainsRune(text, 'K')
}

// Bodies never make a decoder panic or leave something behind, and a list of lines means
// the same as the lines alone.
func FuzzBody(f *testing.F) {
	f.Add([]byte("[" + good + "]"))
	f.Add([]byte(`{"writer":"w","seq":1,"lines":[` + good + `]}`))
	f.Add([]byte(good + "\n" + good))
	d, e := newDecoder(DefaultLimits), newDecoder(DefaultLimits)
	f.Fuzz(func(t *testing.T, body []byte) {
		defer d.recycle()
		defer e.recycle()
		d.begin(time.UnixMilli(modelNow))
		if err := d.ndjson(body); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		e.begin(time.UnixMilli(modelNow))
		lines := bytes.Split(bytes.Trim(body, "\n"), []byte("\n"))
		if err := e.json(append(append([]byte("["), bytes.Join(lines, []byte(","))...), ']')); err == nil && e.rejected.total == 0 && d.rejected.total == 0 {
			if a, b := d.encoded(t), e.encoded(t); !bytes.Equal(a, b) {
				t.Fatalf("%q: %q as lines, %q as a list", body, a, b)
			}
		}
		e.recycle()
		e.begin(time.UnixMilli(modelNow))
		_ = e.json(body)
		_ = e.protobuf(body)
	})
}

// encoded is what a request's events are, but for what depends on the place of lines.
func (d *decoder) encoded(t *testing.T) []byte {
	var out []byte
	for _, to := range d.runs {
		to.ref = RunRef{No: 1, Home: 1}
		for _, e := range to.events(nil) {
			for _, r := range e.GetRunValues().GetRows() {
				r.Line = 0
			}
			sortSeries(e.GetRunPoints().GetSeries()) // their order depends on earlier requests
			sortSeries(e.GetRunSystem().GetSeries())
			b, err := proto.MarshalOptions{Deterministic: true}.Marshal(e)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, b...)
		}
	}
	return out
}

func sortSeries(s []*pb.Series) {
	slices.SortFunc(s, func(a, b *pb.Series) int { return strings.Compare(a.Key, b.Key) })
}

// The decoder written by hand takes what the generated code takes, and reads the same.
func FuzzProtobuf(f *testing.F) {
	f.Add(protobufBody(2, 3))
	rich, err := proto.Marshal(&ingestpb.IngestRequest{Writer: "w", Seq: proto.Uint64(7), Runs: []*ingestpb.RunBatch{{
		Project: "a/b", Run: "c", Steps: []int64{-1, 1 << 40}, TimesMs: []int64{1, 2}, Series: []*ingestpb.Series{{Key: "k", Values: []float64{math.NaN()}, Rows: []uint32{1}}},
		ConfigJson: `{"a":1}`, SummaryJson: `{"b":[NaN]}`, Console: []*ingestpb.ConsoleLine{{Line: proto.Int64(4), TimeUs: 9, Stream: 2, Text: "t", Label: "l"}},
		Values: []*ingestpb.Value{{Row: 1, Key: "v", Json: `"x"`}}, SystemTimesMs: []int64{5}, System: []*ingestpb.Series{{Key: "cpu", Values: []float64{1}}},
		State: 1, Heartbeat: true, Finish: proto.Int32(-1), Name: "n", Tags: []string{"t"}, Notes: "o", Group: "g", JobType: "j"}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(rich)
	d := newDecoder(DefaultLimits)
	f.Fuzz(func(t *testing.T, body []byte) {
		d.begin(time.UnixMilli(modelNow))
		defer d.recycle()
		err := d.protobuf(body)
		if err != nil || d.rejected.total > 0 {
			return
		}
		q := &ingestpb.IngestRequest{}
		if err := proto.Unmarshal(body, q); err != nil {
			t.Fatalf("%x passes, the generated code: %v", body, err)
		}
		if q.Writer != d.writer || q.GetSeq() != d.seq || q.Batch != d.batch {
			t.Fatalf("%x: named %q %d %q", body, d.writer, d.seq, d.batch)
		}
		points, console, values := 0, 0, 0
		for _, b := range q.Runs {
			for _, s := range b.Series {
				points += len(s.Values)
			}
			console += len(b.Console)
			values += len(b.Values)
		}
		for _, to := range d.runs {
			points -= to.points.Len()
			console -= len(to.console)
			if to.points.Len() > 0 && !sameColumns(to, q) {
				t.Fatalf("%x: other columns of %v", body, to.name)
			}
		}
		if points != 0 || console != 0 {
			t.Fatalf("%x: %d points and %d console lines more than read", body, points, console)
		}
	})
}

// sameColumns compares the columns of a run with those of a single batch of it.
func sameColumns(to *run, q *ingestpb.IngestRequest) bool {
	var b *ingestpb.RunBatch
	for _, x := range q.Runs {
		if x.Project == to.name.project && x.Run == to.name.run {
			if b != nil {
				return true // several batches: the model's test does these
			}
			b = x
		}
	}
	want := &pb.RunPoints{Steps: b.Steps, TimesMs: b.TimesMs}
	for range b.Steps[len(b.TimesMs):] {
		want.TimesMs = append(want.TimesMs, modelNow)
	}
	for _, s := range b.Series {
		x := &pb.Series{Key: s.Key, Values: s.Values, Rows: s.Rows}
		if len(x.Values) == 0 {
			continue
		}
		if len(x.Rows) == len(b.Steps) {
			x.Rows = nil
		}
		want.Series = append(want.Series, x)
	}
	sortSeries(want.Series)
	got := to.points.Points(0, 0)
	sortSeries(got.Series)
	for _, s := range got.Series {
		if len(s.Rows) == len(got.Steps) {
			s.Rows = nil
		}
	}
	a, _ := proto.MarshalOptions{Deterministic: true}.Marshal(want)
	g, _ := proto.MarshalOptions{Deterministic: true}.Marshal(got)
	return bytes.Equal(a, g)
}
