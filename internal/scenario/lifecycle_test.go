package scenario

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"runledger/internal/testenv"
)

// program runs the built program to its end.
func program(t *testing.T, args ...string) (output string, exitCode int) {
	t.Helper()
	cmd := exec.Command(testenv.Binary(t, "runledger"), args...)
	cmd.Env = append(cmd.Environ(), "RUNLEDGER_KEY="+testenv.TestKey)
	out, err := cmd.CombinedOutput()
	if _, ok := err.(*exec.ExitError); err != nil && !ok {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

const oneStep = `
> POST /api/v1/ingest application/x-ndjson
{"project":"admin/$project","run":"a","step":%d,"metrics":{"loss":0.5}}
< 202
{"accepted":1}
`

// TestAStopLosesNothing logs until the very end, stops, and looks at the folder while no
// server runs, and again through the next server.
func TestAStopLosesNothing(t *testing.T) {
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	p := place{func(string, string) string { return s.URL }, s.Key}
	for step := range 20 {
		if err := play(t.Context(), p, "stop", fmt.Sprintf(oneStep, step)); err != nil {
			t.Fatal(err)
		}
	}
	s.Stop(t)
	if out, code := program(t, "verify", "--data", s.Data); code != 0 || !strings.Contains(out, "the tables hold what the log says") {
		t.Errorf("verify on the folder: exit code %d\n%s", code, out)
	}
	if out, code := program(t, "rebuild", "--data", s.Data); code != 0 {
		t.Errorf("rebuild on the folder: exit code %d\n%s", code, out)
	}
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	if out, code := program(t, "verify", "--data", s.Data); code != 0 {
		t.Errorf("verify through the server: exit code %d\n%s", code, out)
	}
	err := play(t.Context(), place{func(string, string) string { return s.URL }, s.Key}, "stop", `
> POST /api/v1/projects/admin/$project/charts application/json
{"metrics":["loss"],"buckets":1,"aggregates":["count"]}
< 200
{"series":[{"run":"a","count":[20]}]}
`)
	if err != nil {
		t.Error(err)
	}
}

func TestASecondServerOnAFolderIsRefused(t *testing.T) {
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	out, code := program(t, "serve", "--data", s.Data, "--listen", "127.0.0.1:0")
	if code != 1 || !strings.Contains(out, "is in use by another runledger") || !strings.Contains(out, s.URL) {
		t.Errorf("exit code %d: %s", code, out)
	}
	p := place{func(string, string) string { return s.URL }, s.Key}
	if err := play(t.Context(), p, "second", fmt.Sprintf(oneStep, 1)); err != nil {
		t.Errorf("the first server: %v", err)
	}
}

func TestAFolderOfANewerVersionIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "FORMAT"), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, code := program(t, "serve", "--data", dir, "--listen", "127.0.0.1:0")
	if code != 1 || !strings.Contains(out, "newer runledger") {
		t.Errorf("exit code %d: %s", code, out)
	}
}

// TestTheFirstStartMakesAKey: in a file that only its owner reads, and never in the log.
func TestTheFirstStartMakesAKey(t *testing.T) {
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Key: testenv.NoKey})
	path := filepath.Join(s.Data, "admin.key")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("admin.key: %v, %v", info, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	key := strings.TrimSpace(string(text))
	if strings.Contains(s.Log(1000), key) {
		t.Error("the key is in the log")
	}
	p := place{func(string, string) string { return s.URL }, key}
	if err := play(t.Context(), p, "first", fmt.Sprintf(oneStep, 1)); err != nil {
		t.Errorf("with the key in the file: %v", err)
	}
	s.Kill()
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	if again, err := os.ReadFile(path); err != nil || string(again) != string(text) {
		t.Errorf("after a restart admin.key is another: %v", err)
	}
}

// TestBelowAPath: a proxy may pass the base path on or take it off, and every address
// that is handed out has it.
func TestBelowAPath(t *testing.T) {
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Args: []string{"--external-url=https://ml.example.org/ledger"}})
	p := place{func(string, string) string { return s.URL }, s.Key}
	err := play(t.Context(), p, "below", `
> GET /ledger/api/v1/me
< 200
{"name":"admin"}
> GET /api/v1/me
< 200
> GET /ledger/readyz
< 200
> GET /ledgers/api/v1/me
< 404
> GET /ledger/openapi.json
< 200
{"servers":[{"url":"https://ml.example.org/ledger"}]}
> POST /ledger/graphql application/json
{"query":"mutation { upsertBucket(input: {name: \"w\", modelName: \"below\", entityName: \"admin\"}) { inserted } }"}
< 200
> POST /ledger/graphql application/json
{"query":"mutation { createRunFiles(input: {entityName: \"admin\", projectName: \"below\", runName: \"w\", files: [\"a b.txt\"]}) { files { uploadUrl } } }"}
< 200
https://ml.example.org/ledger/files/
`)
	if err != nil {
		t.Error(err)
	}
}
