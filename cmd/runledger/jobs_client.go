package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"runledger/projections/jobs"
)

const jobsPath = "/api/v1/admin/jobs"

// jobsClient speaks with the jobs of a running server.
type jobsClient struct{ url, key string }

const pollEvery = 500 * time.Millisecond

// run starts a job and follows it to its end. When ctx ends it is cancelled.
func (c jobsClient) run(ctx context.Context, kind string, progress func(jobs.Status)) (jobs.Status, error) {
	b, err := c.call(ctx, http.MethodPost, "", map[string]string{"kind": kind})
	if err != nil {
		return b, err
	}
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for b.State == jobs.Running {
		progress(b)
		select {
		case <-tick.C:
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
			defer cancel()
			_, err := c.call(last, http.MethodDelete, "/"+b.ID, nil)
			return b, fmt.Errorf("interrupted; the server was told to cancel the job (%v)", err)
		}
		if b, err = c.call(ctx, http.MethodGet, "/"+b.ID, nil); err != nil && ctx.Err() == nil {
			return b, err
		}
	}
	return b, nil
}

func (c jobsClient) call(ctx context.Context, method, path string, body any) (jobs.Status, error) {
	var b jobs.Status
	text, err := json.Marshal(body)
	if err != nil {
		return b, err
	}
	url := strings.TrimSuffix(c.url, "/") + jobsPath + path
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(text))
	if err != nil {
		return b, err
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return b, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 8<<20))
	if err != nil {
		return b, fmt.Errorf("%s %s: %w", method, url, err)
	}
	if resp.StatusCode/100 != 2 {
		return b, fmt.Errorf("%s %s: status %d: %s", method, url, resp.StatusCode, bytes.TrimSpace(answer))
	}
	return b, json.Unmarshal(answer, &b)
}
