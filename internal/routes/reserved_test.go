package routes

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

// pagePath finds the pages that lie beside the projects: the outer routes.
var pagePath = regexp.MustCompile(`(?m)^ {8}<Route path="([a-z-]+)(?:/[^"]*)?" element=\{<Page`)

// TestFirstWordsAreReserved: nobody can be called what an address of the server, or of
// the page, begins with.
func TestFirstWordsAreReserved(t *testing.T) {
	s := running(t)
	words := map[string]bool{"assets": true}
	for _, r := range Table() {
		if first := strings.Split(strings.TrimPrefix(r.Path, "/"), "/")[0]; first != "" && !strings.ContainsAny(first, "{*.") {
			words[first] = true
		}
	}
	pages, err := os.ReadFile("../../web/src/app/Pages.tsx")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range pagePath.FindAllStringSubmatch(string(pages), -1) {
		words[m[1]] = true
	}
	for word := range words {
		for _, kind := range []string{"users", "teams"} {
			a := call(t, s.URL, request{method: http.MethodPost, path: "/api/v1/" + kind, body: fmt.Sprintf(`{"name":%q}`, word), media: "application/json", key: s.Key})
			if a.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s %q: %d", kind, word, a.Status)
			}
		}
	}
	if len(words) < 15 || !words["settings"] || !words["graphql"] {
		t.Errorf("only %v", words)
	}
}
