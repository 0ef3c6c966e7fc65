package wheeltest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// scriptTime bounds a script. None takes a tenth of it on a quiet machine.
const scriptTime = 3 * time.Minute

// Script is one run of a Python file.
type Script struct {
	File string   // Python file
	URL  string   // of the server
	Key  string   // API key
	Args []string // of the file
	Env  []string // NAME=value, beside the hermetic settings
	Code bool     // the SDK may save code: the file is copied into the working folder, and runs there
}

// Result is how a script ended.
type Result struct {
	Exit   int    // -1: killed, by a signal or after scriptTime
	Stdout string // what the script printed; the SDK prints to stderr
	Stderr string
	Took   time.Duration
	Dir    string // the script's working folder, gone after the test
}

// Run runs a script to its end. Nothing of the machine's own settings reaches it.
func (w Wheel) Run(tb testing.TB, s Script) Result {
	tb.Helper()
	dir := tb.TempDir()
	file, err := filepath.Abs(s.File)
	if err != nil {
		tb.Fatal(err)
	}
	if s.Code {
		file = copied(tb, file, dir)
	}
	ctx, cancel := context.WithTimeout(context.Background(), scriptTime)
	defer cancel()
	c := exec.CommandContext(ctx, w.python, append([]string{file}, s.Args...)...)
	c.Dir, c.Env = dir, append(hermetic(dir, s), s.Env...)
	if !s.Code {
		c.Env = append(c.Env, "WANDB_DISABLE_CODE=true") // an empty one would say no as well
	}
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with the SDK's own process
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 5 * time.Second
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	begin := time.Now()
	err = c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && ctx.Err() == nil {
		tb.Fatalf("%s with wandb %s: %v", s.File, w.Version, err)
	}
	r := Result{Exit: c.ProcessState.ExitCode(), Stdout: stdout.String(), Stderr: stderr.String(), Took: time.Since(begin), Dir: dir}
	if r.Exit != 0 {
		tb.Logf("wandb %s: %s ended with %d after %v\n%s\n%s%s", w.Version, filepath.Base(s.File), r.Exit, r.Took.Round(time.Millisecond),
			strings.TrimSpace(r.Stdout), strings.TrimSpace(r.Stderr), w.coreLog(dir))
	}
	return r
}

// copied copies a file into a folder and returns its name there, which is relative.
func copied(tb testing.TB, file, dir string) string {
	tb.Helper()
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, filepath.Base(file)), text, 0o644)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return filepath.Base(file)
}

// coreLog is the end of the SDK's own log, which says why.
func (w Wheel) coreLog(dir string) string {
	logs, _ := filepath.Glob(filepath.Join(dir, "wandb", "run-*", "logs", "debug-internal.log"))
	var out strings.Builder
	for _, l := range logs {
		if text, err := os.ReadFile(l); err == nil {
			out.WriteString("\n--- " + l + "\n" + string(text[max(0, len(text)-4000):]))
		}
	}
	return out.String()
}

func hermetic(dir string, s Script) []string {
	at := func(name string) string { return filepath.Join(dir, name) }
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + at("home"), "NETRC=" + at("netrc"), "TMPDIR=" + dir, "LANG=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1",
		"WANDB_BASE_URL=" + s.URL, "WANDB_API_KEY=" + s.Key, "WANDB_ERROR_REPORTING=false",
		"WANDB_DIR=" + dir, "WANDB_CACHE_DIR=" + at("cache"), "WANDB_DATA_DIR=" + at("data"), "WANDB_CONFIG_DIR=" + at("config"), "WANDB_ARTIFACT_DIR=" + at("artifacts"),
		"WANDB_SILENT=true", "WANDB_CONSOLE=off", "WANDB_DISABLE_GIT=true",
		"WANDB__FILE_STREAM_TRANSMIT_INTERVAL=0.2", "WANDB__DISABLE_STATS=true", "WANDB__DISABLE_MACHINE_INFO=true",
		"WANDB__FILE_STREAM_RETRY_WAIT_MIN_SECONDS=0.2", "WANDB__GRAPHQL_RETRY_WAIT_MIN_SECONDS=0.2", "WANDB__FILE_TRANSFER_RETRY_WAIT_MIN_SECONDS=0.2",
		"WANDB_INIT_TIMEOUT=60",
	}
}
