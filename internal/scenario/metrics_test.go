package scenario

import (
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"runledger/internal/testenv"
)

var update = flag.Bool("update", false, "write metrics that are missing into docs/operations.md")

const (
	metricsBegin = "<!-- metrics: written by `go test ./internal/scenario -run TestServe -update` -->\n"
	metricsEnd   = "<!-- end of metrics -->\n"
)

// listed looks for every metric that a server has in docs/operations.md.
func listed(t *testing.T, s *testenv.Runledger) {
	root, err := testenv.Root()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "docs", "operations.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), metricsBegin)
	have, after, ok2 := strings.Cut(rest, metricsEnd)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no part between %q and %q", path, metricsBegin, metricsEnd)
	}
	rows := map[string]string{}
	for _, line := range strings.Split(have, "\n") {
		if name, _, ok := strings.Cut(strings.TrimPrefix(line, "| `"), "`"); ok && strings.HasPrefix(line, "| `") {
			rows[name] = line
		}
	}
	missing := 0
	for name, row := range scraped(t.Context(), t, s) {
		if rows[name] != row {
			missing++
			rows[name] = row
			if !*update {
				t.Errorf("not in the list, or otherwise: %s", row)
			}
		}
	}
	if !*update || missing == 0 {
		return
	}
	table := "| metric | type | what |\n|---|---|---|\n"
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		table += rows[name] + "\n"
	}
	if err := os.WriteFile(path, []byte(before+metricsBegin+table+metricsEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// scraped returns a table row for each of the server's own metrics.
func scraped(ctx context.Context, t *testing.T, s *testenv.Runledger) map[string]string {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("metrics: status %d, %v", resp.StatusCode, err)
	}
	help, rows := map[string]string{}, map[string]string{}
	for line := range strings.Lines(string(text)) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 4)
		if len(f) < 4 || f[0] != "#" || !strings.HasPrefix(f[2], "runledger_") {
			continue
		}
		switch f[1] {
		case "HELP":
			help[f[2]] = f[3]
		case "TYPE":
			rows[f[2]] = fmt.Sprintf("| `%s` | %s | %s |", f[2], f[3], strings.ReplaceAll(help[f[2]], "|", `\|`))
		}
	}
	if len(rows) == 0 {
		t.Error("the server has no metrics")
	}
	return rows
}
