package testenv

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/sys/unix"
)

// EngineBinary builds cmd/runledger-engine, if it isn't up to date, and returns its path.
// RUNLEDGER_TEST_ENGINE_BINARY names a built one.
func EngineBinary(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("RUNLEDGER_TEST_ENGINE_BINARY"); path != "" {
		return path
	}
	return Binary(t, "runledger-engine")
}

// Binary builds cmd/NAME of this module and returns its path. Test processes that run at the same time
// share the result; within one process it is built once.
func Binary(t testing.TB, name string) string {
	t.Helper()
	built.Lock()
	defer built.Unlock()
	if path, ok := built.paths[name]; ok {
		return path
	}
	path, err := build(name)
	if err != nil {
		t.Fatal(err)
	}
	built.paths[name] = path
	return path
}

var built = struct {
	sync.Mutex
	paths map[string]string
}{paths: map[string]string{}}

// build runs go build, which does nothing when the program is up to date, one at a time on this machine.
func build(name string) (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(root)) // another checkout builds its own
	dir := filepath.Join(base(), "bin-"+hex.EncodeToString(sum[:4]))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("build %s: %w", name, err)
	}
	lock, err := lockFile(filepath.Join(dir, name+".lock"), unix.LOCK_EX)
	if err != nil {
		return "", fmt.Errorf("build %s: %w", name, err)
	}
	defer lock.Close()
	path := filepath.Join(dir, name)
	cmd := exec.Command("go", "build", "-o", path, "./cmd/"+name)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return path, nil
}

// Root is the module's folder.
func Root() (string, error) { return moduleRoot() }

// moduleRoot is where go.mod is: a test runs in the folder of its package.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the module: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("find the module: no go.mod above the working folder")
		}
		dir = filepath.Dir(dir)
	}
}
