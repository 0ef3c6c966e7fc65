package report

import (
	"fmt"
	"slices"
	"testing"

	"runledger/event/pb"
)

func TestReq_RP_1_AllReportsOfTheProjectInOnePlace(t *testing.T) {
	r := newRig(t)
	var ids []string
	for i := range 5 {
		var c changed
		r.ann("POST", "/reports", map[string]any{"title": fmt.Sprint("Report ", i), "live": i%2 == 1}).is(200, &c)
		ids = append(ids, c.ID)
	}
	before := r.catalog.Next()
	r.call(bossKey, "PATCH", "/api/v1/projects/ann/p/reports/"+ids[2], map[string]any{"title": "Renamed"}).is(200)
	var seen []Summary
	for cursor := ""; ; {
		var page List
		r.ann("GET", "/reports?limit=2&cursor="+cursor, nil).is(200, &page)
		if page.Total != 5 || page.Position == "" {
			t.Errorf("%+v", page)
		}
		seen = append(seen, page.Reports...)
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	if len(seen) != 5 {
		t.Fatalf("%d reports", len(seen))
	}
	for i, s := range seen {
		mode := map[bool]string{true: "live", false: "pinned"}[i%2 == 1]
		if s.ID != ids[i] || s.Author != "ann" || s.Created.IsZero() || s.Changed == nil || s.Mode != mode || (s.PinnedAt != nil) != (mode == "pinned") {
			t.Errorf("%d: %+v", i, s)
		}
	}
	if s := seen[2]; s.Title != "Renamed" || s.ChangedBy != "boss" || s.Changed.Before(s.Created) {
		t.Errorf("%+v", s)
	}
	var past List
	r.ann("GET", fmt.Sprintf("/reports?as_of=%d", before), nil)
	r.ann("GET", "/reports?as_of="+positionOf(before), nil).is(200, &past)
	if past.Reports[2].Title != "Report 2" {
		t.Errorf("as of before the renaming: %+v", past.Reports[2])
	}
}

func TestReq_RP_2_AReportHoldsNotesRunsAndGraphs(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	r.run("b", 2, `{"lr":0.2}`)
	from := r.catalog.Next()
	c := r.report()
	if got := r.events(from); !slices.Equal(got, []string{"report.created.v1"}) {
		t.Errorf("a new report with three blocks is %v", got)
	}
	if c.Action != from || c.Mode != "pinned" || c.Pin == nil || len(c.Pin.Payloads) != 2 {
		t.Errorf("%+v", c)
	}
	rep := r.get(c.ID)
	if len(rep.Blocks) != 3 || rep.Blocks[0].Text == "" || rep.Blocks[1].Kind != "run_set" || len(rep.Blocks[2].Panels) != 1 {
		t.Fatalf("%+v", rep)
	}
	d := r.data(c.ID)
	if d.Mode != "pinned" || len(d.Payloads) != 2 || d.Content != c.Pin.Content {
		t.Fatalf("%+v", d)
	}
	tab := d.Payloads[0].Payload.drawTable()
	if tab == nil || len(tab.rows) != 2 || tab.rows[0][0] != "a" || tab.rows[0][4] != "0.1" || tab.rows[1][5] != "2" {
		t.Errorf("%+v", tab)
	}
	ch := d.Payloads[1].Payload.drawChart()
	if ch == nil || len(ch.Series) != 2 || ch.Series[0].label() == "" {
		t.Fatalf("%s", d.Payloads[1].Payload.Data)
	}
	// Each edit is one event of its kind, and can be undone.
	first, grid := rep.Blocks[0].ID, rep.Blocks[2].ID
	at := "/reports/" + c.ID
	for _, e := range []struct {
		method, path string
		body         any
		event        string
	}{
		{"PATCH", at, map[string]any{"title": "T"}, "report.renamed.v1"},
		{"PATCH", at, map[string]any{"title": "T2", "description": "D"}, "report.edited.v1"},
		{"POST", at + "/blocks", map[string]any{"kind": "markdown", "text": "more", "after": first}, "block.added.v1"},
		{"PATCH", at + "/blocks/" + first, map[string]any{"text": "changed"}, "block.edited.v1"},
		{"PATCH", at + "/blocks/" + grid, map[string]any{"panels": []any{map[string]any{"kind": "bar", "metrics": []string{"loss"}}}}, "block.edited.v1"},
		{"POST", at + "/blocks/" + grid + "/move", map[string]any{"before": first}, "block.moved.v1"},
		{"DELETE", at + "/blocks/" + first, nil, "block.deleted.v1"},
		{"POST", at + "/pin", nil, "report.pinned.v1"},
		{"POST", at + "/unpin", nil, "report.unpinned.v1"},
		{"POST", at + "/comments", map[string]any{"text": "hi"}, "comment.added.v1"},
		{"POST", at + "/share", nil, "report.shared.v1"},
		{"DELETE", at, nil, "report.deleted.v1"},
	} {
		before := r.catalog.Next()
		hash := r.content()
		var c changed
		a := r.ann(e.method, e.path, e.body)
		if a.status != 200 {
			t.Fatalf("%s: %d %s", a.what, a.status, a.body)
		}
		a.is(a.status, &c)
		if got := r.events(before); !slices.Equal(got, []string{e.event}) || c.Action != before || c.Position == "" {
			t.Errorf("%s: events %v, %+v", a.what, got, c)
		}
		r.undo(c.Action)
		if r.content() != hash {
			t.Errorf("%s: undone, but it isn't as before", a.what)
		}
	}
}

func TestReq_RP_4_SharedWithinThePrivacyOfTheProject(t *testing.T) {
	r := newRig(t)
	c := r.report()
	at := "/api/v1/projects/ann/p/reports"
	for _, path := range []string{"", "/" + c.ID, "/" + c.ID + "/data", "/" + c.ID + "/comments", "/" + c.ID + "/share", "/" + c.ID + "/export", "/" + c.ID + "/images/00"} {
		r.call(bobKey, "GET", at+path, nil).is(404)
		r.call("", "GET", at+path, nil).is(401)
	}
	for _, path := range []string{"", "/" + c.ID + "/pin", "/" + c.ID + "/unpin", "/" + c.ID + "/share", "/" + c.ID + "/comments"} {
		var body any
		switch path {
		case "":
			body = map[string]any{"title": "x"}
		case "/" + c.ID + "/comments":
			body = map[string]any{"text": "x"}
		}
		r.call(bobKey, "POST", at+path, body).is(404)
	}
	// A viewer reads and comments, and changes nothing.
	r.do(&pb.Event{Body: &pb.Event_ProjectAccessGranted{ProjectAccessGranted: &pb.ProjectAccessGranted{Project: 1, User: "bob", Role: "viewer"}}})
	r.call(bobKey, "GET", at+"/"+c.ID+"/data", nil).is(200)
	r.call(bobKey, "POST", at+"/"+c.ID+"/comments", map[string]any{"text": "nice"}).is(200)
	before := r.catalog.Next()
	for _, e := range [][2]string{{"POST", "/pin"}, {"POST", "/unpin"}, {"POST", "/share"}, {"DELETE", ""}} {
		r.call(bobKey, e[0], at+"/"+c.ID+e[1], nil).is(403)
	}
	r.call(bobKey, "POST", at, map[string]any{"title": "x"}).is(403)
	r.call(bobKey, "PATCH", at+"/"+c.ID, map[string]any{"title": "x"}).is(403)
	for _, e := range r.events(before) {
		if e != "report.deleted.v1" && e != "report.renamed.v1" { // refused by the fold
			t.Errorf("a viewer's request became %s", e)
		}
	}
}

func TestReq_RP_5_DeleteAndRename(t *testing.T) {
	r := newRig(t)
	c := r.report()
	rep := r.ann("GET", "/reports/"+c.ID, nil).is(200)
	etag := rep.header.Get("ETag")
	again := r.ann("PATCH", "/reports/"+c.ID, map[string]any{"title": "New"}, "If-Match", etag).is(200)
	r.ann("PATCH", "/reports/"+c.ID, map[string]any{"title": "Newer"}, "If-Match", etag).is(409)
	if got := r.get(c.ID); got.Title != "New" || again.header.Get("ETag") == etag {
		t.Errorf("%+v", got)
	}
	r.ann("PATCH", "/reports/"+c.ID, map[string]any{"title": ""}).is(422)
	r.ann("PATCH", "/reports/"+c.ID, map[string]any{}).is(422)
	var del changed
	r.ann("DELETE", "/reports/"+c.ID, nil).is(200, &del)
	r.ann("GET", "/reports/"+c.ID, nil).is(404)
	r.ann("GET", "/reports/"+c.ID+"/data", nil).is(404)
	r.undo(del.Action)
	if got := r.get(c.ID); len(got.Blocks) != 3 || len(r.data(c.ID).Payloads) != 2 {
		t.Errorf("an undeleted report lacks something: %+v", got)
	}
}

func TestReq_FAQ_4_ThePrivacyOfTheProjectIsThatOfItsReports(t *testing.T) {
	r := newRig(t)
	c := r.report()
	r.do(&pb.Event{Body: &pb.Event_ProjectPrivacySet{ProjectPrivacySet: &pb.ProjectPrivacySet{Project: 1, View: "everyone", Submit: "invited"}}})
	at := "/api/v1/projects/ann/p/reports/" + c.ID
	r.call(bobKey, "GET", at, nil).is(200)
	r.privacy("invited")
	for _, path := range []string{"", "/data", "/comments", "/export?format=html"} {
		r.call(bobKey, "GET", at+path, nil).is(404)
	}
}

func TestARepetitionMakesOneReport(t *testing.T) {
	r := newRig(t)
	var a, b changed
	body := map[string]any{"title": "once", "blocks": []any{map[string]any{"kind": "markdown", "text": "x"}}}
	r.ann("POST", "/reports", body, "Idempotency-Key", "k1").is(200, &a)
	r.ann("POST", "/reports", body, "Idempotency-Key", "k1").is(200, &b)
	if a.ID != b.ID || !b.Repeated || b.Version != a.Version {
		t.Errorf("%+v, then %+v", a, b)
	}
	var list List
	r.ann("GET", "/reports", nil).is(200, &list)
	if list.Total != 1 {
		t.Errorf("%d reports", list.Total)
	}
}
