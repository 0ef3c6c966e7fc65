package survival

import (
	"context"
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

// person changes things over HTTP as careful clients do: each request has a key, and is
// repeated unchanged under it until it's answered. What was answered is kept.
type person struct {
	name, key string
	urls      []string // servers; when one doesn't answer, the next is asked
	r         *rand.Rand
	client    *http.Client

	mu    sync.Mutex
	deeds []deed
}

// deed is one request and the answer that came in the end.
type deed struct {
	key                string // Idempotency-Key
	method, path, body string
	tries              int // how often it was sent
	status             int // 0: it was never answered
	text               []byte
	answered           // of text
}

type answered struct {
	ID       string  `json:"id"`
	Action   uint64  `json:"action"`
	Position string  `json:"position"`
	Repeated bool    `json:"repeated"`
	Undone   *uint64 `json:"undone"`
	Code     string  `json:"code"`
}

func (d deed) String() string {
	return fmt.Sprintf("%s %s %s (key %s, sent %d times): %d %.300s", d.method, d.path, d.body, d.key, d.tries, d.status, d.text)
}

func (d deed) ok() bool { return d.status/100 == 2 }

func newPerson(name string, seed uint64, urls ...string) *person {
	no := uint64(len(name))
	for _, c := range []byte(name) {
		no = no*31 + uint64(c)
	}
	return &person{name: name, key: strings.Repeat(name+"_", 40)[:40], urls: urls, r: rand.New(rand.NewPCG(seed, no)),
		client: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 2},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// do makes a change and returns once it's answered, or ctx has ended.
func (p *person) do(ctx context.Context, method, path, body string) deed {
	p.mu.Lock()
	d := deed{key: fmt.Sprintf("%s-%d", p.name, len(p.deeds)), method: method, path: path, body: body}
	p.mu.Unlock()
	for ; ctx.Err() == nil; rest(ctx, 50*time.Millisecond) {
		status, text, err := p.send(ctx, p.urls[d.tries%len(p.urls)], d)
		d.tries++
		if err == nil && status != http.StatusServiceUnavailable && status != http.StatusBadGateway && status != http.StatusTooManyRequests {
			d.status, d.text = status, text
			_ = json.Unmarshal(text, &d.answered) // not all answers are objects
			break
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deeds = append(p.deeds, d)
	return d
}

func (p *person) send(ctx context.Context, url string, d deed) (int, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, d.method, url+d.path, strings.NewReader(d.body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+p.key)
	if d.method != http.MethodGet {
		req.Header.Set("Idempotency-Key", d.key)
	}
	if d.body != "" {
		kind := "application/json"
		if strings.HasPrefix(d.path, "/api/v1/ingest") {
			kind = "application/x-ndjson"
		}
		req.Header.Set("Content-Type", kind)
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, text, err
}

// get reads something; a server that doesn't answer is asked again.
func (p *person) get(ctx context.Context, path string) (status int, text []byte) {
	for i := 0; ctx.Err() == nil; i++ {
		status, text, err := p.send(ctx, p.urls[i%len(p.urls)], deed{method: http.MethodGet, path: path})
		if err == nil && status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests {
			return status, text
		}
		rest(ctx, 50*time.Millisecond)
	}
	return 0, nil
}

// done are the deeds so far.
func (p *person) done() []deed {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]deed{}, p.deeds...)
}

// crowd are people who do things beside each other until they are stopped.
type crowd struct {
	people []*person
	doing  context.CancelFunc
	last   context.CancelFunc
	work   sync.WaitGroup
}

// startCrowd lets each person act again and again.
func startCrowd(t *testing.T, people []*person, act func(context.Context, *person)) *crowd {
	t.Helper()
	doing, stop := context.WithCancel(context.Background())
	last, cancel := context.WithCancel(context.Background())
	c := &crowd{people: people, doing: stop, last: cancel}
	for _, p := range people {
		c.work.Go(func() {
			for doing.Err() == nil && last.Err() == nil {
				act(last, p)
			}
		})
	}
	t.Cleanup(func() { stop(); cancel(); c.work.Wait() })
	return c
}

// stop ends the acting once what is under way is answered.
func (c *crowd) stop(t *testing.T) {
	t.Helper()
	c.doing()
	timer := time.AfterFunc(patience, c.last)
	defer timer.Stop()
	c.work.Wait()
	for _, p := range c.people {
		for _, d := range p.done() {
			if d.status == 0 {
				t.Errorf("never answered: %s", d)
			}
		}
	}
}

// goesOn waits until each person was answered so many times since now.
func (c *crowd) goesOn(t *testing.T, times int) {
	t.Helper()
	before := map[*person]int{}
	for _, p := range c.people {
		before[p] = len(p.done())
	}
	eventually(t, patience, func() string {
		for _, p := range c.people {
			if n := len(p.done()) - before[p]; n < times {
				return fmt.Sprintf("%s was answered %d times only", p.name, n)
			}
		}
		return ""
	})
}
