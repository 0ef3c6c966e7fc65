package chaos

import (
	"context"
	"encoding/json"
	"fmt"
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

// place of a point.
type place struct {
	run  string
	step int64
}

// found is what the tables hold of one step of a run: all its metrics together.
type found struct {
	keys, versions, wrong uint64
}

// awaitPoints reads all points, again until no acknowledged one is missing.
func awaitPoints(ctx context.Context, t *testing.T, conn driver.Conn, crew []*trainer) map[place]found {
	for {
		left, err := readPoints(ctx, conn)
		missing := 0
		for _, tr := range crew {
			for _, r := range tr.runs {
				missing += tr.missing(r, left)
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

func (t *trainer) missing(r *record, left map[place]found) (n int) {
	for _, s := range r.acked {
		for step := s.from; step < s.to; step++ {
			if left[place{r.id, step}].keys != uint64(len(metrics)) {
				n++
			}
		}
	}
	return n
}

func readPoints(ctx context.Context, conn driver.Conn) (map[place]found, error) {
	rows, err := conn.Query(ctx, `SELECT f.id, p.step, uniqExact(p.key), uniqExact(p.key, p.off, p.idx),
			countIf(p.value != p.step * 8 + indexOf(['a', 'b', 'c'], p.key) - 0.5)
		FROM points AS p INNER JOIN (SELECT DISTINCT run, id FROM run_facts) AS f ON f.run = p.run
		GROUP BY f.id, p.step`)
	if err != nil {
		return nil, fmt.Errorf("read points: %w", err)
	}
	defer rows.Close()
	left := map[place]found{}
	for rows.Next() {
		var at place
		var f found
		if err := rows.Scan(&at.run, &at.step, &f.keys, &f.versions, &f.wrong); err != nil {
			return nil, fmt.Errorf("read points: %w", err)
		}
		left[at] = f
	}
	return left, rows.Err()
}

// comparePoints: acknowledged exactly once, in doubt at most once, nothing else.
func comparePoints(t *testing.T, left map[place]found, crew []*trainer) {
	acked, doubt, came, repeats, runs := 0, 0, 0, 0, 0
	sent := map[place]bool{}
	for _, tr := range crew {
		repeats += tr.repeats
		runs += len(tr.runs)
		for _, r := range tr.runs {
			for _, s := range r.acked {
				for step := s.from; step < s.to; step++ {
					acked++
					sent[place{r.id, step}] = true
				}
			}
			for _, s := range r.doubt {
				for step := s.from; step < s.to; step++ {
					doubt++
					sent[place{r.id, step}] = true
				}
			}
		}
	}
	doubled, wrong, strange := 0, 0, 0
	for at, f := range left {
		switch {
		case !sent[at]:
			strange++
		case f.versions != f.keys:
			doubled++
			t.Logf("doubled: %+v %+v", at, f)
		case f.wrong > 0 || f.keys != uint64(len(metrics)):
			wrong++
		}
	}
	came = len(left) - acked
	t.Logf("%d runs, %d steps acknowledged after %d repetitions; %d given up, of which %d are there", runs, acked, repeats, doubt, came)
	if doubled+wrong+strange > 0 {
		t.Errorf("%d steps are there twice, %d are wrong, %d were never sent", doubled, wrong, strange)
	}
	if acked == 0 {
		t.Error("nothing was acknowledged: nothing was tested")
	}
}

// unmarked looks for series that readers would take plainly although a step of theirs
// has two rows.
func unmarked(ctx context.Context, t *testing.T, conn driver.Conn) {
	var n uint64
	err := conn.QueryRow(ctx, `SELECT count() FROM (
		SELECT home, key, run FROM points GROUP BY home, key, run, step HAVING count() > 1
		EXCEPT SELECT home, key, run FROM rewritten)`).Scan(&n)
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
