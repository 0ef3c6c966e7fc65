package arch

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// file is a file of the repository; path is relative to its root, with slashes.
type file struct {
	path string
	text []byte
}

func (f file) is(suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(f.path, s) })
}
func (f file) dir() string    { return path.Dir(f.path) }
func (f file) test() bool     { return f.is("_test.go") }
func (f file) testdata() bool { return strings.Contains(f.path, "testdata/") }

// generated files are written by tools.
func (f file) generated() bool {
	return f.is(".pb.go", "go.sum", "package-lock.json", ".binpb") || strings.Contains(string(f.text[:min(len(f.text), 300)]), "DO NOT EDIT")
}

// notOurs are folders of the working tree that aren't in the repository.
var notOurs = []string{".git", "bin", "data", ".cache", "node_modules", "dist", "__pycache__", ".venv"}

// files are those of the repository.
func files(t *testing.T) []file {
	t.Helper()
	all, err := readOnce()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// readOnce reads the repository once for all tests.
var readOnce = sync.OnceValues(func() ([]file, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	var out []file
	err = filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && slices.Contains(notOurs, d.Name()) {
			return filepath.SkipDir
		}
		if !d.Type().IsRegular() {
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		if ignored(rel) {
			return nil
		}
		text, err := os.ReadFile(p)
		out = append(out, file{filepath.ToSlash(rel), text})
		return err
	})
	return out, err
})

// ignored files are built or measured, and ignored by git.
func ignored(rel string) bool {
	return strings.HasSuffix(rel, ".test") || strings.HasSuffix(rel, ".prof") || rel == "runledger"
}

// moduleRoot is the nearest folder upwards with a go.mod.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}

// source is a parsed Go file.
type source struct {
	file
	syntax *ast.File
	fset   *token.FileSet
}

// sources are the Go files, generated ones too.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := parseOnce()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var parseOnce = sync.OnceValues(func() ([]source, error) {
	all, err := readOnce()
	if err != nil {
		return nil, err
	}
	var out []source
	for _, f := range all {
		if !f.is(".go") || f.testdata() {
			continue
		}
		fset := token.NewFileSet()
		syntax, err := parser.ParseFile(fset, f.path, f.text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		out = append(out, source{f, syntax, fset})
	}
	return out, nil
})

// imports are the paths that the file imports; ours without the module's name.
func (s source) imports() (all, ours []string) {
	for _, i := range s.syntax.Imports {
		p := strings.Trim(i.Path.Value, `"`)
		all = append(all, p)
		if rest, ok := strings.CutPrefix(p, "runledger/"); ok {
			ours = append(ours, rest)
		}
	}
	return all, ours
}

// below reports whether a package is one of dirs or lies below one.
func below(pkg string, dirs ...string) bool {
	return slices.ContainsFunc(dirs, func(d string) bool { return pkg == d || strings.HasPrefix(pkg, d+"/") })
}
