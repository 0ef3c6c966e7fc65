package routes

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"runledger/internal/position"
)

// most pages that a list of the tests' world has, one thing a page.
const mostPages = 500

// A list gives the same in pages of one as in one page, wherever it takes limit and cursor.
func TestPagesAreTheWholeList(t *testing.T) {
	s := running(t)
	w := newWorld(t, s, "team", "private")
	d := describe(t, s.URL)
	lists := 0
	tried := map[string]bool{}
	for _, r := range Table() {
		if tried[r.Path] || r.Method != "GET" || !d.takes(r, "limit") || !d.takes(r, "cursor") || r.May == Operator {
			continue // an administrator's lists go on growing
		}
		tried[r.Path] = true
		o, _ := d.of(r)
		name := d.itemsOf(o)
		if name == "" {
			t.Errorf("%s: which member holds the items?", r.Path)
			continue
		}
		lists++
		sample := r.sample(t, w.words(Lead, "team"), w.keys[Lead])
		sample.path, _, _ = strings.Cut(sample.path, "?")
		if sample.path += "?"; d.takes(r, "wait_for") {
			sample.path += "wait_for=" + position.Position{Actions: w.next()}.String() + "&"
		}
		whole, next := w.page(sample, name, "100", "")
		if next != "" {
			t.Logf("%s has more than 100", r.Path)
			continue
		}
		var parts []string
		for cursor, n := "", 0; ; n++ {
			page, next := w.page(sample, name, "1", cursor)
			if parts = append(parts, page...); next == "" || n > mostPages {
				break
			}
			cursor = next
		}
		if !slices.Equal(whole, parts) {
			t.Errorf("%s: %d in one page, %d in pages of one\n%.200s\n%.200s", r.Path, len(whole), len(parts), whole, parts)
		}
	}
	t.Logf("%d lists", lists)
}

// page returns the items of a page, and the cursor of the next.
func (w *world) page(r request, name, limit, cursor string) ([]string, string) {
	w.t.Helper()
	q := url.Values{"limit": {limit}}
	if cursor != "" {
		q.Set("cursor", cursor)
	}
	r.path += q.Encode()
	a := w.call(r)
	var body map[string]json.RawMessage
	if !a.ok() || json.Unmarshal(a.Body, &body) != nil {
		w.t.Fatalf("%s: %d %s", r.path, a.Status, a.Body)
	}
	var items []json.RawMessage
	if err := json.Unmarshal(body[name], &items); err != nil {
		w.t.Fatalf("%s: %s: %v", r.path, name, err)
	}
	var out []string
	for _, i := range items {
		out = append(out, string(i))
	}
	var next string
	_ = json.Unmarshal(body["next_cursor"], &next)
	return out, next
}

// itemsOf is the member of a list's answer that holds the items: the one array.
func (d description) itemsOf(o operation) string {
	for _, name := range []string{"runs", "rows", "users", "teams", "projects", "access", "reports", "comments", "workspaces", "sections", "panels"} {
		if strings.Contains(string(d.member(o, name)), `"array"`) {
			return name
		}
	}
	return ""
}
