package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// place is a step of a run.
type place struct {
	run  string
	step int64
}

// found is what the tables hold of a place: all its metrics together.
type found struct {
	keys     int
	versions uint64 // that every key has; 0 if they differ
	round    int    // that won, of every key; -1 if they differ or the value is wrong
}

// expected is what was written to a place.
type expected struct {
	acked, doubt          int
	ackedRound, doubtLast int // rounds of the last acknowledged write, and of the one in doubt
}

func readPoints(ctx context.Context, conn driver.Conn) (map[place]found, error) {
	rows, err := conn.Query(ctx, `SELECT f.id, p.step, p.key, uniqExact(p.off, p.idx), argMax(p.value, (p.off, p.idx))
		FROM points AS p INNER JOIN (SELECT DISTINCT run, id FROM run_facts) AS f ON f.run = p.run
		GROUP BY f.id, p.step, p.key`)
	if err != nil {
		return nil, fmt.Errorf("read points: %w", err)
	}
	defer rows.Close()
	left := map[place]found{}
	for rows.Next() {
		var at place
		var key string
		var versions uint64
		var value float64
		if err := rows.Scan(&at.run, &at.step, &key, &versions, &value); err != nil {
			return nil, fmt.Errorf("read points: %w", err)
		}
		left[at] = left[at].with(versions, roundOf(key, at.step, value))
	}
	return left, rows.Err()
}

// with adds one key's versions and winner.
func (f found) with(versions uint64, round int) found {
	if f.keys == 0 {
		return found{1, versions, round}
	}
	f.keys++
	if versions != f.versions {
		f.versions = 0
	}
	if round != f.round {
		f.round = -1
	}
	return f
}

// roundOf returns which round a value is of, -1 if of none.
func roundOf(key string, step int64, value float64) int {
	for m, name := range metrics {
		if name == key {
			round := int((value - valueOf(m, step, 0)) / roundValue)
			if round >= 0 && valueOf(m, step, round) == value {
				return round
			}
		}
	}
	return -1
}

// written goes through everything that was sent.
func written(crew []*trainer) map[place]expected {
	all := map[place]expected{}
	for _, tr := range crew {
		for _, r := range tr.runs {
			for _, w := range r.writes {
				for step := w.from; step < w.to; step++ {
					e := all[place{r.id, step}]
					if w.acked {
						e.acked, e.ackedRound = e.acked+1, w.round
					} else {
						e.doubt, e.doubtLast = e.doubt+1, w.round
					}
					all[place{r.id, step}] = e
				}
			}
		}
	}
	return all
}

// comparePoints: every acknowledged write is there exactly once, one in doubt at most
// once, nothing else; and of several writes to a step the last one wins.
func comparePoints(t *testing.T, left map[place]found, crew []*trainer) {
	all := written(crew)
	acked, again, doubt, came := 0, 0, 0, 0
	doubled, wrong, strange := 0, 0, 0
	for at, e := range all {
		acked, doubt = acked+e.acked, doubt+e.doubt
		if e.acked+e.doubt > 1 {
			again++
		}
		f := left[at]
		switch more := int(f.versions) - e.acked; {
		case f.keys == 0 && e.acked == 0: // in doubt, and not there
		case f.versions == 0 || more < 0 || more > e.doubt:
			doubled++
			t.Logf("%+v: %+v of %+v", at, f, e)
		case more == 1:
			came++
			if f.round != e.doubtLast {
				wrong++
				t.Logf("%+v: %+v of %+v", at, f, e)
			}
		case f.round != e.ackedRound || f.keys != len(metrics):
			wrong++
			t.Logf("%+v: %+v of %+v", at, f, e)
		}
	}
	for at := range left {
		if _, sent := all[at]; !sent {
			strange++
		}
	}
	runs, repeats := 0, 0
	for _, tr := range crew {
		runs, repeats = runs+len(tr.runs), repeats+tr.repeats
	}
	t.Logf("%d runs, %d steps acknowledged after %d repetitions; %d steps written again; %d given up, of which %d are there",
		runs, acked, repeats, again, doubt, came)
	if doubled+wrong+strange > 0 {
		t.Errorf("%d steps are there too often or too seldom, %d have the wrong value, %d were never sent", doubled, wrong, strange)
	}
	if acked == 0 {
		t.Error("nothing was acknowledged: nothing was tested")
	}
}

// chartedRuns is how many runs of each trainer are looked at as people see them.
const chartedRuns = 3

// charts asks for charts of the last runs: a value a step, and the one that won.
func (j judge) charts(ctx context.Context, t *testing.T, left map[place]found, crew []*trainer) {
	for _, tr := range crew {
		for _, r := range tr.runs[max(0, len(tr.runs)-chartedRuns):] {
			x, last, count, err := j.chart(ctx, r.id)
			if err != nil {
				t.Error(err)
				continue
			}
			for i, step := range x {
				f := left[place{r.id, step}]
				if count[i] != 1 || last[i] != valueOf(0, step, f.round) {
					t.Errorf("chart of %s at step %d: %d values, the last %v; the tables: %+v", r.id, step, count[i], last[i], f)
				}
				delete(left, place{r.id, step})
			}
			for at := range left {
				if at.run == r.id {
					t.Errorf("step %d of %s isn't in its chart", at.step, r.id)
				}
			}
		}
	}
}

// chart returns all steps of metric a of a run; a run that nothing came of has none.
func (j judge) chart(ctx context.Context, run string) (x []int64, last []float64, count []int, err error) {
	body := fmt.Sprintf(`{"metrics":["a"],"runs":[%q],"full":true,"aggregates":["last","count"]}`, run)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, j.query()+"/api/v1/projects/"+project+"/charts", bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, nil, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+j.key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, nil, nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode == http.StatusNotFound {
		return nil, nil, nil, err
	}
	var answer struct {
		Series []struct {
			X     []int64
			Last  []float64
			Count []int
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil || len(answer.Series) != 1 {
		return nil, nil, nil, fmt.Errorf("chart of %s: status %d, %v: %.300s", run, resp.StatusCode, err, text)
	}
	s := answer.Series[0]
	return s.X, s.Last, s.Count, nil
}
