package chaos

import (
	"context"
	"encoding/json"
	"os/exec"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"runledger/engine"
	"runledger/internal/clickhouse"
	"runledger/internal/testenv"
)

// judge looks at what is left.
type judge struct {
	admin  func() string // where the administrator's jobs are
	query  func() string // where charts are
	key    string
	tables engine.Endpoint
	before func() // the first thing; may be nil
}

// judgeTime is what the tables may take to catch up with the log.
const judgeTime = 2 * time.Minute

func (j judge) judge(t *testing.T, crew []*trainer) {
	if j.before != nil {
		j.before()
	}
	ctx, cancel := context.WithTimeout(t.Context(), judgeTime)
	defer cancel()
	conn, err := clickhouse.Open(j.tables)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	left := awaitPoints(ctx, t, conn, crew)
	comparePoints(t, left, crew)
	unmarked(ctx, t, conn)
	j.charts(ctx, t, left, crew)
	before := j.verify(t)
	j.run(t, "rebuild")
	after := j.verify(t)
	for table, sum := range before {
		// Which points need care when read may differ: a mark too many is harmless.
		if after[table] != sum && table != "rewritten" {
			t.Errorf("table %s: checksum %s before the rebuild, %s after", table, sum, after[table])
		}
	}
}

// awaitPoints reads all points, again until no acknowledged one is missing.
func awaitPoints(ctx context.Context, t *testing.T, conn driver.Conn, crew []*trainer) map[place]found {
	for {
		left, err := readPoints(ctx, conn)
		missing := 0
		for at, w := range written(crew) {
			if w.acked > 0 && left[at].keys != len(metrics) {
				missing++
			}
		}
		if err == nil && missing == 0 {
			return left
		}
		if ctx.Err() != nil {
			t.Errorf("%d acknowledged steps are missing (%v)", missing, err)
			return left
		}
		pause(ctx, 200*time.Millisecond)
	}
}

// unmarked looks for series that readers would take plainly although a step of theirs
// has two rows.
func unmarked(ctx context.Context, t *testing.T, conn driver.Conn) {
	var n uint64
	err := conn.QueryRow(ctx, `SELECT count() FROM
		(SELECT home, key, run FROM points GROUP BY home, key, run, step HAVING count() > 1)
		WHERE (home, key, run) NOT IN (SELECT home, key, run FROM rewritten)`).Scan(&n)
	if err != nil {
		t.Errorf("look for unmarked series: %v", err)
	}
	if n > 0 {
		t.Errorf("%d steps have two rows in series that aren't marked: charts would count them twice", n)
	}
}

// verify runs runledger verify and returns the live tables' checksums.
func (j judge) verify(t *testing.T) map[string]string {
	var status struct {
		State  string
		Tables []struct {
			Table    string `json:"table"`
			LiveRows uint64 `json:"live_rows"`
			LiveSum  string `json:"live_sum"`
			Equal    bool   `json:"equal"`
			Note     string `json:"note"`
		}
	}
	out := j.run(t, "verify", "--json")
	if err := json.Unmarshal(out, &status); err != nil {
		t.Fatalf("verify: %v: %s", err, out)
	}
	sums := map[string]string{}
	for _, table := range status.Tables {
		sums[table.Table] = table.LiveSum
		if !table.Equal {
			t.Errorf("verify: %+v", table)
		}
	}
	if len(sums) == 0 {
		t.Error("verify compared nothing")
	}
	return sums
}

// run runs a command of the program against the world's server. Exit code 1 of verify
// says that tables differ: its output tells which.
func (j judge) run(t *testing.T, command string, args ...string) []byte {
	cmd := exec.Command(testenv.Binary(t, "runledger"), append([]string{command, "--server", j.admin()}, args...)...)
	cmd.Env = append(cmd.Environ(), "RUNLEDGER_KEY="+j.key)
	out, err := cmd.Output()
	if exit, ok := err.(*exec.ExitError); ok && (command != "verify" || exit.ExitCode() != 1) {
		t.Fatalf("%s: %v\n%s", command, err, exit.Stderr)
	} else if !ok && err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return out
}
