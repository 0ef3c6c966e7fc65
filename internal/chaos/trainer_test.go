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

// valueOf is what metric m has at a step: a wrong row shows.
func valueOf(m int, step int64) float64 { return float64(step*8+int64(m)) + 0.5 }

// record is what a trainer knows of one of its runs.
type record struct {
	id    string
	next  int64  // step
	seq   uint64 // of the next request
	acked []span
	doubt []span // sent, perhaps more than once, and never acknowledged
}

// span of steps: from … to-1.
type span struct{ from, to int64 }

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
	pauseMost   = 20 * time.Millisecond
)

// log logs until ctx ends. What is under way then is brought to its end: last bounds it.
func (t *trainer) log(ctx, last context.Context) {
	t.begin()
	for ctx.Err() == nil && t.fatal == nil {
		r := t.runs[len(t.runs)-1]
		n := 1 + t.random.Int64N(fewSteps)
		steps := span{r.next, r.next + n}
		body := t.speak.request(t, r, steps)
		r.next, r.seq = r.next+n, r.seq+1
		if t.deliver(last, body) {
			r.acked = append(r.acked, steps)
		} else {
			r.doubt = append(r.doubt, steps)
			t.begin() // a line offset that may be missing: this run can't go on
		}
		if t.random.IntN(200) == 0 {
			t.begin()
		}
		pause(ctx, time.Duration(t.random.Int64N(int64(pauseMost))))
	}
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
