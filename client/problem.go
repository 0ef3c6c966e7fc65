package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Problem is an answer that isn't what was asked for (RFC 9457).
type Problem struct {
	Status    int     `json:"status"`
	Code      string  `json:"code"`
	Detail    string  `json:"detail"`
	Hint      string  `json:"hint"`
	Errors    []Fault `json:"errors"`
	RequestID string  `json:"request_id"`

	RetryAfter time.Duration `json:"-"` // 0: the server doesn't say
}

// Fault is one fault of a request.
type Fault struct {
	Location string `json:"location"`
	Code     string `json:"code"`
	Message  string `json:"message"`
}

// Error is what happened, where, and what to do about it, a line each.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Detail)
	for _, f := range p.Errors {
		if f.Message != "" && f.Code != "invalid_expression" { // the detail shows where in the expression
			fmt.Fprintf(&b, "\n  %s", strings.TrimPrefix(f.Location+": "+f.Message, ": "))
		}
	}
	if p.Hint != "" {
		fmt.Fprintf(&b, "\n%s", p.Hint)
	}
	if p.Status >= 500 && p.RequestID != "" {
		fmt.Fprintf(&b, "\n(status %d, request %s in the server's log)", p.Status, p.RequestID)
	}
	return b.String()
}

// passing problems may be gone after a while.
func (p *Problem) passing() bool {
	return p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests
}

const (
	attempts  = 4
	mostPause = 5 * time.Second
)

// pause waits before the next attempt. It returns false if that isn't worth it.
func pause(ctx context.Context, asked time.Duration) bool {
	if asked > mostPause {
		return false
	}
	timer := time.NewTimer(max(asked, 200*time.Millisecond))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// mostProblem is how much of a problem is read.
const mostProblem = 1 << 20

// problemOf reads an answer that isn't a success, also one that a proxy gave.
func problemOf(resp *http.Response) *Problem {
	defer resp.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(resp.Body, mostProblem)) // what there is of it
	p := &Problem{}
	if json.Unmarshal(text, p) != nil || p.Detail == "" {
		p = &Problem{Detail: fmt.Sprintf("%s answers %s and no problem of ours: is that a runledger server?", resp.Request.URL.Redacted(), resp.Status)}
	}
	p.Status = resp.StatusCode
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds >= 0 {
		p.RetryAfter = time.Duration(seconds) * time.Second
	}
	return p
}

// Unreachable is an answer that didn't come.
type Unreachable struct {
	URL string
	Err error
}

func (u *Unreachable) Error() string {
	err := u.Err
	var inner *url.Error
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return fmt.Sprintf("%s doesn't answer: %v", u.URL, err)
}

// Unwrap returns what went wrong.
func (u *Unreachable) Unwrap() error { return u.Err }
