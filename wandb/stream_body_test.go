package wandb

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/protobuf/testing/protocmp"

	"runledger/event/pb"
)

const now = int64(1_800_000_000_000)

// parse reads a body and returns its events.
func parse(t *testing.T, body string) ([]*pb.Event, streamBody) {
	t.Helper()
	e := &streamEvents{run: 7, home: 3, now: now}
	b, err := parseStream([]byte(body), e)
	if err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	return e.events(b, nil), b
}

// body writes a request with these lines of history.
func historyBody(offset int, lines ...string) string {
	content, _ := json.Marshal(lines)
	return fmt.Sprintf(`{"files":{"wandb-history.jsonl":{"offset":%d,"content":%s}}}`, offset, content)
}

func TestHistoryLines(t *testing.T) {
	events, _ := parse(t, historyBody(5,
		`{"_step":12,"_timestamp":1.7954250230366187e+09,"_runtime":2.5,"loss":0.5,"acc":1}`,
		`{"loss":NaN,"acc":-Infinity,"_step":13,"n":9007199254740993,"text":"ü","none":null,"ok":true,"d":{"a":{"b.c":2},"x":"y"},"l":[1,2]}`,
		`{"a":{"b":7},"a.b":8,"_step":14}`,
		`{"_step":20,"img":{"_type":"image-file","width":3},"h":{"deep":{"_type":"histogram","n":1},"v":1e-320}}`,
		`{"_step":21,"_runtime":3,"_timestamp":2.0}`,
	))
	want := []*pb.Event{{
		Origin: &pb.Origin{Writer: historyFile, From: 5, To: 10, PerRow: true},
		Body: &pb.Event_RunValues{RunValues: &pb.RunValues{Run: 7, Home: 3, Rows: []*pb.Row{
			{Line: 5, Step: 12, TimeUs: 1795425023036619, Runtime: 2.5, Json: []byte(`{}`)},
			{Line: 6, Step: 13, Runtime: math.NaN(), Json: []byte(`{"n":9007199254740993,"text":"ü","none":null,"ok":true,"d":{"a":{"b.c":2},"x":"y"},"l":[1,2]}`)},
			{Line: 7, Step: 14, Runtime: math.NaN(), Json: []byte(`{"a":{"b":7}}`)},
			{Line: 8, Step: 20, Runtime: math.NaN(), Json: []byte(`{"img":{"_type":"image-file","width":3},"h":{"deep":{"_type":"histogram","n":1},"v":1e-320}}`)},
			{Line: 9, Step: 21, TimeUs: 2_000_000, Runtime: 3, Json: []byte(`{}`)},
		}}},
	}, {
		Origin: &pb.Origin{Writer: historyFile, From: 5, To: 10, PerRow: true},
		Body: &pb.Event_RunPoints{RunPoints: &pb.RunPoints{Run: 7, Home: 3,
			Steps: []int64{12, 13, 14, 20, 21}, TimesMs: []int64{1795425023036, now, now, now, 2000},
			Series: []*pb.Series{
				{Key: "loss", Values: []float64{0.5, math.NaN()}, Rows: []uint32{0, 1}},
				{Key: "acc", Values: []float64{1, math.Inf(-1)}, Rows: []uint32{0, 1}},
				{Key: "n", Values: []float64{9007199254740992}, Rows: []uint32{1}},
				{Key: `d.a.b\.c`, Values: []float64{2}, Rows: []uint32{1}},
				{Key: "a.b", Values: []float64{8}, Rows: []uint32{2}},
				{Key: "h.v", Values: []float64{1e-320}, Rows: []uint32{3}},
			}}},
	}}
	diff(t, events, want)
}

func diff(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got, protocmp.Transform(), cmpopts.EquateNaNs(), cmp.AllowUnexported(streamBody{})); d != "" {
		t.Fatalf("(-want +got)\n%s", d)
	}
}

func TestNumbersExactly(t *testing.T) {
	for literal, want := range map[string]float64{
		"0": 0, "-0": math.Copysign(0, -1), "-0.0": math.Copysign(0, -1), "1152921504606846976": 1 << 60, "1e-320": 1e-320,
		"9.223372036854776e+18": 1 << 63, "0.10000000149011612": float64(float32(0.1)), "1E5": 1e5, "Infinity": math.Inf(1), "-9223372036854775808": -1 << 63,
	} {
		events, _ := parse(t, historyBody(0, `{"x":`+literal+`}`))
		if len(events) != 2 {
			t.Fatalf("%s: %d events", literal, len(events))
		}
		got := events[1].GetRunPoints().Series[0].Values[0]
		if math.Float64bits(got) != math.Float64bits(want) {
			t.Errorf("%s reads %v", literal, got)
		}
		if json := string(events[0].GetRunValues().Rows[0].Json); json != "{}" {
			t.Errorf("%s left %s", literal, json)
		}
	}
	for _, literal := range []string{"9223372036854775807", "-9007199254740993", "99999999999999999999999"} {
		events, _ := parse(t, historyBody(0, `{"x":`+literal+`}`))
		if json := string(events[0].GetRunValues().Rows[0].Json); json != `{"x":`+literal+`}` {
			t.Errorf("%s left %s", literal, json)
		}
	}
	for _, literal := range []string{"01", "1.", ".5", "+1", "0x10", "1_0", "nan", "inf", "-NaN", "1e", "1e400", "--1", "", "tru", "'a'", "[1", "{", `{"a"}`, `"a`} {
		events, _ := parse(t, historyBody(0, `{"y":1,"x":`+literal+`}`))
		if len(events) != 1 || !strings.HasPrefix(string(events[0].GetRunValues().Rows[0].Json), `{"_unparsed":`) {
			t.Errorf("%s was taken: %v", literal, events)
		}
	}
}

func TestWholeRequest(t *testing.T) {
	events, body := parse(t, `{"exitcode":3,"complete":true,"uploaded":["a b.txt","m\/x.png"],"dropped":1,"files":{
		"output.log":{"content":["2026-11-23T09:10:23.032735 hello","ERROR 2026-11-23T09:10:23.5 oh  no","no time","2026-11-23T09:10:24 "],"offset":7},
		"wandb-events.jsonl":{"offset":3,"content":["{\"_wandb\":true,\"_timestamp\":1800000001.5,\"_runtime\":4,\"system.cpu\":12.5}","{\"system.cpu\":13,\"system.gpu.0.gpu\":1}"]},
		"wandb-summary.json":{"offset":0,"content":["{\"loss\":NaN,\"_wandb\":{\"runtime\":3}}"]},
		"other.txt":{"offset":0,"content":["x"]}}}`)
	diff(t, body, streamBody{uploaded: []string{"a b.txt", "m/x.png"}, complete: true, exitCode: 3})
	at := int64(1795425023032735)
	diff(t, events, []*pb.Event{
		{Origin: &pb.Origin{Writer: systemFile, From: 3, To: 5, PerRow: true}, Body: &pb.Event_RunSystem{RunSystem: &pb.RunSystem{Run: 7, Home: 3,
			Lines: []int64{3, 4}, TimesMs: []int64{1800000001500, now}, Series: []*pb.Series{
				{Key: "system.cpu", Values: []float64{12.5, 13}}, {Key: "system.gpu.0.gpu", Values: []float64{1}, Rows: []uint32{1}}}}}},
		{Body: &pb.Event_RunConsole{RunConsole: &pb.RunConsole{Run: 7, Home: 3, Lines: []*pb.ConsoleLine{
			{Line: 7, TimeUs: at, Stream: pb.ConsoleLine_STREAM_STDOUT, Text: "hello"},
			{Line: 8, TimeUs: at - 32735 + 500000, Stream: pb.ConsoleLine_STREAM_STDERR, Text: "oh  no"},
			{Line: 9, Stream: pb.ConsoleLine_STREAM_STDOUT, Text: "no time"},
			{Line: 10, TimeUs: at - 32735 + 1000000, Stream: pb.ConsoleLine_STREAM_STDOUT},
		}}}},
		{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{Run: 7, Home: 3, Json: []byte(`{"loss":NaN,"_wandb":{"runtime":3}}`), Replace: true}}},
		{Body: &pb.Event_RunFinished{RunFinished: &pb.RunFinished{Run: 7, Home: 3, ExitCode: 3}}},
	})
}

func TestSignOfLifeAndPreempting(t *testing.T) {
	events, _ := parse(t, ` {} `)
	diff(t, events, []*pb.Event{{Body: &pb.Event_RunHeartbeat{RunHeartbeat: &pb.RunHeartbeat{Run: 7, Home: 3}}}})
	events, _ = parse(t, `{"preempting":true}`)
	diff(t, events, []*pb.Event{{Body: &pb.Event_RunStateChanged{RunStateChanged: &pb.RunStateChanged{Run: 7, Home: 3, State: pb.RunStateChanged_STATE_PREEMPTING}}}})
}

func TestNotAStream(t *testing.T) {
	for _, body := range []string{"", "[]", "{", `{"files":[]}`, `{"files":{"a":{"offset":-1,"content":[]}}}`, `{"uploaded":[1]}`, `{"a":1}x`, `{"a":1,}`,
		`{"files":{"wandb-history.jsonl":{"offset":0,"content":["{\"a\":1}]}}}`, `{"files":{"a":{"offset":0,"content":["\ud8"]}}}`} {
		if _, err := parseStream([]byte(body), &streamEvents{}); err == nil {
			t.Errorf("%s was taken", body)
		}
	}
}

// A column's rows are what was set, whatever is missing, repeated or taken back.
func TestColumnsLikeAMap(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for range 300 {
		c, want := newColumns(), map[string]map[uint32]float64{}
		rows := 1 + r.IntN(20)
		for row := range rows {
			c.row()
			undone := r.IntN(5) == 0
			for range r.IntN(6) {
				key, v := string(rune('a'+r.IntN(4))), r.Float64()
				c.set([]byte(key), v)
				if undone {
					continue
				}
				if want[key] == nil {
					want[key] = map[uint32]float64{}
				}
				want[key][uint32(row)] = v
			}
			if undone {
				c.undo()
			}
		}
		got := map[string]map[uint32]float64{}
		for _, s := range c.done() {
			if s.Rows == nil && len(s.Values) != rows || s.Rows != nil && len(s.Rows) != len(s.Values) {
				t.Fatalf("seed %d: %d values, %d places, %d rows", seed, len(s.Values), len(s.Rows), rows)
			}
			got[s.Key] = map[uint32]float64{}
			for i, v := range s.Values {
				at := uint32(i)
				if s.Rows != nil {
					at = s.Rows[i]
				}
				got[s.Key][at] = v
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("seed %d (-want +got)\n%s", seed, d)
		}
	}
}

func FuzzStream(f *testing.F) {
	f.Add(historyBody(3, `{"_step":1,"a":{"b":NaN},"c":"\ud83d\ude00"}`))
	f.Add(`{"files":{"output.log":{"content":["ERROR 2026-11-23T09:10:23.032735 x"],"offset":1}},"complete":true,"exitcode":255}`)
	f.Fuzz(func(t *testing.T, body string) {
		e := &streamEvents{run: 1, home: 1, now: now}
		b, err := parseStream([]byte(body), e)
		if err != nil {
			return
		}
		for _, ev := range e.events(b, nil) {
			if err := stampAndEncode(ev); err != nil {
				t.Fatal(err)
			}
			if p := ev.GetRunPoints(); p != nil && uint64(len(p.Steps)) != ev.Origin.To-ev.Origin.From {
				t.Fatalf("%d rows under %v", len(p.Steps), ev.Origin)
			}
		}
	})
}
