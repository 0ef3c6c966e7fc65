package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/proto"

	"runledger/ingest/pb"
)

// start is the client time of step 0 of all data sets.
const start = 1_767_225_600_000 // ms: 2026-01-01

// curve makes n rows of a run from step first on: a step a second, 100 ms of jitter.
type curve struct {
	first, n int
	keys     []string
	value    func(key, step int, random *rand.Rand) float64
}

// float32Loss falls like a loss and is float32-born, as most of what trainers log.
func float32Loss(key, step int, random *rand.Rand) float64 {
	return float64(float32(math.Exp(-float64(step)/(300+float64(20*key))) + 0.05*random.Float64()))
}

func randomFloat64(_, _ int, random *rand.Rand) float64 { return random.Float64() }

// rows fills a run's batch.
func (c curve) rows(batch *pb.RunBatch, random *rand.Rand) {
	batch.Steps, batch.TimesMs = make([]int64, c.n), make([]int64, c.n)
	for i := range c.n {
		step := c.first + i
		batch.Steps[i], batch.TimesMs[i] = int64(step), start+int64(step)*1000+random.Int64N(100)
	}
	for k, key := range c.keys {
		s := &pb.Series{Key: key, Values: make([]float64, c.n)}
		for i := range s.Values {
			s.Values[i] = c.value(k, c.first+i, random)
		}
		batch.Series = append(batch.Series, s)
	}
}

// upload sends requests 0 … n-1 and waits until everything is in the tables.
func (s *server) upload(ctx context.Context, n int, request func(i int, random *rand.Rand) *pb.IngestRequest) error {
	positions, err := s.sendAll(ctx, n, request)
	if err != nil {
		return err
	}
	for _, p := range positions[max(0, n-8):] {
		if err := s.awaitPosition(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// sendAll sends requests 0 … n-1 over four connections and returns their positions.
func (s *server) sendAll(ctx context.Context, n int, request func(i int, random *rand.Rand) *pb.IngestRequest) ([]string, error) {
	positions := make([]string, n)
	next := make(chan int)
	g, sending := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(next)
		for i := range n {
			select {
			case next <- i:
			case <-sending.Done():
				return sending.Err()
			}
		}
		return nil
	})
	for range 4 {
		g.Go(func() error {
			for i := range next {
				var err error
				if positions[i], err = s.ingest(sending, request(i, rand.New(rand.NewPCG(7, uint64(i))))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return positions, g.Wait()
}

// ingest sends one request and returns its position; a full queue is waited out.
func (s *server) ingest(ctx context.Context, r *pb.IngestRequest) (string, error) {
	body, err := proto.Marshal(r)
	if err != nil {
		return "", err
	}
	var reply struct{ Position string }
	for {
		status, err := s.do(ctx, http.MethodPost, "/api/v1/ingest", "application/x-protobuf", body, &reply)
		if err == nil {
			return reply.Position, nil
		}
		if status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests {
			return "", err
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// awaitPosition waits until the tables include a position; a read waits 10 s at most.
func (s *server) awaitPosition(ctx context.Context, position string) error {
	for {
		status, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/bench/charts?wait_for="+position,
			"application/json", []byte(`{"metrics":["nothing"]}`), nil)
		if err == nil {
			return nil
		}
		if status != http.StatusServiceUnavailable || ctx.Err() != nil {
			return err
		}
	}
}

// do sends a request and decodes its JSON answer.
func (s *server) do(ctx context.Context, method, path, contentType string, body []byte, into any) (int, error) {
	resp, err := s.send(ctx, method, path, contentType, body)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, err
	}
	if resp.StatusCode/100 != 2 {
		return resp.StatusCode, fmt.Errorf("%s %s: %s: %.500s", method, path, resp.Status, text)
	}
	if into == nil {
		return resp.StatusCode, nil
	}
	return resp.StatusCode, json.Unmarshal(text, into)
}

func (s *server) send(ctx context.Context, method, path, contentType string, body []byte) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, s.url+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return http.DefaultClient.Do(req)
}

// warm requests before those that count: caches fill, and the engine compiles what it
// has seen three times.
const warm = 4

// p95 sends a request n times, after a few that don't count, and returns the 95th
// percentile of the time until the answer was read, in ms.
func (b *bench) p95(ctx context.Context, n int, once func(context.Context) error) (float64, error) {
	var took []float64
	for i := range b.size(n) + warm {
		began := time.Now()
		if err := once(ctx); err != nil {
			return 0, err
		}
		if i >= warm {
			took = append(took, time.Since(began).Seconds()*1000)
		}
	}
	slices.Sort(took)
	return took[min(len(took)-1, len(took)*95/100)], nil
}

// chart returns a request for p95.
func (s *server) chart(project string, request map[string]any) func(context.Context) error {
	body, err := json.Marshal(request)
	if err != nil {
		panic(err) // plain values
	}
	return func(ctx context.Context) error {
		_, err := s.do(ctx, http.MethodPost, "/api/v1/projects/admin/"+project+"/charts", "application/json", body, nil)
		return err
	}
}
