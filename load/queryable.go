package load

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"runledger/internal/position"
)

// probe measures freshness: from an acknowledgement until a chart's answer includes
// it. It takes one acknowledgement at a time, the others pass it by.
type probe struct {
	s       *sender
	t       target
	samples Samples
	offers  chan offer
}

type offer struct {
	pos position.Position
	at  time.Time
}

func newProbe(s *sender, t target) *probe {
	return &probe{s: s, t: t, offers: make(chan offer)}
}

// offer says that something was just acknowledged.
func (p *probe) offer(pos position.Position) {
	select {
	case p.offers <- offer{pos, time.Now()}:
	default: // busy with an earlier one, or not probing
	}
}

// start probes until the returned function is called.
func (p *probe) start(ctx context.Context) (stop func()) {
	if !p.s.o.Probe {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case o := <-p.offers:
				if p.s.chart(ctx, p.t, o.pos) == nil {
					p.samples.Add(time.Since(o.at))
				}
			}
		}
	}()
	return func() { cancel(); <-done }
}

// errNotYet: the tables aren't there yet.
var errNotYet = errors.New("not yet queryable")

// waitQueryable returns when a chart's answer includes everything acknowledged.
func (s *sender) waitQueryable(ctx context.Context, t target) error {
	for {
		err := s.chart(ctx, t, s.reached)
		if !errors.Is(err, errNotYet) {
			return err
		}
	}
}

// chart asks for a chart of the first run that includes pos; the server waits up to
// 10 s for it.
func (s *sender) chart(ctx context.Context, t target, pos position.Position) error {
	body := fmt.Sprintf(`{"metrics":["loss"],"runs":{"ids":[%q]},"buckets":10}`, RunID(s.o.RunPrefix, 0))
	u := s.o.ReadURL + "/api/v1/projects/" + url.PathEscape(t.entity) + "/" + url.PathEscape(t.project) +
		"/charts?wait_for=" + pos.String()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+s.o.Key)
	resp, err := s.o.Client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := readAnswer(resp)
	switch {
	case err != nil:
		return err
	case resp.StatusCode == http.StatusServiceUnavailable:
		return errNotYet
	case resp.StatusCode != http.StatusOK:
		return fmt.Errorf("chart: status %d: %.300s", resp.StatusCode, text)
	}
	return nil
}
