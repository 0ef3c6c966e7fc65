package chaos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"time"
)

// project that all trainers log to.
const project = "admin/chaos"

// metrics that each step has; their values follow from run and step, see valueOf.
var metrics = []string{"a", "b", "c"}

// valueOf is what metric m has at a step when it's logged for the round-th time again:
// a wrong row shows, and which of several won.
func valueOf(m int, step int64, round int) float64 {
	return float64(step*8+int64(m)) + 0.5 + float64(round)*roundValue
}

const roundValue = 1e10

// record is what a trainer knows of one of its runs.
type record struct {
	id     string
	next   int64   // step
	writes []write // in the order of the log: a run's requests never overlap in time
}

// write is one request: steps from … to-1.
type write struct {
	from, to int64
	round    int  // 0: new steps; else they were logged before
	acked    bool // else it was sent, perhaps more than once, and given up: the run's last
}

// trainer logs to one run after the other, as a careful client does: a request is
// repeated unchanged until it is acknowledged; now and then it gives up.
type trainer struct {
	name   string
	speak  speaker
	url    func() string
	key    string
	random *rand.Rand
	client *http.Client
	logf   func(string, ...any)

	runs    []*record
	repeats int
	fatal   error // a refusal that repeating doesn't mend
}

const (
	requestTime = 10 * time.Second
	giveUpSoon  = 0.5  // chance after the first failure: it's open whether the server had it
	giveUpLate  = 0.03 // after each further one
	fewSteps    = 20   // most in a request
	again       = 0.15 // share of requests that log earlier steps again
	pauseMost   = 20 * time.Millisecond
)

// log logs until ctx ends. What is under way then is brought to its end: last bounds it.
func (t *trainer) log(ctx, last context.Context) {
	t.begin()
	for ctx.Err() == nil && t.fatal == nil {
		r := t.runs[len(t.runs)-1]
		w := t.choose(r)
		w.acked = t.deliver(last, t.speak.request(r, w))
		r.writes = append(r.writes, w)
		if !w.acked {
			t.begin() // what comes next would depend on what became of it
		}
		if t.random.IntN(200) == 0 {
			t.begin()
		}
		pause(ctx, time.Duration(t.random.Int64N(int64(pauseMost))))
	}
}

// choose says what to log next: new steps, or, now and then, earlier ones again.
func (t *trainer) choose(r *record) write {
	if n := len(r.writes); n > 0 && t.speak.again() && t.random.Float64() < again {
		w := r.writes[t.random.IntN(n)]
		w.round = n // rises with each request
		return w
	}
	w := write{from: r.next, to: r.next + 1 + t.random.Int64N(fewSteps)}
	r.next = w.to
	return w
}

// begin begins another run.
func (t *trainer) begin() {
	t.runs = append(t.runs, &record{id: fmt.Sprintf("%s-%d", t.name, len(t.runs))})
}

// message is a request that can be sent again.
type message struct {
	path, contentType string
	body              []byte
	before            *message // to be acknowledged first
}

// deliver repeats a message until it's acknowledged (true) or given up.
func (t *trainer) deliver(ctx context.Context, m *message) bool {
	if m.before != nil && !t.deliver(ctx, m.before) {
		return false
	}
	giveUp := giveUpSoon
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, 500*time.Millisecond) {
		err := t.send(ctx, m)
		var r refused
		switch {
		case err == nil:
			return true
		case errors.As(err, &r):
			t.fatal = fmt.Errorf("%s %s: %w", t.name, m.path, err)
			return false
		case ctx.Err() != nil:
			t.fatal = fmt.Errorf("%s: never acknowledged: %w", t.name, err)
			return false
		case t.random.Float64() < giveUp:
			return false
		}
		giveUp = giveUpLate
		t.repeats++
		pause(ctx, wait)
	}
}

// refused is an answer that says the request is wrong.
type refused struct {
	status int
	text   string
}

func (r refused) Error() string { return fmt.Sprintf("status %d: %s", r.status, r.text) }

func (t *trainer) send(ctx context.Context, m *message) error {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url()+m.path, bytes.NewReader(m.body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", m.contentType)
	req.Header.Set("Authorization", "Bearer "+t.key)
	resp, err := t.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	switch {
	case resp.StatusCode/100 == 2 && err == nil:
		return t.speak.check(text)
	case resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode >= 500, err != nil:
		return fmt.Errorf("status %d: %w", resp.StatusCode, errors.Join(err, fmt.Errorf("%.200s", text)))
	}
	return refused{resp.StatusCode, string(text)}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
