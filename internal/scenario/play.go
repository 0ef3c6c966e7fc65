package scenario

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// place is a running program, whatever its shape.
type place struct {
	url func(method, path string) string // of the process that answers this
	key string                           // the admin's
}

// exchangeTime bounds one exchange. A 503 is repeated meanwhile, as clients do: after a
// start, projectors wait before they take partitions.
const exchangeTime = time.Minute

// play runs one file's exchanges in order.
func play(ctx context.Context, p place, project, text string) error {
	list, err := parse(text)
	if err != nil {
		return err
	}
	known := names{"project": project}
	for _, e := range list {
		if err := p.exchange(ctx, known, e); err != nil {
			return fmt.Errorf("line %d: %s %s: %w", e.line, e.method, known.fill(e.path), err)
		}
	}
	return nil
}

func (p place) exchange(ctx context.Context, known names, e exchange) error {
	ctx, cancel := context.WithTimeout(ctx, exchangeTime)
	defer cancel()
	resp, got, err := p.ask(ctx, known, e)
	for err == nil && resp.StatusCode == http.StatusServiceUnavailable && e.status != resp.StatusCode {
		resp, got, err = p.ask(ctx, known, e)
	}
	if err != nil {
		return err
	}
	if resp.StatusCode != e.status {
		return fmt.Errorf("status %d, expected %d: %s", resp.StatusCode, e.status, got)
	}
	for _, h := range e.expectedHeaders {
		if err := known.text(h[0], h[1], resp.Header.Get(h[0])); err != nil {
			return err
		}
	}
	if err := known.match(e.expected, string(got)); err != nil {
		return fmt.Errorf("%w\nthe answer: %s", err, got)
	}
	return nil
}

// ask sends a request and reads its answer.
func (p place) ask(ctx context.Context, known names, e exchange) (*http.Response, []byte, error) {
	path := known.fill(e.path)
	req, err := http.NewRequestWithContext(ctx, e.method, p.url(e.method, path)+path, strings.NewReader(known.fill(e.body)))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+p.key)
	for _, h := range e.headers {
		req.Header.Set(h[0], known.fill(h[1]))
	}
	resp, err := http.DefaultTransport.RoundTrip(req) // redirects are answers too
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, nil, fmt.Errorf("read the answer: %w", err)
	}
	return resp, got, nil
}
