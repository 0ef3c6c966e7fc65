package report

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/event/pb"
)

func many(n int, v any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = v
	}
	return list
}

// TestLimits: what is too much is refused with what to do, leaves no event, and what is
// just not too much works.
func TestLimits(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	c := r.report()
	before := r.catalog.Next()
	panel := map[string]any{"kind": "line", "metrics": []string{"loss"}}
	grid := func(n int) map[string]any { return map[string]any{"kind": "panel_grid", "panels": many(n, panel)} }
	text := func(n int) map[string]any { return map[string]any{"kind": "markdown", "text": strings.Repeat("x", n)} }
	at := "/reports/" + c.ID
	for name, bad := range map[string]struct {
		path   string
		body   any
		status int
	}{
		"title":          {"/reports", map[string]any{"title": strings.Repeat("x", maxTitle+1)}, 422},
		"no title":       {"/reports", map[string]any{"title": ""}, 422},
		"description":    {"/reports", map[string]any{"title": "x", "description": strings.Repeat("x", maxDescription+1)}, 422},
		"blocks":         {"/reports", map[string]any{"title": "x", "blocks": many(maxBlocks+1, text(1))}, 422},
		"text":           {at + "/blocks", text(maxText + 1), 422},
		"panels":         {at + "/blocks", grid(maxPanels + 1), 422},
		"panel":          {at + "/blocks", map[string]any{"kind": "panel_grid", "panels": []any{7}}, 422},
		"spec":           {at + "/blocks", map[string]any{"kind": "panel_grid", "panels": []any{map[string]any{"title": strings.Repeat("x", maxSpec)}}}, 422},
		"panels at once": {"/reports", map[string]any{"title": "x", "blocks": many(maxQuestions/maxPanels+1, grid(maxPanels))}, 422},
		"body":           {"/reports", map[string]any{"title": "x", "blocks": many(11, text(maxText))}, 413},
		"event":          {"/reports", map[string]any{"title": "x", "live": true, "blocks": many(8, text(maxText))}, 413},
		"kind":           {at + "/blocks", map[string]any{"kind": "script"}, 422},
		"not its field":  {at + "/blocks", map[string]any{"kind": "markdown", "panels": []any{}}, 422},
		"both":           {"/reports", map[string]any{"title": "x", "live": true, "as_of": "2020-01-01T00:00:00Z"}, 422},
		"beside nothing": {at + "/blocks", map[string]any{"kind": "markdown", "text": "x", "after": "nothing"}, 422},
	} {
		a := r.ann("POST", bad.path, bad.body)
		if a.status != bad.status || !strings.Contains(string(a.body), `"detail"`) {
			t.Errorf("%s: %d, want %d: %.300s", name, a.status, bad.status, a.body)
		}
	}
	for _, e := range r.events(before) {
		if e != "block.added.v1" { // that beside nothing: the fold knows
			t.Errorf("a refused request became %s", e)
		}
	}
	r.ann("POST", "/reports", map[string]any{"title": strings.Repeat("x", maxTitle), "blocks": []any{text(maxText), grid(maxPanels)}}).is(200)
	for i := len(r.get(c.ID).Blocks); i < maxBlocks; i++ {
		r.do(blockAdded(c.ID, i))
	}
	r.ann("POST", at+"/blocks", text(1)).is(422)
	r.ann("GET", at, nil).is(200)
}

func blockAdded(report string, i int) *pb.Event {
	return &pb.Event{Body: &pb.Event_BlockAdded{BlockAdded: &pb.DocumentAdded{Project: 1, Root: report, Id: fmt.Sprint("more", i), FieldsJson: []byte(`{"kind":"markdown","text":"x"}`)}}}
}

// TestAnAnswerThatIsTooLargeFailsTheWhole: a snapshot without one of its panels would pass
// for all of it.
func TestAnAnswerThatIsTooLargeFailsTheWhole(t *testing.T) {
	r := newRig(t)
	for i := range 40 {
		r.run(fmt.Sprint("r", i), float64(i)+0.123456789, `{}`)
	}
	big := map[string]any{"kind": "line", "metrics": []string{"loss"}, "max_runs": 1000, "buckets": 10_000, "x_range": map[string]any{"min": 0, "max": 400}, "x_axis": "wall"}
	small := map[string]any{"kind": "line", "metrics": []string{"loss"}}
	before := r.catalog.Next()
	a := r.ann("POST", "/reports", map[string]any{"title": "x", "blocks": []any{map[string]any{"kind": "panel_grid", "panels": []any{small, big}}}})
	if a.status == 200 { // the axis is short: nothing was too large
		var c changed
		a.is(200, &c)
		t.Skipf("the chart has %d bytes only", len(r.data(c.ID).Payloads[1].Payload.Data))
	}
	if a.status != 422 || !strings.Contains(string(a.body), "too_large") || !strings.Contains(string(a.body), "panel-1") {
		t.Errorf("%d %s", a.status, a.body)
	}
	if got := r.events(before); len(got) != 0 {
		t.Errorf("it became %v", got)
	}
}

// The bound on an answer's bytes holds while it is written.
func TestABoundedBuffer(t *testing.T) {
	b := &bounded{most: 10}
	if _, err := b.Write([]byte("12345")); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Write([]byte("678901")); !errors.Is(err, errTooMuch) || b.Len() != 5 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

// TestPagesOfAChangingList: what is added, deleted and moved meanwhile neither repeats nor
// hides what stays.
func TestPagesOfAChangingList(t *testing.T) {
	docs := func(orders ...string) (list []*catalog.Document) {
		for _, o := range orders {
			list = append(list, &catalog.Document{ID: "id" + o, Order: o})
		}
		return list
	}
	page, next := pageOf(docs("a", "b", "c", "d"), "", 2)
	if len(page) != 2 || next == "" {
		t.Fatal(page, next)
	}
	page, next = pageOf(docs("a", "bb", "c", "d", "e"), next, 3)
	if len(page) != 3 || page[0].Order != "bb" && page[0].Order != "c" || next == "" {
		t.Error(page, next)
	}
	if page, next = pageOf(docs("a", "e"), next, 2); len(page) != 1 || next != "" {
		t.Error(page, next)
	}
	if page, _ = pageOf(docs("a"), "***", 2); len(page) != 1 {
		t.Error("a cursor that can't be read hides all")
	}
}
