package routes

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

var (
	unique  atomic.Int64
	word    = regexp.MustCompile(`\$[a-z][a-z0-9]*`)
	segment = regexp.MustCompile(`\{[a-z0-9]+\}|\*`)
)

// words are the things of a world by name. Those of a role or a level go before those
// of the world.
type words []map[string]string

func (w words) get(t testing.TB, name string) string {
	t.Helper()
	for _, m := range w {
		if v, ok := m[name]; ok {
			return v
		}
	}
	switch name {
	case "unique":
		return fmt.Sprintf("x%d", unique.Add(1))
	case "number":
		return fmt.Sprint(unique.Add(1))
	case "png":
		return png
	}
	t.Fatalf("the tests' world has no $%s", name)
	return ""
}

func (w words) fill(t testing.TB, text string) string {
	t.Helper()
	return word.ReplaceAllStringFunc(text, func(s string) string { return w.get(t, s[1:]) })
}

// sample is the request of a route with a key.
func (r Route) sample(t testing.TB, w words, key string) request {
	t.Helper()
	path := segment.ReplaceAllStringFunc(r.Path, func(s string) string {
		name := strings.Trim(s, "{}")
		if with, ok := r.With[name]; ok {
			v := w.fill(t, with)
			if name == "*" {
				return v
			}
			return url.PathEscape(v)
		}
		return url.PathEscape(w.get(t, name))
	})
	if r.Query != "" {
		path += "?" + w.fill(t, r.Query)
	}
	method := r.Method
	if method == "*" {
		method = "POST"
	}
	return request{method: method, path: path, body: w.fill(t, r.Body), media: cmp.Or(r.Media, "application/json"), key: key, long: r.Long}
}

// png is an image of one pixel.
const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
