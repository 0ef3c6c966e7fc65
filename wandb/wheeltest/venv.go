// Package wheeltest runs scripts with real wheels of the wandb SDK against a server: a
// virtual environment for each version, made once a machine, hermetic settings, and a
// proxy that breaks requests on purpose.
package wheeltest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// setupTime bounds the making of an environment, which downloads the wheels.
const setupTime = 10 * time.Minute

// Wheel is a version of the SDK in an environment of its own.
type Wheel struct {
	Version string
	python  string
}

// Get returns the wheel of a version. The environment is made once and kept in
// ${RUNLEDGER_CACHE:-${XDG_CACHE_HOME:-~/.cache}/runledger}. Without python3, its venv
// module or pip the test is skipped (with CI set it fails).
func Get(tb testing.TB, version string) Wheel {
	tb.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		testenv.Mandatory(tb, "the wandb SDK needs Python: install python3, python3-venv and python3-pip")
	}
	dir, err := environment(version)
	if err != nil {
		testenv.Mandatory(tb, fmt.Sprintf("wandb %s can't be installed; install python3-venv and python3-pip, and allow pip to download: %v", version, err))
	}
	return Wheel{version, filepath.Join(dir, "bin", "python")}
}

// environment makes the environment unless it is there; other processes that want it
// wait meanwhile.
func environment(version string) (string, error) {
	dir, err := cacheDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "venv-wandb-"+version)
	complete := filepath.Join(dir, "complete")
	if _, err := os.Stat(complete); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", err
	}
	lock, err := os.OpenFile(dir+".lock", os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return "", err
	}
	defer lock.Close() // and unlock
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return "", err
	}
	if _, err := os.Stat(complete); err == nil {
		return dir, nil
	}
	if err := install(dir, version); err != nil {
		return "", err
	}
	return dir, os.WriteFile(complete, []byte(version+"\n"), 0o644)
}

func install(dir, version string) error {
	ctx, cancel := context.WithTimeout(context.Background(), setupTime)
	defer cancel()
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"python3", "-m", "venv", dir},
		{filepath.Join(dir, "bin", "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "wandb==" + version, "numpy"},
	} {
		var out bytes.Buffer
		c := exec.CommandContext(ctx, args[0], args[1:]...)
		c.Stdout, c.Stderr = &out, &out
		if err := c.Run(); err != nil {
			return fmt.Errorf("%v: %w\n%s", args, err, out.Bytes())
		}
	}
	return nil
}

func cacheDir() (string, error) {
	if d := os.Getenv("RUNLEDGER_CACHE"); d != "" {
		return d, nil
	}
	d, err := os.UserCacheDir() // XDG_CACHE_HOME or ~/.cache
	return filepath.Join(d, "runledger"), err
}
