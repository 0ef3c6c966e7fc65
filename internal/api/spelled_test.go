package api

import (
	"net/url"
	"testing"
)

func TestOtherSpellings(t *testing.T) {
	const p = "/api/v1/projects/ann/p"
	for _, c := range []struct{ method, theirs, ours string }{
		{"POST", p + ":undo", p + "/undo"},
		{"POST", p + "/workspaces/me:clear", p + "/workspaces/me/clear"},
		{"POST", p + "/workspaces/me/sections/s-1:export-to-report?wait_for=x", p + "/workspaces/me/sections/s-1/export-to-report?wait_for=x"},
		{"POST", p + "/runs/a%2Fb:stop", p + "/runs/a%2Fb/stop"},
		{"POST", p + "/runs/runs:stop", p + "/runs/runs/stop"},
		{"POST", p + "/charts:query", p + "/charts"},
		{"GET", p + "/columns?search=l", p + "/keys?search=l"},
		{"PATCH", p + "/runs/r/appearance", p + "/runs/r"},
		{"GET", p + "/runs?q=%5Ea%24&mode=regex", p + "/runs?regex=true&search=%5Ea%24"},
		{"GET", p + "/runs?q=a&search=b", p + "/runs?q=a&search=b"}, // both: refused as it is
		// ours, or nothing that's known
		{"POST", p + "/runs:stop", p + "/runs:stop"},
		{"POST", p + "/runs:query", p + "/runs:query"},
		{"POST", p + "/workspaces/me:forget", p + "/workspaces/me:forget"},
		{"GET", p + "/runs/a:stop", p + "/runs/a:stop"},
		{"GET", p + "/runs/columns", p + "/runs/columns"},
		{"PATCH", p + "/runs/appearance", p + "/runs/appearance"},
		{"POST", "/api/v1/users/a:stop", "/api/v1/users/a:stop"},
	} {
		u, err := url.Parse(c.theirs)
		if err != nil {
			t.Fatal(err)
		}
		got := u
		if to := respelled(c.method, u); to != nil {
			got = to
		}
		if got.String() != c.ours {
			t.Errorf("%s %s: %s, want %s", c.method, c.theirs, got, c.ours)
		}
	}
}
