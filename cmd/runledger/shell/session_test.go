package shell_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"runledger/internal/testenv"
)

// A session is what a person types and sees. A line that begins with $ is a command
// for a shell, in which runledger is the built program; the lines below are its output,
// both streams, in which … stands for anything; [N] after them is its exit code, if it
// isn't 0. Empty lines and lines that begin with # are for readers.
type step struct {
	line    int
	command string
	want    []string
	code    int
}

func parseSession(text string) (out []step, err error) {
	for i, line := range strings.Split(text, "\n") {
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "$ "):
			out = append(out, step{line: i + 1, command: line[2:]})
		case len(out) == 0:
			return nil, fmt.Errorf("line %d: output before the first command", i+1)
		case regexp.MustCompile(`^\[\d\]$`).MatchString(line):
			out[len(out)-1].code = int(line[1] - '0')
		default:
			out[len(out)-1].want = append(out[len(out)-1].want, line)
		}
	}
	return out, nil
}

// shows reports whether output is what a step expects.
func (s step) shows(output string) bool {
	pattern := regexp.QuoteMeta(strings.Join(s.want, "\n"))
	return regexp.MustCompile(`^(?s:` + strings.ReplaceAll(pattern, "…", ".*") + `)$`).MatchString(output)
}

// play runs a session file against a server.
func play(t *testing.T, s *testenv.Runledger, name string) {
	text, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	steps, err := parseSession(string(text))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, step := range steps {
		cmd := exec.CommandContext(t.Context(), "bash", "-c", step.command)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PATH="+filepath.Dir(testenv.Binary(t, "runledger"))+":"+os.Getenv("PATH"),
			"XDG_CONFIG_HOME="+dir, "SERVER="+s.URL, "ADMIN="+s.Key, "TZ=UTC", "RUNLEDGER_URL=", "RUNLEDGER_KEY=")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Run(); cmd.ProcessState == nil {
			t.Fatal(err)
		}
		got := strings.TrimRight(out.String(), "\n")
		if code := cmd.ProcessState.ExitCode(); code != step.code || !step.shows(got) {
			t.Fatalf("testdata/%s.txt:%d: $ %s\n%s\n[%d]\nexpected\n%s\n[%d]", name, step.line, step.command, got, code, strings.Join(step.want, "\n"), step.code)
		}
	}
}

// TestSessions plays them all, each as a person with a configuration of their own.
func TestSessions(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	prepare(t, s)
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".txt")
		t.Run(name, func(t *testing.T) { play(t, s, name) })
	}
}

const digits = `{"project":"admin/digits","run":"a","step":1,"metrics":{"loss":0.5},"config":{"lr":0.1,"opt":{"name":"adam"}}}
{"project":"admin/digits","run":"b","step":1,"metrics":{"loss":0.25},"config":{"lr":0.01,"opt":{"name":"sgd"}}}
{"project":"admin/digits","run":"c","step":1,"metrics":{"loss":NaN},"config":{"opt":{"name":"sgd"}}}
{"project":"admin/undone","run":"x","step":1,"metrics":{"loss":1}}
`

// prepare logs the runs that sessions look at, and waits until they can be read.
func prepare(t *testing.T, s *testenv.Runledger) {
	t.Helper()
	ask := func(method, path, body string, out any) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, s.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+s.Key)
		if body != "" {
			req.Header.Set("Content-Type", "application/x-ndjson")
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		if err := json.NewDecoder(resp.Body).Decode(out); err != nil || resp.StatusCode/100 != 2 {
			t.Fatal(resp.Status, err)
		}
	}
	var logged struct{ Position string }
	ask(http.MethodPost, "/api/v1/ingest", digits, &logged)
	var any struct{}
	ask(http.MethodGet, "/api/v1/projects/admin/digits/runs?wait_for="+logged.Position, "", &any)
	ask(http.MethodGet, "/api/v1/projects/admin/undone/runs?wait_for="+logged.Position, "", &any)
	ask(http.MethodGet, "/api/v1/projects/admin/digits/audit?wait_for="+logged.Position, "", &any)
}
