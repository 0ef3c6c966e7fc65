package live

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// mirror is a page of a project: it holds what it has read and reads anew only what the
// stream tells it to.
type mirror struct {
	t       *testing.T
	site    *site
	rng     *rand.Rand
	resyncs int
	events  int

	mu    sync.Mutex
	runs  map[string]bool
	steps map[string]int64 // the latest, in the tables of points
	row   map[string]int64 // … in the runs table
	name  map[string]string
}

// site is where a project is.
type site struct {
	t           *testing.T
	ingest, key string
	queries     []string // processes that answer; any of them
	project     string
}

func (s *site) call(method, url, body string) (int, []byte) {
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		s.t.Error(err)
		return 0, nil
	}
	req.Header.Set("Authorization", "Bearer "+s.key)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := (&http.Client{Timeout: within}).Do(req)
	if err != nil {
		return 0, []byte(err.Error())
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, []byte(err.Error())
	}
	return resp.StatusCode, text
}

// until repeats a request until it's answered as wanted: servers come and go.
func (s *site) until(want int, method, url, body string) []byte {
	for start := time.Now(); ; {
		status, text := s.call(method, url, body)
		if status == want {
			return text
		}
		if time.Since(start) > 2*within || status/100 == 4 && status != http.StatusTooManyRequests {
			s.t.Errorf("%s %s: %d %s", method, url, status, text)
			return nil
		}
		time.Sleep(20 * time.Millisecond) // between repetitions of a request
	}
}

func (s *site) log(run string, step int64, batch string) {
	s.until(http.StatusAccepted, "POST", s.ingest+"/api/v1/ingest?batch="+batch,
		fmt.Sprintf(`{"project":%q,"run":%q,"step":%d,"metrics":{"loss":%d}}`, "admin/"+s.project, run, step, step))
}

func (s *site) at(i int, path string) string {
	return s.queries[i%len(s.queries)] + "/api/v1/projects/admin/" + s.project + path
}

func newMirror(t *testing.T, s *site, seed uint64) *mirror {
	return &mirror{t: t, site: s, rng: rand.New(rand.NewPCG(seed, 1)),
		runs: map[string]bool{}, steps: map[string]int64{}, row: map[string]int64{}, name: map[string]string{}}
}

// follow listens until stop is closed, leaves every now and then, and comes back where
// it was.
func (m *mirror) follow(stop <-chan struct{}) {
	last, where := "", 0
	for !closed(stop) {
		m.site.until(http.StatusOK, "POST", m.site.at(where, "/runs:query"), `{"limit":1}`) // it may be starting
		resp, cancel, err := m.open(m.site.at(where, "/live"), last)
		if err != nil {
			continue
		}
		l := &listener{t: m.t, resp: resp, cancel: cancel}
		l.scan()
		left := make(chan struct{})
		var watch sync.WaitGroup
		watch.Go(func() {
			select {
			case <-stop:
				cancel()
			case <-left:
			}
		})
		if last == "" {
			if _, ok := l.block(); ok {
				m.everything(where)
			}
		}
		for {
			g, ok := l.next()
			if !ok {
				break
			}
			m.events++
			m.read(g, where)
			if m.rng.IntN(2) == 0 {
				break
			}
		}
		if l.last != "" {
			last = l.last
		}
		close(left)
		l.close()
		watch.Wait()
		where++
		time.Sleep(time.Duration(m.rng.IntN(400)) * time.Millisecond) // away, while things go on
	}
}

func (m *mirror) open(url, last string) (*http.Response, func(), error) {
	resp, cancel, err := dial(url, m.site.key, last)
	if err == nil && resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		cancel()
		err = fmt.Errorf("%d %s", resp.StatusCode, text)
	}
	return resp, cancel, err
}

func (m *mirror) read(g got, where int) {
	if g.name == "resync" {
		m.resyncs++
		m.everything(where)
		return
	}
	for _, e := range entries(g.Change) {
		list, id, _ := strings.Cut(e, ":")
		switch {
		case id == "many":
			m.everything(where)
		case list == "runs":
			m.readPoints(where, id)
		case list == "rows", list == "run":
			m.readRow(where, id)
		}
	}
}

// everything reads anew all runs that there are.
func (m *mirror) everything(where int) {
	var page struct{ Runs []struct{ ID string } }
	text := m.site.until(http.StatusOK, "POST", m.site.at(where, "/runs:query"), `{"limit":1000}`)
	if err := json.Unmarshal(text, &page); err != nil {
		m.t.Errorf("%v: %s", err, text)
	}
	for _, r := range page.Runs {
		m.readPoints(where, r.ID)
		m.readRow(where, r.ID)
	}
}

func (m *mirror) readPoints(where int, run string) {
	var page struct{ Rows []struct{ Step int64 } }
	text := m.site.until(http.StatusOK, "GET", m.site.at(where, "/runs/"+run+"/history?limit=10000"), "")
	if err := json.Unmarshal(text, &page); err != nil {
		m.t.Errorf("%v: %s", err, text)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := len(page.Rows); n > 0 {
		m.steps[run] = max(m.steps[run], page.Rows[n-1].Step)
	}
}

func (m *mirror) readRow(where int, run string) {
	var one struct {
		Name     string
		LastStep int64 `json:"last_step"`
	}
	text := m.site.until(http.StatusOK, "GET", m.site.at(where, "/runs/"+run), "")
	if err := json.Unmarshal(text, &one); err != nil {
		m.t.Errorf("%v: %s", err, text)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.name[run], m.row[run] = one.Name, max(m.row[run], one.LastStep)
}

// acked is what the server has acknowledged.
type acked struct {
	steps map[string]int64
	name  map[string]string
}

// lacks says what of the acknowledged the page doesn't show.
func (m *mirror) lacks(a acked) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for run, step := range a.steps {
		if m.steps[run] != step || m.row[run] != step {
			return fmt.Sprintf("run %s: step %d was acknowledged, the page has %d, its runs table %d", run, step, m.steps[run], m.row[run])
		}
	}
	for run, name := range a.name {
		if m.name[run] != name {
			return fmt.Sprintf("run %s was named %q, the page has %q", run, name, m.name[run])
		}
	}
	return ""
}
