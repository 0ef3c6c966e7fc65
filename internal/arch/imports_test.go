package arch

import "testing"

// The stages of the flow know what flows, not each other. Test files too.
var apart = map[string][]string{
	"ingest":      {"projections", "query", "wandb", "cmd"},
	"projections": {"ingest", "query", "wandb", "cmd"},
	"query":       {"ingest", "projections", "wandb", "cmd"},
	"catalog":     {"ingest", "projections", "query", "wandb", "engine", "cmd"},
	"eventlog":    {"ingest", "projections", "query", "wandb", "engine", "catalog", "cmd"},
	"client":      {"ingest", "projections", "query", "wandb", "engine", "catalog", "event", "eventlog", "internal", "cmd"},
	"engine":      {"ingest", "projections", "query", "wandb", "catalog", "event", "eventlog", "cmd"},
	"backup":      {"ingest", "projections", "query", "wandb", "engine", "cmd"},
	"blob":        {"ingest", "projections", "query", "wandb", "engine", "catalog", "event", "eventlog", "cmd"},
	"wandb":       {"projections", "engine", "cmd"},

	"cmd/runledger/shell": {"ingest", "projections", "query", "wandb", "engine", "catalog", "event", "eventlog", "blob", "backup"}, // asks over HTTP
	"internal":            {"ingest", "projections", "query", "wandb", "cmd"},
}

// Tests that put the stages together may import them all.
var together = []string{"internal/scenario", "internal/chaos", "internal/arch", "bench"}

func TestStagesDontImportEachOther(t *testing.T) {
	for _, s := range sources(t) {
		_, ours := s.imports()
		for _, pkg := range ours {
			for stage, foreign := range apart {
				if below(s.dir(), stage) && !below(s.dir(), together...) && below(pkg, foreign...) {
					t.Errorf("%s imports %s: %s mustn't know it", s.path, pkg, stage)
				}
			}
			if below(s.dir(), "event") && !below(pkg, "event") {
				t.Errorf("%s imports %s: the vocabulary imports nothing of ours", s.path, pkg)
			}
		}
	}
}

// Libraries that only the packages beside them may import; tests may import the
// clients of what they look into.
var libraries = []struct {
	library string
	users   []string
	tests   bool
}{
	{"github.com/segmentio/kafka-go", []string{"eventlog", "internal/testenv"}, false},
	{"github.com/twmb/franz-go", nil, true},
	{"github.com/cockroachdb/pebble", []string{"eventlog"}, false},
	{"github.com/ClickHouse/clickhouse-go", []string{"projections", "query", "internal/clickhouse", "internal/testenv", "bench"}, true},
	{"github.com/ClickHouse/ch-go", []string{"projections", "query", "internal/clickhouse", "engine/httpch", "bench"}, true},
	{"github.com/ebitengine/purego", []string{"engine", "cmd/runledger-engine"}, false},
	{"github.com/go-chi/chi", []string{"internal/api", "catalog/http", "ingest", "query", "wandb", "blob", "cmd/runledger"}, true},
	{"github.com/danielgtaylor/huma", []string{"internal/api", "catalog/http", "ingest", "query", "wandb", "projections/jobs", "backup", "cmd/runledger"}, true},
	{"github.com/graph-gophers/graphql-go", []string{"wandb"}, false},
	{"gocloud.dev", []string{"blob"}, false},
	{"github.com/alecthomas/kong", []string{"cmd"}, false},
	{"github.com/apache/arrow-go", nil, true},
}

func TestLibrariesStayWhereTheyBelong(t *testing.T) {
	for _, s := range sources(t) {
		all, _ := s.imports()
		for _, pkg := range all {
			for _, l := range libraries {
				if below(pkg, l.library) && !below(s.dir(), l.users...) && !(l.tests && s.test()) {
					t.Errorf("%s imports %s: only %v may", s.path, pkg, l.users)
				}
			}
		}
	}
}
