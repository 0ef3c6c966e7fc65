package survival

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
	"runledger/internal/testenv"
)

// stoppedServer has logged a little and was stopped in order.
func stoppedServer(t *testing.T) (*testenv.Runledger, *crew) {
	t.Helper()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	c := hire(s.URL, s.Key, "admin/newer", 2).start(t)
	c.goesOn(t, patience)
	c.stop(t)
	s.Stop(t)
	return s, c
}

// TestFoldersOfANewerVersion writes into each part of a data folder what a newer
// program would, and wants a refusal that says so and touches nothing.
func TestFoldersOfANewerVersion(t *testing.T) {
	t.Parallel()
	s, c := stoppedServer(t)
	for _, broken := range []struct {
		name, file, content string
		says                []string
	}{
		{"folder", "FORMAT", "99\n", []string{"format 99", "newer runledger"}},
		{"log", "log/LOG.json", `{"format":99,"telemetryPartitions":4}`, []string{"newer version", "format 99"}},
		{"engine", "engine/VERSION", "libchdb 99.1.0\n", []string{"written by libchdb 99.1.0", "newer runledger"}},
	} {
		t.Run(broken.name, func(t *testing.T) {
			path := filepath.Join(s.Data, broken.file)
			old, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			put(t, path, []byte(broken.content))
			says(t, refuses(t, "--data", s.Data), broken.says...)
			if now, err := os.ReadFile(path); err != nil || string(now) != broken.content {
				t.Errorf("%s was changed: %q %v", path, now, err)
			}
			put(t, path, old)
		})
	}
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	settled(t, embeddedTables(t, s.Data), c)
	verified(t, s.URL, s.Key)
}

func put(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// newerEvent is of a type that this program doesn't know.
func newerEvent(t *testing.T, kind string) []byte {
	t.Helper()
	value, err := proto.Marshal(&pb.Event{Id: event.NewID(), Type: kind})
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// TestActionsOfANewerVersion: the program doesn't answer from a log that it doesn't
// understand, and says so for as long as it's asked.
func TestActionsOfANewerVersion(t *testing.T) {
	t.Parallel()
	s, _ := stoppedServer(t)
	appendRaw(t, s, eventlog.Actions, 0, newerEvent(t, "run.exploded.v1"))
	p, err := testenv.StartProcess(t, "newer", nil, "--log-format=json", "serve", "--listen", "127.0.0.1:0", "--data", s.Data)
	if err != nil {
		t.Fatal(err)
	}
	url := ""
	eventually(t, patience, func() string {
		if url = listening(p); url == "" {
			return "it doesn't listen: " + p.Log(20)
		}
		return ""
	})
	eventually(t, patience, func() string {
		a := ask(t, http.MethodPost, url+"/api/v1/ingest", s.Key, `{"project":"admin/newer","run":"x","step":1,"metrics":{"a":1}}`)
		if a.status != http.StatusServiceUnavailable {
			return string(a.body)
		}
		if p := a.problem(t); p.Code != "newer_log" {
			return string(a.body)
		}
		return ""
	})
	for _, a := range []answer{
		chart(t, url, s.Key, "admin/newer"),
		ask(t, http.MethodGet, url+"/api/v1/projects/admin/newer", s.Key, ""),
		ask(t, http.MethodGet, url+"/api/v1/me", "no such key", ""),
	} {
		if a.status != http.StatusServiceUnavailable || a.problem(t).Code != "newer_log" {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if status, parts := unready(t, url); status != http.StatusServiceUnavailable || !strings.Contains(parts[""], "newer log") {
		t.Errorf("readyz: %d %v", status, parts)
	}
	if a := ask(t, http.MethodGet, url+"/healthz", "", ""); a.status != http.StatusOK {
		t.Errorf("healthz: %d", a.status)
	}
	if err := p.Stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
}

// listening is where a process says that it listens; "" = nowhere yet.
func listening(p *testenv.Process) string {
	for line := range strings.Lines(p.Log(1000)) {
		var entry struct{ URL string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.URL != "" {
			return entry.URL
		}
	}
	return ""
}
