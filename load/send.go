package load

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"runledger/internal/position"
)

// sender sends requests and keeps count. It repeats what the server asks to repeat.
type sender struct {
	o       Options
	latency Samples // from the first byte out to the acknowledgement, of requests that went well

	mu       sync.Mutex
	points   int // acknowledged
	requests int
	bytes    int64
	retries  map[string]int // by reason
	errors   map[string]int
	reached  position.Position // everything acknowledged
	last     time.Time         // of the last acknowledgement
}

// ack is the part of an answer that matters here; W&B's answers have none of it in
// the body, only in the header.
type ack struct {
	Rejected []struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"rejected"`
	Position string `json:"position"`
}

const (
	positionHeader = "Runledger-Position"
	maxAnswer      = 1 << 20 // bytes
	firstBackoff   = 50 * time.Millisecond
	lastBackoff    = 2 * time.Second
)

// send sends one request until it is acknowledged, refused for good, or ctx ends. It
// returns the position that includes it.
func (s *sender) send(ctx context.Context, r *request) (position.Position, error) {
	for wait := firstBackoff; ; wait = min(2*wait, lastBackoff) {
		pos, again, err := s.once(ctx, r)
		if err == nil || again == "" {
			return pos, err
		}
		s.count(s.retries, again)
		select {
		case <-ctx.Done():
			return position.Position{}, fmt.Errorf("gave up: %w", err)
		case <-time.After(max(wait, retryAfter(err))):
		}
	}
}

// refusal is an answer other than 2xx.
type refusal struct {
	status int
	after  time.Duration
	text   string
}

func (e *refusal) Error() string { return fmt.Sprintf("status %d: %s", e.status, e.text) }

func retryAfter(err error) time.Duration {
	if r, ok := err.(*refusal); ok {
		return r.after
	}
	return 0
}

// once returns a reason to try again beside an error that may pass.
func (s *sender) once(ctx context.Context, r *request) (_ position.Position, again string, _ error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(r.body))
	if err != nil {
		return position.Position{}, "", err
	}
	r.headers(req.Header)
	req.Header.Set("Authorization", "Bearer "+s.o.Key)
	begin := time.Now()
	resp, err := s.o.Client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return position.Position{}, "", ctx.Err()
		}
		return position.Position{}, "connection", err
	}
	defer resp.Body.Close()
	text, err := readAnswer(resp)
	if err != nil {
		return position.Position{}, "connection", err
	}
	took := time.Since(begin)
	if resp.StatusCode/100 != 2 {
		ref := &refusal{status: resp.StatusCode, text: string(text[:min(len(text), 500)])}
		if seconds, err := strconv.ParseFloat(resp.Header.Get("Retry-After"), 64); err == nil {
			ref.after = time.Duration(seconds * float64(time.Second))
		}
		if ref.status == http.StatusTooManyRequests || ref.status >= 500 {
			return position.Position{}, "status " + strconv.Itoa(ref.status), ref
		}
		return position.Position{}, "", s.failed("status "+strconv.Itoa(ref.status), ref)
	}
	pos, err := s.acknowledged(r, resp.Header, text)
	if err == nil {
		s.latency.Add(took)
	}
	return pos, "", err
}

func readAnswer(resp *http.Response) ([]byte, error) {
	return io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
}

// acknowledged reads the answer to a request that was taken.
func (s *sender) acknowledged(r *request, h http.Header, text []byte) (position.Position, error) {
	var a ack
	if err := json.Unmarshal(text, &a); err != nil {
		return position.Position{}, s.failed("answer", fmt.Errorf("answer %.100q: %w", text, err))
	}
	if len(a.Rejected) > 0 {
		return position.Position{}, s.failed("rejected "+a.Rejected[0].Code,
			fmt.Errorf("%d lines rejected, the first: %s", len(a.Rejected), a.Rejected[0].Message))
	}
	if a.Position == "" {
		a.Position = h.Get(positionHeader)
	}
	var pos position.Position
	if a.Position != "" {
		var err error
		if pos, err = position.Parse(a.Position); err != nil {
			return pos, s.failed("answer", err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.points += r.points
	s.bytes += int64(len(r.body))
	s.requests++
	s.last = time.Now()
	s.reached = position.Max(s.reached, pos)
	return pos, nil
}

func (s *sender) failed(reason string, err error) error {
	s.count(s.errors, reason)
	return err
}

func (s *sender) count(m map[string]int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m[reason]++
}
