package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// prepare does what trainers do before their first step: runs get a config, and the
// W&B API gets to know of them. It isn't measured.
func (s *sender) prepare(ctx context.Context, t target, runs []*run) error {
	create := s.createNative
	if s.o.Format == "file_stream" {
		create = s.createWandB
	}
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range min(s.o.Writers, len(runs), 16) {
		g.Go(func() error {
			for i := next.Add(1) - 1; i < int64(len(runs)); i = next.Add(1) - 1 {
				if err := create(ctx, t, runs[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// config of a run: something to filter and group by.
func (r *run) config() map[string]any {
	return map[string]any{"lr": []float64{0.1, 0.01, 0.001}[r.index%3], "seed": r.index / 3, "arch": fmt.Sprintf("net%d", r.index%10), "load": r.prefix}
}

func (s *sender) createNative(ctx context.Context, t target, r *run) error {
	line, err := json.Marshal(map[string]any{"project": t.entity + "/" + t.project, "run": r.id, "config": r.config()})
	if err != nil {
		return err
	}
	_, _, err = s.post(ctx, t.url+"/api/v1/ingest", "application/x-ndjson", line)
	return err
}

const upsertBucket = `mutation UpsertBucket($name: String, $project: String, $entity: String, $config: JSONString) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, config: $config}) { bucket { id name } inserted }
}`

func (s *sender) createWandB(ctx context.Context, t target, r *run) error {
	values := map[string]any{}
	for k, v := range r.config() {
		values[k] = map[string]any{"value": v}
	}
	config, err := json.Marshal(values)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"operationName": "UpsertBucket", "query": upsertBucket,
		"variables": map[string]any{"name": r.id, "project": t.project, "entity": t.entity, "config": string(config)}})
	if err != nil {
		return err
	}
	answer, _, err := s.post(ctx, t.url+"/graphql", "application/json", body)
	if err != nil {
		return err
	}
	var reply struct{ Errors []struct{ Message string } }
	if err := json.Unmarshal(answer, &reply); err != nil {
		return fmt.Errorf("graphql: answer %.200q: %w", answer, err)
	}
	if len(reply.Errors) > 0 {
		return errors.New("graphql: " + reply.Errors[0].Message)
	}
	return nil
}

// post sends one request outside of the measurement.
func (s *sender) post(ctx context.Context, url, contentType string, body []byte) ([]byte, http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Authorization", "Bearer "+s.o.Key)
	resp, err := s.o.Client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	text, err := readAnswer(resp)
	if err == nil && resp.StatusCode/100 != 2 {
		err = &refusal{status: resp.StatusCode, text: string(text[:min(len(text), 500)])}
	}
	return text, resp.Header, err
}
