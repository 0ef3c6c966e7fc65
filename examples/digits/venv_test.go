package digits

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"runledger/internal/testenv"
)

// virtualEnv returns the Python of a virtual environment with what the script needs. It
// is made once and kept in the cache, under the hash of the requirements.
func virtualEnv(t *testing.T) string {
	python, err := exec.LookPath("python3")
	if err != nil {
		testenv.Mandatory(t, "the example needs Python 3: apt-get install -y python3 python3-venv")
	}
	if err := exec.Command(python, "-c", "import venv, ensurepip").Run(); err != nil {
		testenv.Mandatory(t, "the example needs Python's venv: apt-get install -y python3-venv")
	}
	requirements, err := os.ReadFile("requirements.txt")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(requirements)
	dir := filepath.Join(cacheFolder(t), "venv-digits", hex.EncodeToString(sum[:6]))
	unlock := lock(t, dir)
	defer unlock()
	inside := filepath.Join(dir, "bin", "python")
	if _, err := os.Stat(filepath.Join(dir, "complete")); err == nil {
		return inside
	}
	for _, args := range [][]string{
		{python, "-m", "venv", "--clear", dir},
		{inside, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			testenv.Mandatory(t, fmt.Sprintf("the example's packages can't be installed (%v): %s", err, out))
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "complete"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	return inside
}

// lock keeps test processes that run side by side from making the same environment.
func lock(t *testing.T, dir string) (unlock func()) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(dir+".lock", os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	return func() { _ = file.Close() }
}

func cacheFolder(t *testing.T) string {
	if dir := os.Getenv("RUNLEDGER_CACHE"); dir != "" {
		return dir
	}
	dir, err := os.UserCacheDir() // honours XDG_CACHE_HOME
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "runledger")
}
