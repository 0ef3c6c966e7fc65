package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// verbs that follow an item: after a slash or, as other APIs spell them, a colon.
var verbs = []string{"clear", "export-to-report", "move", "pin", "redo", "stop", "undelete", "undo", "unpin"}

// names that other APIs have for what is in a project; parts counts from the entity.
var names = []struct {
	method       string
	parts        int
	theirs, ours string
}{
	{http.MethodPost, 3, "/charts:query", "/charts"},
	{http.MethodGet, 3, "/columns", "/keys"},
	{http.MethodPatch, 5, "/appearance", ""}, // of a run
}

// spelled takes what is in a project by other spellings, too: verbs after a colon, and a
// few names. It comes before everything that looks at the address.
func spelled(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := respelled(r.Method, r.URL); to != nil {
			r = r.WithContext(r.Context())
			r.URL = to
		}
		next.ServeHTTP(w, r)
	})
}

// respelled returns an address in our spelling, nil if it is that already.
func respelled(method string, u *url.URL) *url.URL {
	path := u.EscapedPath()
	rest, ok := strings.CutPrefix(path, projectsPath)
	if !ok {
		return nil
	}
	to, parts := *u, strings.Count(rest, "/")+1
	if method == http.MethodGet && parts == 3 && strings.HasSuffix(path, "/runs") {
		return withSearch(to)
	}
	for _, n := range names {
		if before, found := strings.CutSuffix(path, n.theirs); found && method == n.method && parts == n.parts {
			return withPath(to, before+n.ours)
		}
	}
	colon := strings.LastIndexByte(path, ':')
	many := parts == 3 && strings.HasSuffix(path[:max(colon, 0)], "/runs") // runs:stop
	if method == http.MethodPost && colon > 0 && !many && slices.Contains(verbs, path[colon+1:]) {
		return withPath(to, path[:colon]+"/"+path[colon+1:])
	}
	return nil
}

func withPath(u url.URL, escaped string) *url.URL {
	path, err := url.PathUnescape(escaped)
	if err != nil {
		return nil
	}
	u.Path, u.RawPath = path, escaped
	return &u
}

// withSearch takes q for search, and mode=regex for regex=true.
func withSearch(u url.URL) *url.URL {
	q := u.Query()
	part, regex := q.Has("q") && !q.Has("search"), q.Get("mode") == "regex" && !q.Has("regex")
	if part {
		q["search"] = q["q"]
		q.Del("q")
	}
	if regex {
		q.Set("regex", "true")
		q.Del("mode")
	}
	if !part && !regex {
		return nil
	}
	u.RawQuery = q.Encode()
	return &u
}
