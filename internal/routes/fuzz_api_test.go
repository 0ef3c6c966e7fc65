package routes

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// schemathesis is the fuzzer's version.
const schemathesis = "4.32.5"

var (
	fuzzFor  = flag.Duration("fuzz-api", 0, "let the fuzzer loose on the whole API for so long")
	fuzzSeed = flag.Uint64("fuzz-seed", 0, "of the fuzzer; alone: a few requests to each operation")
)

// unfuzzed operations end the admin's own sessions and keys, stream without end, or work
// on the whole of the tables.
const unfuzzed = "^(set-my-password|set-password|remove-password|create-login|sign-out-everywhere|create-key|revoke-key|.*user.*|live|backup|start-job|cancel-job)$"

// No request makes the server fail, and every answer is as described: schemathesis makes
// them from the description, about things that are there, as the administrator.
func TestFuzzAPI(t *testing.T) {
	if *fuzzFor == 0 && *fuzzSeed == 0 {
		t.Skip("it takes its time: make fuzz-api, or -fuzz-seed N for a few requests to each operation")
	}
	st := fuzzer(t)
	s := running(t)
	w := newWorld(t, s, "team")
	dir := t.TempDir()
	for name, text := range map[string]string{"schemathesis.toml": w.fuzzSettings(), "openapi.json": w.withoutKeys()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	n := *fuzzSeed
	if n == 0 {
		n = uint64(time.Now().UnixNano() % 1e9)
	}
	t.Logf("seed %d", n)
	w.fuzz(t, st, dir, n, "--exclude-operation-id-regex", unfuzzed+"|"+ends)
	w.fuzz(t, st, dir, n, "--exclude-operation-id-regex", unfuzzed, "--include-operation-id-regex", ends)
}

// ends is what takes away the things that other operations are about: it comes last.
const ends = "^(delete|remove|move|set-privacy|unshare|revoke|undo|redo|edit-project$|purge)"

// fuzz runs the fuzzer on a part of the operations.
func (w *world) fuzz(t *testing.T, st, dir string, seed uint64, part ...string) {
	t.Helper()
	args := append([]string{"run", "openapi.json", "--url", w.base, "--workers", "1", "--seed", fmt.Sprint(seed), "--no-color",
		"--request-timeout", "30", "--continue-on-failure", "--max-failures", "40", "--suppress-health-check", "all", "--warnings", "off",
		"--checks", "not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance"}, part...)
	if *fuzzFor == 0 {
		args = append(args, "--phases", "fuzzing", "--max-examples", "2")
	} else {
		args = append(args, "--phases", "examples,coverage,fuzzing", "--max-examples", "1000000", "--max-time", fmt.Sprint(int(fuzzFor.Seconds())/2))
	}
	c := exec.Command(st, args...)
	c.Dir, c.Env = dir, append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1")
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Run(); err != nil {
		t.Errorf("%v: repeat it with -fuzz-seed %d\n%s", err, seed, out.String())
		return
	}
	_, summary, _ := strings.Cut(out.String(), " SUMMARY ")
	t.Log(summary)
}

// withoutKeys is the description without Idempotency-Key: under a key that was used, a
// request is told that it was carried out before, and the fuzzer uses few.
func (w *world) withoutKeys() string {
	w.t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(w.call(request{method: "GET", path: "/openapi.json"}).Body, &doc); err != nil {
		w.t.Fatal(err)
	}
	for _, methods := range doc["paths"].(map[string]any) {
		for _, o := range methods.(map[string]any) {
			o := o.(map[string]any)
			if all, ok := o["parameters"].([]any); ok {
				o["parameters"] = slices.DeleteFunc(all, func(p any) bool { return p.(map[string]any)["name"] == "Idempotency-Key" })
			}
		}
	}
	text, err := json.Marshal(doc)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// fuzzSettings name things that are there: else most requests would get no further than 404.
func (w *world) fuzzSettings() string {
	var b strings.Builder
	// 503: a made-up position that isn't reached yet is waited for.
	b.WriteString("[checks.not_a_server_error]\nexpected-statuses = [\"2xx\", \"3xx\", \"4xx\", \"503\"]\n\n")
	fmt.Fprintf(&b, "[headers]\nAuthorization = %q\n\n[parameters]\n", "Bearer "+w.keys[Root])
	all := w.words(Lead, "team")
	values := map[string]string{"name": w.all["extra"], "id": "k-none", "user": w.all["extra"]}
	for _, name := range []string{"entity", "project", "run", "workspace", "section", "panel", "report", "block", "comment", "share", "token", "sha256", "team", "purge"} {
		values[name] = all.get(w.t, name)
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		fmt.Fprintf(&b, "%q = %q\n", "path."+name, values[name])
	}
	return b.String()
}

// fuzzer is the program, in an environment of its own that is made once a machine.
func fuzzer(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("python3"); err != nil {
		testenv.Mandatory(t, "the fuzzer needs Python: install python3, python3-venv and python3-pip")
	}
	dir := filepath.Join(cacheDir(t), "venv-schemathesis-"+schemathesis)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	unlock := locked(t, dir)
	defer unlock()
	st, complete := filepath.Join(dir, "bin", "st"), filepath.Join(dir, "complete")
	if _, err := os.Stat(complete); err == nil {
		return st
	}
	for _, command := range [][]string{
		{"python3", "-m", "venv", "--clear", dir},
		{filepath.Join(dir, "bin", "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", "schemathesis==" + schemathesis},
	} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			testenv.Mandatory(t, fmt.Sprintf("schemathesis can't be installed; install python3-venv and allow pip to download: %v\n%s", err, out))
		}
	}
	if err := os.WriteFile(complete, []byte(schemathesis+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return st
}
