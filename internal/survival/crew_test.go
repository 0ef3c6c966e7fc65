package survival

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path"
	"sync"
	"testing"
	"time"
)

// crew are trainers that log to one project, a run each, as careful clients do: each
// request is numbered and repeated unchanged until it's acknowledged.
type crew struct {
	url, key, project string
	steps             int           // of a request
	pause             time.Duration // between two requests of a trainer
	pad               string        // a config text that makes requests larger

	trainers []*trainer
	logging  context.CancelFunc
	last     context.CancelFunc
	working  sync.WaitGroup
	client   *http.Client
}

type trainer struct {
	run  string
	next int64 // step
	seq  uint64

	mu       sync.Mutex
	acked    int64       // steps
	statuses map[int]int // of all answers; 0: none came
	after    map[string]int
	last     string // body of the last answer that wasn't 202
	slowest  time.Duration
	err      error
}

// metrics of each step.
var metrics = []string{"a", "b", "c"}

// hire returns a crew of n that doesn't log yet.
func hire(url, key, project string, n int) *crew {
	c := &crew{url: url, key: key, project: project, steps: 10, pause: 20 * time.Millisecond,
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: n}, Timeout: 20 * time.Second}}
	for i := range n {
		run := fmt.Sprintf("%s-%d", path.Base(project), i)
		c.trainers = append(c.trainers, &trainer{run: run, statuses: map[int]int{}, after: map[string]int{}})
	}
	return c
}

// start lets the crew log until stop.
func (c *crew) start(t *testing.T) *crew {
	logging, stop := context.WithCancel(context.Background())
	last, cancel := context.WithCancel(context.Background())
	c.logging, c.last = stop, cancel
	for _, tr := range c.trainers {
		c.working.Go(func() {
			for logging.Err() == nil && tr.err == nil {
				tr.err = c.log(last, tr)
				rest(logging, c.pause)
			}
		})
	}
	t.Cleanup(func() { stop(); cancel(); c.working.Wait() })
	return c
}

// stop ends logging once what is under way is acknowledged.
func (c *crew) stop(t *testing.T) {
	t.Helper()
	c.logging()
	timer := time.AfterFunc(patience, c.last)
	defer timer.Stop()
	c.working.Wait()
	for _, tr := range c.trainers {
		if tr.err != nil {
			t.Errorf("trainer %s: %v", tr.run, tr.err)
		}
	}
}

// log sends the next steps until they're acknowledged.
func (c *crew) log(ctx context.Context, tr *trainer) error {
	var body bytes.Buffer
	for i := range c.steps {
		step := tr.next + int64(i)
		fmt.Fprintf(&body, `{"project":%q,"run":%q,"step":%d,"metrics":{"a":%d,"b":%d.5,"c":-%d}`, c.project, tr.run, step, step, step, step)
		if c.pad != "" && i == 0 {
			fmt.Fprintf(&body, `,"console":[{"text":%q}]`, c.pad)
		}
		body.WriteString("}\n")
	}
	address := fmt.Sprintf("%s/api/v1/ingest?writer=%s&seq=%d", c.url, tr.run, tr.seq)
	start := time.Now()
	for {
		status, err := c.post(ctx, tr, address, body.Bytes())
		switch {
		case status == http.StatusAccepted:
			tr.took(c.steps, time.Since(start))
			return nil
		case ctx.Err() != nil:
			return fmt.Errorf("never acknowledged: status %d, %w: %s", status, err, tr.last)
		case err == nil && status < 500 && status != http.StatusTooManyRequests:
			return fmt.Errorf("refused: status %d: %s", status, tr.last)
		}
		rest(ctx, 100*time.Millisecond)
	}
}

func (tr *trainer) took(steps int, time time.Duration) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.next += int64(steps)
	tr.seq++
	tr.acked += int64(steps)
	tr.slowest = max(tr.slowest, time)
}

func (c *crew) post(ctx context.Context, tr *trainer, address string, body []byte) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("Content-Type", "application/x-ndjson")
	resp, err := c.client.Do(req)
	if err != nil {
		tr.count(0, "", err.Error())
		return 0, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		tr.count(0, "", err.Error())
		return 0, err
	}
	tr.count(resp.StatusCode, resp.Header.Get("Retry-After"), string(text))
	return resp.StatusCode, nil
}

func (tr *trainer) count(status int, after, text string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.statuses[status]++
	if status != http.StatusAccepted {
		tr.last = text
	}
	if status == http.StatusServiceUnavailable {
		tr.after[after]++
	}
}

// acked are the steps acknowledged so far, by run.
func (c *crew) acked() map[string]int64 {
	out := map[string]int64{}
	for _, tr := range c.trainers {
		tr.mu.Lock()
		out[tr.run] = tr.acked
		tr.mu.Unlock()
	}
	return out
}

// total of acked.
func (c *crew) total() (n int64) {
	for _, steps := range c.acked() {
		n += steps
	}
	return n
}

// statuses of all answers so far.
func (c *crew) statuses() map[int]int {
	out := map[int]int{}
	for _, tr := range c.trainers {
		tr.mu.Lock()
		for status, n := range tr.statuses {
			out[status] += n
		}
		tr.mu.Unlock()
	}
	return out
}

// retryAfters are the Retry-After headers of all 503.
func (c *crew) retryAfters() map[string]int {
	out := map[string]int{}
	for _, tr := range c.trainers {
		tr.mu.Lock()
		for after, n := range tr.after {
			out[after] += n
		}
		tr.mu.Unlock()
	}
	return out
}

// slowest acknowledgement, repetitions included.
func (c *crew) slowest() (d time.Duration) {
	for _, tr := range c.trainers {
		tr.mu.Lock()
		d = max(d, tr.slowest)
		tr.mu.Unlock()
	}
	return d
}

// goesOn waits until each trainer has had steps acknowledged since now.
func (c *crew) goesOn(t *testing.T, within time.Duration) {
	t.Helper()
	before := c.acked()
	eventually(t, within, func() string {
		for run, n := range c.acked() {
			if n <= before[run] {
				return fmt.Sprintf("nothing more of run %s was acknowledged; statuses %v", run, c.statuses())
			}
		}
		return ""
	})
}

func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
