package report

import (
	"maps"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	pos "runledger/internal/position"
)

func positionOf(actions uint64) string { return pos.Position{Actions: actions}.String() }

func (r *rig) content() (hash [32]byte) {
	r.catalog.View(func(s *catalog.State) { hash = s.ContentHash() })
	return hash
}

// TestReq_RP_3_ASavedSnapshot: whatever happens after it was saved, the payloads are the
// same by their hashes, and the reports that are live change.
func TestReq_RP_3_ASavedSnapshot(t *testing.T) {
	r := newRig(t)
	a := r.run("a", 1, `{"lr":0.1}`)
	b := r.run("b", 2, `{"lr":0.2}`)
	c := r.report()
	var live changed
	r.ann("POST", "/reports", map[string]any{"title": "Live", "live": true, "blocks": []any{
		map[string]any{"kind": "run_set", "run_set": map[string]any{"columns": []string{"summary.loss"}}},
		map[string]any{"kind": "panel_grid", "panels": []any{map[string]any{"kind": "line", "metrics": []string{"loss"}}}},
	}}).is(200, &live)
	first := r.data(c.ID)
	liveBefore := r.data(live.ID).Content
	same := func(what string) {
		t.Helper()
		d := r.data(c.ID)
		if d.Content != first.Content || d.Position != first.Position || len(d.Payloads) != 2 {
			t.Errorf("after %s: %s, was %s", what, d.Content, first.Content)
		}
		for i, p := range d.Payloads {
			if p.SHA256 != first.Payloads[i].SHA256 || p.Payload == nil || string(p.Payload.Data) != string(first.Payloads[i].Payload.Data) {
				t.Errorf("after %s: payload %d changed", what, i)
			}
		}
	}
	differs := func(what string) {
		t.Helper()
		now := r.data(live.ID).Content
		if now == liveBefore {
			t.Errorf("after %s: a live report shows what it did before", what)
		}
		liveBefore = now
	}

	r.run("a", 5, `{"lr":0.9}`)
	same("more data")
	differs("more data")

	r.do(&pb.Event{Body: &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: a, DisplayName: "another"}}})
	r.facts(a)
	same("a run was renamed")
	differs("a run was renamed")

	r.do(&pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: b}}})
	r.facts(b)
	same("a run was deleted")
	differs("a run was deleted")

	r.do(&pb.Event{Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: []uint64{b}}}})
	for _, table := range []string{"points", "run_data", "run_versions", "run_values", "run_facts"} {
		r.tables.Exec("ALTER TABLE " + table + " DELETE WHERE run = 2 SETTINGS mutations_sync = 1")
	}
	same("a run was purged")

	r.do(&pb.Event{Body: &pb.Event_ProjectRenamed{ProjectRenamed: &pb.ProjectRenamed{Project: 1, Name: "p2"}}})
	r.do(&pb.Event{Body: &pb.Event_ProjectRenamed{ProjectRenamed: &pb.ProjectRenamed{Project: 1, Name: "p"}}})
	same("the project was renamed")

	for _, table := range []string{"points", "run_data", "run_versions"} { // an older schema is gone
		r.tables.Exec("DROP TABLE " + table)
	}
	same("tables changed")
	r.ann("GET", "/reports/"+live.ID+"/data", nil) // whatever it says, the snapshot stays
	same("a live report failed")
}

func TestReq_RP_3_PinnedAsOfAnEarlierMoment(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	then := r.data(r.report().ID)
	r.run("a", 7, `{"lr":0.7}`)
	r.run("c", 7, `{"lr":0.7}`)
	c := r.report()
	if c.Pin.Content == then.Content {
		t.Error("a later snapshot is the earlier one")
	}
	var pinned changed
	r.ann("POST", "/reports/"+c.ID+"/pin", map[string]any{"as_of": then.Position}).is(200, &pinned)
	d := r.data(c.ID)
	if pinned.Pin.AsOf != then.Position || d.Position != then.Position {
		t.Errorf("%+v", pinned)
	}
	for i, p := range d.Payloads {
		if p.SHA256 != then.Payloads[i].SHA256 {
			t.Errorf("payload %d as of then isn't that of then:\n%s\n%s", i, p.Payload.Data, then.Payloads[i].Payload.Data)
		}
	}
	var live changed
	r.ann("POST", "/reports/"+c.ID+"/unpin", nil).is(200, &live)
	if live.Mode != "live" || r.data(c.ID).Mode != "live" {
		t.Errorf("%+v", live)
	}
	// The past shows the snapshot that it had.
	var past Data
	r.ann("GET", "/reports/"+c.ID+"/data?as_of="+positionOf(live.Action), nil).is(200, &past)
	if past.Mode != "pinned" || past.Content != d.Content {
		t.Errorf("as of before: %+v", past.Mode)
	}
	r.undo(live.Action)
	if got := r.data(c.ID); got.Content != d.Content {
		t.Error("the undo of unpin didn't bring the snapshot back")
	}
	r.ann("POST", "/reports/"+c.ID+"/pin", map[string]any{"as_of": "not a position"}).is(422)
}

// A block of a snapshot that is changed is answered as of the snapshot, and the others
// stay; undo brings the first answer back.
func TestReq_RP_3_ChangedBlocksAreOfTheSamePosition(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	c := r.report()
	first := r.data(c.ID)
	r.run("a", 5, `{"lr":0.9}`)
	grid := r.get(c.ID).Blocks[2].ID
	panels := []any{map[string]any{"id": "loss", "kind": "line", "metrics": []string{"loss"}, "buckets": 5}}
	var edit changed
	r.ann("PATCH", "/reports/"+c.ID+"/blocks/"+grid, map[string]any{"panels": panels}).is(200, &edit)
	d := r.data(c.ID)
	if d.Position != first.Position || d.Payloads[0].SHA256 != first.Payloads[0].SHA256 {
		t.Error("the block that wasn't changed changed")
	}
	p := d.Payloads[1]
	if p.Stale || p.Payload.Position != first.Position || p.SHA256 == first.Payloads[1].SHA256 {
		t.Errorf("%+v", p)
	}
	if ch := p.Payload.drawChart(); len(ch.Series) != 1 || len(ch.Series[0].Mean) != 5 || ch.Series[0].Mean[4] > 2 {
		t.Errorf("the changed panel shows other data: %s", p.Payload.Data)
	}
	var added changed
	r.ann("POST", "/reports/"+c.ID+"/blocks", map[string]any{"kind": "panel_grid", "panels": panels}).is(200, &added)
	if got := r.data(c.ID).Payloads[2]; got.Payload == nil || got.Payload.Position != first.Position {
		t.Errorf("%+v", got)
	}
	r.ann("DELETE", "/reports/"+c.ID+"/blocks/"+added.ID, nil).is(200)
	r.undo(edit.Action)
	if got := r.data(c.ID); got.Content != first.Content {
		t.Error("the undo of an edit didn't bring the first answer back")
	}
	// Pinned anew, all is of now.
	var again changed
	r.ann("POST", "/reports/"+c.ID+"/pin", nil).is(200, &again)
	if maps.Equal(again.Pin.Payloads, c.Pin.Payloads) {
		t.Error("a new snapshot has the old data")
	}
}

// A snapshot that was empty, of a position that names no partition, answers what is added.
func TestAnEmptySnapshotAnswersWhatIsAdded(t *testing.T) {
	r := newRig(t)
	var c changed
	r.ann("POST", "/reports", map[string]any{"title": "empty"}).is(200, &c)
	r.run("a", 1, `{"lr":0.1}`)
	r.ann("POST", "/reports/"+c.ID+"/blocks", map[string]any{"kind": "run_set", "run_set": map[string]any{}}).is(200)
	d := r.data(c.ID)
	if len(d.Payloads) != 1 || d.Payloads[0].Stale || d.Payloads[0].Payload == nil {
		t.Fatalf("%+v", d.Payloads)
	}
	if d.Position != c.Pin.Position {
		t.Errorf("answered at %s, the snapshot is of %s", d.Position, c.Pin.Position)
	}
}

// What isn't the content of its hash isn't served, and the rest of the report opens.
func TestADamagedSnapshotIsNotServed(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	c := r.report()
	d := r.data(c.ID)
	r.damage(d.Payloads[0].SHA256)
	got := r.data(c.ID)
	if p := got.Payloads[0]; p.Payload != nil || p.Fault == nil || p.Fault.Code != "damaged" {
		t.Errorf("%+v", p)
	}
	if got.Payloads[1].Payload == nil {
		t.Error("the other payload is lost with it")
	}
	if err := r.blobs.Delete(t.Context(), d.Payloads[1].SHA256); err != nil {
		t.Fatal(err)
	}
	if p := r.data(c.ID).Payloads[1]; p.Fault == nil || p.Fault.Code != "content_missing" {
		t.Errorf("%+v", p)
	}
	if n := r.counter("runledger_reports_payloads_total", "damaged"); n == 0 {
		t.Error("damage isn't counted")
	}
	r.ann("GET", "/reports/"+c.ID+"/export?format=html", nil).is(200)
}

func TestPinsAtOnce(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	c := r.report()
	done := make(chan answer)
	for range 6 {
		go func() { done <- r.ann("POST", "/reports/"+c.ID+"/pin", nil) }()
	}
	var hashes []string
	for range 6 {
		var p changed
		(<-done).is(200, &p)
		hashes = append(hashes, p.Pin.Payloads[r.get(c.ID).Blocks[1].ID])
	}
	d := r.data(c.ID)
	if len(d.Payloads) != 2 || d.Payloads[0].Stale {
		t.Errorf("%+v, pins %v", d, hashes)
	}
	if d.Time == nil || time.Since(*d.Time) > time.Minute {
		t.Errorf("a snapshot of now is of %v", d.Time)
	}
}
