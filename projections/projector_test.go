package projections

import (
	"math"
	"testing"

	"runledger/event/pb"
)

func TestPointsBecomeRows(t *testing.T) {
	f := newFixture(t)
	f.start()
	f.append(
		points(1, []int64{1, 2}, series("loss", 0.5, math.Inf(-1)), &pb.Series{Key: "acc", Values: []float64{math.Copysign(0, -1)}, Rows: []uint32{1}}),
		points(2, []int64{1}, series("loss", math.NaN())),
	)
	f.wait()
	got := f.text("SELECT arrayStringConcat(groupArray(concat(key,' ',toString(run),' ',toString(step),' ',toString(value))), '; ') FROM (SELECT * FROM points ORDER BY key, run, step)")
	if want := "acc 1 2 -0; loss 1 1 0.5; loss 1 2 -inf; loss 2 1 nan"; got != want {
		t.Errorf("points: %s\nwant    %s", got, want)
	}
	if got := f.text("SELECT summary_text FROM run_data FINAL WHERE run = 1"); got != `{"acc":-0,"loss":-Infinity}` {
		t.Errorf("summary: %s", got)
	}
	if got := f.text("SELECT toString(count()) FROM rewritten"); got != "0" {
		t.Errorf("rewritten: %s", got)
	}
}

func TestOverwrittenStepIsMarkedRewritten(t *testing.T) {
	f := newFixture(t)
	f.start()
	f.append(points(1, []int64{1, 2, 3}, series("a", 1, 2, 3), series("b", 1, 2, 3)))
	f.append(points(1, []int64{2}, series("a", 20)))
	f.append(points(1, []int64{5, 4}, series("c", 5, 4)))
	f.wait()
	got := f.text("SELECT arrayStringConcat(arraySort(groupArray(concat(key,toString(lo),'-',toString(hi)))), ' ') FROM rewritten")
	if got != "a2-2 c4-5" {
		t.Errorf("rewritten: %s", got)
	}
	if got := f.text("SELECT summary_text FROM run_data FINAL"); got != `{"a":3,"b":3,"c":5}` {
		t.Errorf("summary: %s", got)
	}
}

func TestRepeatedDeliveryChangesNothing(t *testing.T) {
	f := newFixture(t)
	f.start()
	first := points(1, []int64{1}, series("a", 1))
	first.Origin = &pb.Origin{Writer: "w", From: 1 << 20, To: 2 << 20}
	over := points(1, []int64{1}, series("a", 2))
	over.Origin = &pb.Origin{Writer: "w", From: 2 << 20, To: 3 << 20}
	again := points(1, []int64{1}, series("a", 1))
	again.Origin = first.Origin
	f.append(first, over, again)
	f.wait()
	if got := f.text("SELECT toString(argMax(value, (off, idx))) FROM points"); got != "2" {
		t.Errorf("winner: %s", got)
	}
	if got := f.text("SELECT toString(count()) FROM points"); got != "2" {
		t.Errorf("rows: %s", got)
	}
}

func TestPoisonIsSetAside(t *testing.T) {
	f := newFixture(t)
	f.start()
	f.appendRaw("runledger.telemetry.v1", 0, []byte("not an event"))
	f.append(points(1, []int64{1}, series("a", 1)))
	f.wait()
	if got := f.text("SELECT concat(reason, ' ', value) FROM set_aside"); got != "undecodable not an event" {
		t.Errorf("set aside: %s", got)
	}
	if got := f.text("SELECT toString(count()) FROM points"); got != "1" {
		t.Errorf("points: %s", got)
	}
}

func TestRestartGoesOnWhereTheTablesEnd(t *testing.T) {
	f := newFixture(t)
	for i := range int64(5) {
		f.start()
		for run := range uint64(3) {
			f.append(points(run+1, []int64{i}, series("a", float64(i))))
			f.append(&pb.Event{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: run + 1, Home: 1, Json: []byte(`{"lr":0.1,"a.b":{"c":NaN},"big":9223372036854775807}`)}}})
		}
		if i%2 == 0 {
			f.wait()
		}
		f.stop()
	}
	f.start()
	f.wait()
	if got := f.text("SELECT concat(toString(count()), ' ', toString(uniqExact(run, step))) FROM points"); got != "15 15" {
		t.Errorf("points: %s", got)
	}
	if got := f.text("SELECT concat(config_text, ' ', toString(config.`a%2Eb`.c), ' ', toString(config.big)) FROM run_data FINAL JOIN run_values FINAL USING (run, off) WHERE run = 2"); got != `{"a.b":{"c":NaN},"big":9223372036854775807,"lr":0.1} NaN 9223372036854775807` {
		t.Errorf("config: %s", got)
	}
}
