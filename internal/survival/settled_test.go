package survival

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	clickhousego "github.com/ClickHouse/clickhouse-go/v2"

	"runledger/engine"
	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// embeddedTables is the address of a server's own engine.
func embeddedTables(t *testing.T, data string) engine.Endpoint {
	t.Helper()
	e, err := engine.New(engine.Options{DataDir: filepath.Join(data, "engine")}) // inert: only to know the address
	if err != nil {
		t.Fatal(err)
	}
	return e.Endpoint().WithDatabase("runledger")
}

// settled waits until the tables hold all that a crew had acknowledged, and checks
// that each step of each metric has one row.
func settled(t *testing.T, at engine.Endpoint, c *crew) {
	t.Helper()
	acked := c.acked()
	took := eventually(t, patience, func() string { return inTables(t, at, acked) })
	got, err := readKept(t, at, acked)
	if err != nil {
		t.Fatal(err)
	}
	for run, steps := range acked {
		want := uint64(steps) * uint64(len(metrics))
		if (got[run] != kept{want, want, want, steps - 1}) {
			t.Errorf("run %s: %d points were acknowledged, the tables have %+v", run, want, got[run])
		}
	}
	t.Logf("%d points acknowledged, slowest %s; statuses %v; all in the tables after %s more", c.total()*int64(len(metrics)),
		c.slowest().Round(time.Millisecond), c.statuses(), took.Round(time.Millisecond))
}

// inTables says what is missing of steps by run.
func inTables(t *testing.T, at engine.Endpoint, steps map[string]int64) string {
	t.Helper()
	got, err := readKept(t, at, steps)
	if err != nil {
		return err.Error()
	}
	for run, n := range steps {
		if want := uint64(n) * uint64(len(metrics)); got[run].points < want {
			return fmt.Sprintf("run %s has %d points in the tables, %d were acknowledged", run, got[run].points, want)
		}
	}
	return ""
}

// readKept asks for what the tables have of runs.
func readKept(t *testing.T, at engine.Endpoint, runs map[string]int64) (map[string]kept, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	conn, err := clickhouse.Open(at)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	rows, err := conn.Query(ctx, `SELECT f.id, count(), uniqExact(p.key, p.step), uniqExact(p.key, p.off, p.idx), max(p.step)
		FROM points AS p INNER JOIN (SELECT DISTINCT run, id FROM run_facts WHERE id IN {runs:Array(String)}) AS f ON f.run = p.run
		WHERE p.run IN (SELECT run FROM run_facts WHERE id IN {runs:Array(String)}) GROUP BY f.id`,
		clickhousego.Named("runs", slices.Collect(maps.Keys(runs))))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]kept{}
	for rows.Next() {
		var run string
		var k kept
		if err := rows.Scan(&run, &k.rows, &k.points, &k.versions, &k.last); err != nil {
			return nil, err
		}
		out[run] = k
	}
	return out, rows.Err()
}

// kept is what the tables have of a run.
type kept struct {
	rows, points, versions uint64
	last                   int64 // step
}

// verified runs `runledger verify` against a server and fails the test if a table
// isn't what the log says.
func verified(t *testing.T, url, key string) {
	t.Helper()
	start := time.Now()
	defer func() { t.Logf("verify took %s", time.Since(start).Round(time.Millisecond)) }()
	cmd := exec.Command(testenv.Binary(t, "runledger"), "verify", "--json", "--server", url)
	cmd.Env = append(cmd.Environ(), "RUNLEDGER_KEY="+key)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() != 1 || err != nil && exit == nil {
		t.Fatalf("verify: %v\n%s", err, exit.Stderr)
	}
	var status struct {
		Tables []struct {
			Table    string `json:"table"`
			LiveRows uint64 `json:"live_rows"`
			Equal    bool   `json:"equal"`
		}
	}
	if err := json.Unmarshal(out, &status); err != nil {
		t.Fatalf("verify: %v: %s", err, out)
	}
	compared := map[string]uint64{}
	for _, table := range status.Tables {
		compared[table.Table] = table.LiveRows
		if !table.Equal {
			t.Errorf("verify: table %s differs: %s", table.Table, out)
		}
	}
	if compared["points"] == 0 || compared["audit"] == 0 {
		t.Errorf("verify compared nothing: %s", out)
	}
}
