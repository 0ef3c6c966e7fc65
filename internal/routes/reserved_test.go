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
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/api/v1/"+kind, strings.NewReader(fmt.Sprintf(`{"name":%q}`, word)))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Authorization", "Bearer "+s.Key)
			req.Header.Set("Content-Type", "application/json")
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("%s %q: %d", kind, word, resp.StatusCode)
			}
		}
	}
	if len(words) < 15 || !words["settings"] || !words["graphql"] {
		t.Errorf("only %v", words)
	}
}
