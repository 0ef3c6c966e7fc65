package read

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"

	"runledger/internal/api"
	"runledger/internal/clickhouse"
)

// querySeconds bounds a query that a person waits for.
const querySeconds = 30

// Every query of a kind has the same settings: the embedded engine keeps a session a
// set. A statement may hold a list of a million runs. simdjson refuses the integer as
// which a float64 from 2^64 to 10^21 is written where the engine casts one JSON type to
// another, which it does through text.
func interactive() clickhouse.Settings {
	return clickhouse.Settings{"max_execution_time": querySeconds, "max_query_size": maxStatement, "allow_simdjson": 0}
}

func unbounded(of clickhouse.Settings) clickhouse.Settings {
	s := clickhouse.Settings{"max_execution_time": 0, "max_query_size": maxStatement, "allow_simdjson": 0}
	maps.Copy(s, of)
	return s
}

const maxStatement = 16 << 20 // bytes

// Query is a statement with its typed parameters.
type Query struct {
	SQL    string
	Params clickhouse.Params
}

// Heavy runs f when it's the caller's turn among the heavy queries.
func (r *Reader) Heavy(ctx context.Context, f func() error) error {
	return r.inTurn(ctx, r.heavy, f)
}

// Export waits for the caller's turn among the exports, who then calls leave. They take
// long, and mustn't keep charts waiting.
func (r *Reader) Export(ctx context.Context) (leave func(), err error) { return r.enter(ctx, r.export) }

func (r *Reader) inTurn(ctx context.Context, g *gate, f func() error) error {
	leave, err := r.enter(ctx, g)
	if err != nil {
		return err
	}
	defer leave()
	return f()
}

func (r *Reader) enter(ctx context.Context, g *gate) (leave func(), err error) {
	left, err := g.enter(ctx)
	if err != nil {
		r.refused.WithLabelValues("busy").Inc()
		return nil, err
	}
	running := r.running.WithLabelValues(g.what)
	running.Inc()
	return func() { running.Dec(); left() }, nil
}

// Ask sends a query whose answer is read whole by f, within 30 s.
func (r *Reader) Ask(ctx context.Context, q Query, f func(*bufio.Reader) error) error {
	body, err := r.stream(ctx, q, interactive())
	if err != nil {
		return r.problem(ctx, err)
	}
	defer body.Close()
	if err := f(bufio.NewReaderSize(body, 256<<10)); err != nil {
		return r.problem(ctx, err)
	}
	return nil
}

// Stream sends a query whose answer may take as long as the reader likes, with settings
// of its format. An error in the middle comes from Read: then what was read isn't the whole. The caller closes it.
func (r *Reader) Stream(ctx context.Context, q Query, settings clickhouse.Settings) (io.ReadCloser, error) {
	body, err := r.stream(ctx, q, unbounded(settings))
	if err != nil {
		return nil, r.problem(ctx, err)
	}
	return body, nil
}

// Problem is what an error of a query is to the client.
func (r *Reader) Problem(ctx context.Context, err error) error { return r.problem(ctx, err) }

// problem is what an error of a query is to the client.
func (r *Reader) problem(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var known *api.Problem
	if errors.As(err, &known) {
		return err
	}
	switch clickhouse.Code(err) {
	case 0:
		r.refused.WithLabelValues("down").Inc()
		return api.Unavailable(gateWait, "The column store can't be reached now. What is logged meanwhile is kept.").Because(err)
	case clickhouse.CodeMemoryLimit:
		r.refused.WithLabelValues("memory").Inc()
		return api.NewProblem(503, "out_of_memory", "The query needs more memory than it may take.").
			With("Ask for fewer runs, metrics or buckets; or export the points.").Because(err)
	case clickhouse.CodeTimeout:
		r.refused.WithLabelValues("timeout").Inc()
		return api.NewProblem(503, "too_slow", "The query took longer than %d s.", querySeconds).
			With("Ask for fewer runs, metrics or a smaller range; or export the points.").Because(err)
	case clickhouse.CodeTooManyQueries:
		r.refused.WithLabelValues("busy").Inc()
		return api.Unavailable(gateWait, "The column store is busy.").Because(err)
	}
	r.refused.WithLabelValues("other").Inc()
	return fmt.Errorf("query: %w", err)
}

// Broken counts an answer that was cut off in the middle: by the engine, or because
// its reader went away.
func (r *Reader) Broken(ctx context.Context) {
	reason := "engine"
	if ctx.Err() != nil {
		reason = "client"
	}
	r.broken.WithLabelValues(reason).Inc()
}
