package survival

import (
	"net/http"
	"testing"

	"runledger/internal/testenv"
)

// TestRepetitionsOfWhatIsGone repeats requests that were carried out, and whose subject
// can't be found any more because of that: the client is told that they were.
func TestRepetitionsOfWhatIsGone(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	people := newPeople(2, 1, s.URL)
	newStage(t, s.URL, s.URL, s.Key, people, 2, 4)
	p, at := people[0], "/api/v1/projects/"+team+"/p0"
	made := func(path, body string) string {
		t.Helper()
		d := p.do(t.Context(), http.MethodPost, path, body)
		if !d.ok() || d.ID == "" {
			t.Fatal(d)
		}
		return path + "/" + d.ID
	}
	view := made(at+"/workspaces", `{"name":"view"}`)
	section := made(view+"/sections", `{"title":"section"}`)
	report := made(at+"/reports", `{"title":"report","live":true,"blocks":[{"kind":"markdown","text":"words"}]}`)
	comment := made(report+"/comments", `{"text":"said"}`)
	edit := p.do(t.Context(), http.MethodPatch, at, `{"description":"undone below"}`)
	for _, d := range []deed{
		{method: http.MethodPost, path: at + "/undo", body: `{}`},
		{method: http.MethodPost, path: at + "/redo", body: `{}`},
		{method: http.MethodDelete, path: comment},
		{method: http.MethodDelete, path: report},
		{method: http.MethodDelete, path: section},
		{method: http.MethodDelete, path: view},
		{method: http.MethodDelete, path: at + "/runs/r0"},
		{method: http.MethodPost, path: at + "/runs/r0/undelete"},
		{method: http.MethodPost, path: at + "/runs:move", body: `{"runs":["r2"],"project":"p1"}`},
		{method: http.MethodDelete, path: at + "?confirm=p0"},
		{method: http.MethodPost, path: at + "/undelete"},
	} {
		first := p.do(t.Context(), d.method, d.path, d.body)
		again := first
		var err error
		if again.status, again.text, err = p.send(t.Context(), s.URL, first); err != nil {
			t.Fatal(err)
		}
		if !first.ok() || first.Action == 0 || again.status != first.status {
			t.Errorf("first: %s\nagain: %s", first, again)
		}
		if first.Undone != nil && *first.Undone < edit.Action {
			t.Errorf("another action was undone: %s", first)
		}
	}
	// The key is the request's: for another one it is refused, whoever says it.
	first := p.do(t.Context(), http.MethodPatch, at, `{"description":"one"}`)
	other := first
	other.body = `{"name":"other"}`
	if status, text, err := p.send(t.Context(), s.URL, other); err != nil || status != http.StatusConflict {
		t.Errorf("the key of another request: %d %s %v", status, text, err)
	}
	stranger := people[1]
	if status, text, err := stranger.send(t.Context(), s.URL, deed{key: first.key, method: http.MethodDelete, path: at + "/runs/none"}); err != nil || status != http.StatusNotFound {
		t.Errorf("somebody else's key: %d %s %v", status, text, err)
	}
	s.Stop(t)
	readLedger(t, s).keeps(t, people)
}
