package survival

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"runledger/eventlog"
	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// purgeStatus is what GET /api/v1/purges/{purge} says.
type purgeStatus struct {
	Purge  uint64
	State  string
	Runs   int
	Tables struct {
		Removed bool
		Bytes   *int64 `json:"bytes_estimate"`
	}
	Log struct {
		Counted bool
		Bytes   int64 `json:"bytes_remaining"`
	}
}

func asked(t *testing.T, a answer, status int, into any) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	if err := json.Unmarshal(a.body, into); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
}

// numbersOf are the numbers of the runs of a project, by id.
func numbersOf(t *testing.T, s *testenv.Runledger, project string) map[string]uint64 {
	t.Helper()
	var page struct {
		Runs []struct {
			ID     string
			Number uint64
		}
	}
	asked(t, ask(t, http.MethodGet, s.URL+"/api/v1/projects/"+project+"/trash", s.Key, ""), http.StatusOK, &page)
	out := map[string]uint64{}
	for _, r := range page.Runs {
		out[r.ID] = r.Number
	}
	return out
}

// purged waits until a purge is carried out.
func purged(t *testing.T, s *testenv.Runledger, purge uint64) (last purgeStatus) {
	t.Helper()
	took := eventually(t, patience, func() string {
		a := ask(t, http.MethodGet, fmt.Sprintf("%s/api/v1/purges/%d", s.URL, purge), s.Key, "")
		if a.status != http.StatusOK || json.Unmarshal(a.body, &last) != nil || last.State != "done" {
			return fmt.Sprintf("purge: %d %s", a.status, a.body)
		}
		return ""
	})
	t.Logf("the purge is done after %s more: %+v", took.Round(time.Millisecond), last)
	return last
}

// rowsOf counts rows of runs in the tables made from telemetry.
func rowsOf(t *testing.T, s *testenv.Runledger, runs map[string]uint64) (rows uint64) {
	t.Helper()
	conn, err := clickhouse.Open(embeddedTables(t, s.Data))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	var nos []string
	for _, no := range runs {
		nos = append(nos, fmt.Sprint(no))
	}
	for _, table := range []string{"points", "rows", "console", "series", "run_data", "run_values", "run_versions", "run_facts"} {
		var n uint64
		q := "SELECT count() FROM " + table + " WHERE run IN (" + strings.Join(nos, ",") + ")"
		if err := conn.QueryRow(t.Context(), q).Scan(&n); err != nil {
			t.Fatal(err)
		}
		rows += n
	}
	return rows
}

// TestPurgeSurvivesKillsAndTheLogIsScrubbed purges runs whose trainers go on logging,
// kills server and engine meanwhile, rebuilds, and takes what is left out of the log:
// nothing comes back, and the tables always equal the log.
func TestPurgeSurvivesKillsAndTheLogIsScrubbed(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 3))
	word := make([]byte, 32)
	for i := range word {
		word[i] = byte(rnd.Uint32())
	}
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	stays, doomed := hire(s.URL, s.Key, "admin/stays", 2), hire(s.URL, s.Key, "admin/doomed", 3)
	doomed.pad = "planted-" + hex.EncodeToString(word)
	stays.start(t).goesOn(t, patience)
	doomed.start(t).goesOn(t, patience)
	for i := range 3 {
		a := ask(t, http.MethodPatch, fmt.Sprintf("%s/api/v1/projects/admin/doomed/runs/doomed-%d", s.URL, i), s.Key, `{"notes":"`+doomed.pad+`"}`)
		if a.status != http.StatusOK {
			t.Fatalf("notes: %d %s", a.status, a.body)
		}
	}
	eventually(t, patience, func() string { return inTables(t, embeddedTables(t, s.Data), doomed.acked()) })
	doomed.logging() // their last requests are under way while they are purged
	at := s.URL + "/api/v1/projects/admin/doomed/"
	if a := ask(t, http.MethodPost, at+"runs:delete", s.Key, `{"all":true}`); a.status != http.StatusOK {
		t.Fatalf("delete: %d %s", a.status, a.body)
	}
	gone := numbersOf(t, s, "admin/doomed")
	if len(gone) != 3 {
		t.Fatalf("in the trash: %v", gone)
	}
	var begun purgeStatus
	asked(t, ask(t, http.MethodPost, at+"runs:purge", s.Key, `{"all":true}`), http.StatusAccepted, &begun)
	if begun.Runs != 3 || begun.Tables.Bytes == nil || *begun.Tables.Bytes == 0 {
		t.Errorf("the purge says %+v", begun)
	}
	rest(context.Background(), time.Duration(rnd.IntN(150))*time.Millisecond) // a random moment is the point
	s.Kill()
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	stays.url = s.URL
	if pid := s.EnginePID(t); pid != 0 {
		signal(t, pid, syscall.SIGKILL)
	}
	last := purged(t, s, begun.Purge)
	if last.Log.Bytes == 0 {
		t.Errorf("nothing remains in the log? %+v", last)
	}
	if n := rowsOf(t, s, gone); n != 0 {
		t.Errorf("%d rows of purged runs are in the tables", n)
	}
	stays.stop(t)
	settled(t, embeddedTables(t, s.Data), stays)
	verified(t, s.URL, s.Key)
	succeeds(t, s.Key, "rebuild", "--server", s.URL)
	if n := rowsOf(t, s, gone); n != 0 {
		t.Errorf("a rebuild brought %d rows of purged runs back", n)
	}
	s.Stop(t)

	log := filepath.Join(s.Data, "log")
	if !holds(t, log, doomed.pad) {
		t.Fatal("the log doesn't hold the planted words before it's scrubbed: the test is blind")
	}
	killedWhileScrubbing(t, s.Data, time.Duration(rnd.IntN(400))*time.Millisecond)
	t.Log(succeeds(t, s.Key, "log", "scrub", "--data", s.Data))
	if holds(t, log, doomed.pad) {
		t.Error("the log still holds the planted words")
	}
	for _, file := range filesWith(t, s.Data, doomed.pad, "engine") {
		t.Errorf("%s still holds the planted words", file)
	}
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	eventually(t, patience, func() string { return inTables(t, embeddedTables(t, s.Data), stays.acked()) })
	verified(t, s.URL, s.Key)
	settled(t, embeddedTables(t, s.Data), stays)
	if n := rowsOf(t, s, gone); n != 0 {
		t.Errorf("%d rows of purged runs are in the tables", n)
	}
}

func killedWhileScrubbing(t *testing.T, data string, after time.Duration) {
	t.Helper()
	cmd := exec.Command(testenv.Binary(t, "runledger"), "log", "scrub", "--data", data)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait() // killed, or done before
}

// holds reads the whole log and tells whether a record has a word.
func holds(t *testing.T, dir, word string) bool {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for _, topic := range []eventlog.Topic{eventlog.Actions, eventlog.Telemetry} {
		n, err := log.Partitions(t.Context(), topic)
		if err != nil {
			t.Fatal(err)
		}
		for part := range n {
			bounds, err := log.Bounds(t.Context(), topic, part)
			if err != nil {
				t.Fatal(err)
			}
			for next := bounds.First; next < bounds.Next; {
				records, err := log.Read(t.Context(), topic, part, next, 1<<20)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range records {
					if bytes.Contains(r.Value, []byte(word)) || bytes.Contains(r.Key, []byte(word)) {
						return true
					}
					next = r.Offset + 1
				}
			}
		}
	}
	return false
}

// filesWith are the files of a data folder that hold a word, but for those of one folder.
func filesWith(t *testing.T, data, word, but string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(data, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == but:
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(word)) {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
