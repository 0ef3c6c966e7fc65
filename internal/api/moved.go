package api

import (
	"net/http"
	"net/url"
	"strings"

	"runledger/catalog"
)

const projectsPath = "/api/v1/projects/"

// moved answers GET and HEAD of anything below an earlier name of a project with the
// address below its name of now (308): bookmarks stay good. Only for who may see the
// project: everybody else gets what the route answers for a project that isn't there.
// Other methods, and whatever can't be told here, go on: the routes know earlier names.
func moved(cat *catalog.Catalog, external External) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			to := ""
			if r.Method == http.MethodGet || r.Method == http.MethodHead {
				to = newAddress(r, cat)
			}
			if to == "" {
				next.ServeHTTP(w, r)
				return
			}
			if _, err := meter(r, cat); err != nil { // it counts like any other
				Write(w, r, err)
				return
			}
			if external != "" {
				to = external.URL(to)
			}
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusPermanentRedirect)
		})
	}
}

// newAddress returns where a request's address lies now, "" if it hasn't moved or if
// that's not for the client to know.
func newAddress(r *http.Request, cat *catalog.Catalog) string {
	entity, old, rest, ok := projectOf(r.URL.EscapedPath())
	if !ok {
		return ""
	}
	var p *catalog.Project
	cat.View(func(s *catalog.State) {
		if s.Project(entity, old) == nil {
			p = s.FindProject(entity, old)
		}
	})
	if p == nil {
		return ""
	}
	who, ok := known(r, cat)
	cat.View(func(s *catalog.State) { ok = ok && s.MayRead(s.UserByNo(who.User.No), p) })
	if !ok {
		return ""
	}
	to := projectsPath + url.PathEscape(p.Entity) + "/" + url.PathEscape(p.Name) + rest
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	return to
}

// known is Authenticate without counting wrong keys: the route does that.
func known(r *http.Request, cat *catalog.Catalog) (catalog.Principal, bool) {
	if r.Header.Get("Authorization") == "" {
		p, err := bySession(r, cat)
		return p, err == nil
	}
	key, ok := keyOf(r)
	if !ok {
		return catalog.Principal{}, false
	}
	return cat.Authenticate(key)
}

// projectOf returns the project that an escaped path names, and what follows, as it is.
func projectOf(escaped string) (entity, name, rest string, ok bool) {
	path, ok := strings.CutPrefix(escaped, projectsPath)
	if !ok {
		return "", "", "", false
	}
	entity, path, ok = strings.Cut(path, "/")
	if name = path; ok {
		if i := strings.IndexByte(path, '/'); i >= 0 {
			name, rest = path[:i], path[i:]
		}
	}
	entity, badEntity := url.PathUnescape(entity)
	name, badName := url.PathUnescape(name)
	return entity, name, rest, ok && badEntity == nil && badName == nil
}
