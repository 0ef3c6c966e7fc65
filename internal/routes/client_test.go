package routes

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"runledger/internal/testenv"
)

// A client that is generated from the description compiles, and its types say exactly
// what the server answers to the calls of an ordinary day (deploy/apiclient).
func TestAGeneratedClientWorks(t *testing.T) {
	s := running(t)
	root, err := testenv.Root()
	if err != nil {
		t.Fatal(err)
	}
	// Always in the same place: then Go's cache has what didn't change.
	dir := filepath.Join(cacheDir(t), "apiclient")
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "gen"), 0o755), copyInto(dir, filepath.Join(root, "deploy", "apiclient"), "go.mod", "go.sum", "main.go", "day.go", "generate.yaml")); err != nil {
		t.Fatal(err)
	}
	unlock := locked(t, dir)
	defer unlock()
	document := call(t, s.URL, request{method: "GET", path: "/openapi.json"}).Body
	text := strings.ReplaceAll(string(document), s.URL, "http://127.0.0.1") // the port is another each time
	if err := os.WriteFile(filepath.Join(dir, "openapi.json"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := inFolder(dir, "go", "mod", "download"); err != nil {
		testenv.Mandatory(t, fmt.Sprintf("the generator of the client can't be had; allow go to download modules: %v\n%s", err, out))
	}
	for _, command := range [][]string{
		{"go", "tool", "oapi-codegen", "--config", "generate.yaml", "openapi.json"},
		{"go", "vet", "."},
		{"go", "run", ".", s.URL, s.Key},
	} {
		out, err := inFolder(dir, command...)
		if err != nil {
			t.Fatalf("%v: %v\n%.3000s", command[:3], err, out)
		}
		t.Logf("%s: %s", strings.Join(command[:3], " "), strings.TrimSpace(out))
	}
}

func inFolder(dir string, command ...string) (string, error) {
	c := exec.Command(command[0], command[1:]...)
	c.Dir, c.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	out, err := c.CombinedOutput()
	return string(out), err
}

func copyInto(dir, from string, names ...string) error {
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
