package arch

import (
	"bytes"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

const mostLines = 400

func TestFilesAreShort(t *testing.T) {
	for _, f := range files(t) {
		if n := bytes.Count(f.text, []byte("\n")); f.is(".go", ".sql", ".sh", ".py", ".ts", ".tsx", ".css") && !f.generated() && !f.testdata() && n >= mostLines {
			t.Errorf("%s has %d lines: one thing a file, fewer than %d lines", f.path, n, mostLines)
		}
	}
}

// A name says what is inside; these say nothing.
var empty = []string{"util", "utils", "common", "helper", "helpers", "manager", "types", "misc", "base", "shared", "lib"}

func TestNamesSayWhatIsInside(t *testing.T) {
	for _, s := range sources(t) {
		name := strings.TrimSuffix(s.syntax.Name.Name, "_test")
		folders := strings.Split(s.dir(), "/")
		if slices.Contains(empty, name) || slices.Contains(empty, folders[len(folders)-1]) {
			t.Errorf("%s: package %s: the name doesn't say what is inside", s.path, name)
		}
	}
}

// Lists are literals that one can read in one place.
func TestNothingRegistersItself(t *testing.T) {
	for _, s := range sources(t) {
		if s.generated() {
			continue
		}
		for _, d := range s.syntax.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function: make it a literal, or call it where it's needed", s.path)
			}
		}
	}
}

func TestPackagesSayWhatTheyAre(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		if s.test() || s.generated() {
			continue
		}
		said[s.dir()] = said[s.dir()] || s.syntax.Doc != nil
	}
	for dir, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment", dir)
		}
	}
}

// forbidden are what goes round what is passed in. The value says what to do instead.
var forbidden = map[string]string{
	"slog.Default":                 "the logger is a field",
	"slog.SetDefault":              "the logger is a field",
	"log.Fatal":                    "return an error",
	"log.Fatalf":                   "return an error",
	"log.Printf":                   "the logger is a field",
	"log.Println":                  "the logger is a field",
	"prometheus.DefaultRegisterer": "the registry is a field",
	"prometheus.MustRegister":      "the registry is a field",
	"prometheus.Register":          "the registry is a field",
	"promauto.NewCounter":          "the registry is a field",
	"promauto.NewHistogram":        "the registry is a field",
	"promauto.NewGauge":            "the registry is a field",
	"http.DefaultServeMux":         "routes are mounted on a router",
	"http.HandleFunc":              "routes are mounted on a router",
	"http.ListenAndServe":          "make a server with limits",
	"http.DefaultClient":           "make a client with limits",
	"http.Get":                     "make a client with limits",
	"http.Post":                    "make a client with limits",
	"http.Error":                   "api.Write: errors are problems",
	"http.NotFound":                "api.Write: errors are problems",
	"context.TODO":                 "a context is passed in",
	"os.Getwd":                     "paths are given",
	"time.Tick":                    "a ticker that is stopped",
}

// exempt says where it's right after all.
var exempt = map[string][]string{
	"slog.Default":       {"bench"},
	"http.DefaultClient": {"bench", "internal/testenv", "cmd/runledger"},        // clients, whose requests carry deadlines
	"http.Error":         {"engine", "cmd/runledger-engine", "wandb/wheeltest"}, // ClickHouse's interface; a test's proxy
	"http.NotFound":      {"wandb/wheeltest"},
	"os.Getwd":           {"internal/arch", "internal/testenv"},
}

func TestNothingGoesRoundWhatIsPassedIn(t *testing.T) {
	eachSelector(t, func(s source, name string, at token.Pos) {
		if instead, bad := forbidden[name]; bad && !s.test() && !below(s.dir(), exempt[name]...) {
			t.Errorf("%s: %s: %s", s.fset.Position(at), name, instead)
		}
	})
}

// A test that sleeps is slow or flaky; one that polls, paces or waits for a random
// moment says so on that line.
func TestTestsDontSleepBlindly(t *testing.T) {
	eachSelector(t, func(s source, name string, at token.Pos) {
		if name != "time.Sleep" || !s.test() {
			return
		}
		line := bytes.Split(s.text, []byte("\n"))[s.fset.Position(at).Line-1]
		if !bytes.Contains(line, []byte("// ")) {
			t.Errorf("%s: a test sleeps: poll with a deadline, or testing/synctest, or say why on the line", s.fset.Position(at))
		}
	})
}

// eachSelector calls f for every name of the form package.Name.
func eachSelector(t *testing.T, f func(s source, name string, at token.Pos)) {
	t.Helper()
	for _, s := range sources(t) {
		ast.Inspect(s.syntax, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok {
					f(s, pkg.Name+"."+sel.Sel.Name, n.Pos())
				}
			}
			return true
		})
	}
}
