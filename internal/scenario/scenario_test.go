package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"runledger/internal/testenv"
)

// files runs every file on a place, each in a project of its own.
func files(t *testing.T, p place) {
	all, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(all) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, path := range all {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := play(t.Context(), p, name, string(text)); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		})
	}
}

func TestServe(t *testing.T) {
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	files(t, place{url: func(string, string) string { return s.URL }, key: s.Key})
	t.Run("metrics", func(t *testing.T) { listed(t, s) })
	s.Stop(t)
}

func TestSplit(t *testing.T) {
	s := testenv.StartSplit(t, 2)
	files(t, splitPlace(s.Ingest.URL, s.Query.URL, s.Query.Key))
	t.Run("takeover", func(t *testing.T) { takeover(t, s) })
}

// TestGiven runs all files on an installation that runs already: the containers of deploy/containers, or one's
// own. It must be new, as projects are named after files.
func TestGiven(t *testing.T) {
	ingest, query := os.Getenv("RUNLEDGER_SCENARIO_INGEST"), os.Getenv("RUNLEDGER_SCENARIO_QUERY")
	if ingest == "" || query == "" {
		t.Skip("no installation is given: RUNLEDGER_SCENARIO_INGEST and _QUERY are its addresses, _KEY is the admin's key")
	}
	files(t, splitPlace(ingest, query, os.Getenv("RUNLEDGER_SCENARIO_KEY")))
}

// splitPlace sends to ingest what trainers log, and all else to query.
func splitPlace(ingest, query, key string) place {
	url := func(method, path string) string {
		if strings.HasPrefix(path, "/api/v1/ingest") || strings.HasSuffix(path, "/file_stream") {
			return ingest
		}
		return query
	}
	return place{url, key}
}
