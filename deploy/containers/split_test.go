package containers

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// testSplit is the split form, each process in a container: what is acknowledged is there once, whichever of them is
// killed or cut off.
func testSplit(t *testing.T, b bench) {
	s := newSplit(t, b)
	kafka := s.kafka(t)
	s.clickhouse(t)
	ingest := s.mode(t, "ingest", "ingest")
	projectors := []part{s.mode(t, "project", "project-1"), s.mode(t, "project", "project-2")}
	query := s.mode(t, "query", "query")

	w := &work{at: installation{ingest, query}, project: "split", runs: 20}
	w.log(t, 50)
	w.check(t)
	if n := s.verify(t, "project-1")["points"]; n != w.points() {
		t.Errorf("the table of points has %d rows, %d were acknowledged", n, w.points())
	}
	t.Run("files", func(t *testing.T) { testFiles(t, w.at) })
	t.Run("scenarios", func(t *testing.T) { testScenarios(t, w.at) })
	t.Run("a projector is killed", func(t *testing.T) {
		w.log(t, 10)
		projectors[0].kill(t)
		w.log(t, 10)
		w.check(t)
		projectors[0].startAgain(t)
	})
	t.Run("a projector is cut off", func(t *testing.T) {
		w.log(t, 10)
		s.cutOff(t, projectors[1])
		w.log(t, 10)
		w.check(t)
		s.bringBack(t, projectors[1], "project-2")
		w.log(t, 10)
		w.check(t)
	})
	t.Run("the broker is killed", func(t *testing.T) {
		w.log(t, 10)
		kafka.kill(t)
		kafka.startAgain(t)
		w.log(t, 10)
		w.check(t)
	})
	s.verify(t, "project-2")
	for _, p := range []part{query, projectors[0], projectors[1], ingest} {
		p.stop(t)
	}
}

// verify has a projector compare the tables with the log, and returns the rows of each.
func (s split) verify(t *testing.T, projector string) map[string]int {
	t.Helper()
	p := s.start(t, "verify", s.images.split, wait.ForExit(), s.as("verify"),
		testcontainers.WithCmd("verify", "--json", "--server=http://"+projector+":8080"),
		testcontainers.WithEnv(map[string]string{"RUNLEDGER_ADMIN_KEY": adminKey}))
	state, err := p.State(t.Context())
	if err != nil || state.ExitCode != 0 {
		t.Fatalf("verify ended with %d, %v:\n%s", state.ExitCode, err, p.log(20))
	}
	var verdict struct {
		Tables []struct {
			Table    string
			LiveRows int `json:"live_rows"`
			Equal    bool
		}
	}
	for line := range strings.Lines(p.log(1000)) { // progress is in it, too
		if strings.Contains(line, `"tables"`) {
			err = json.Unmarshal([]byte(line), &verdict)
		}
	}
	if err != nil || len(verdict.Tables) == 0 {
		t.Fatalf("what verify says: %v:\n%s", err, p.log(20))
	}
	rows := map[string]int{}
	for _, table := range verdict.Tables {
		rows[table.Table] = table.LiveRows
		if !table.Equal {
			t.Errorf("table %s isn't what the log says", table.Table)
		}
	}
	t.Logf("verified: %v", rows)
	return rows
}
