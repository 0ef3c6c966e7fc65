package read

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"runledger/internal/clickhouse"
)

// A query may take long; a ClickHouse that isn't there, or stands still, looks the same.
// So whoever waits asks now and then whether it answers at all.
const (
	quietTime = 3 * time.Second // between two questions
	aliveTime = 5 * time.Second // for the answer
	againTime = time.Second     // for the answer, when the last one didn't come
)

var errSilent = errors.New("ClickHouse doesn't answer")

// stream sends a query; it and its answer end with errSilent when ClickHouse doesn't
// answer in the meantime.
func (r *Reader) stream(ctx context.Context, q Query, settings clickhouse.Settings) (io.ReadCloser, error) {
	if r.silent.Load() { // don't let everybody wait to find out
		if err := r.alive(ctx, againTime); err != nil {
			return nil, err
		}
	}
	watched, cancel := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); r.watch(watched, cancel) }()
	stop := func() { cancel(nil); <-ended }
	body, err := r.client.Stream(watched, q.SQL, q.Params, settings)
	if err != nil {
		stop()
		return nil, silence(watched, err)
	}
	return &watchedBody{ReadCloser: body, ctx: watched, stop: stop}, nil
}

// watch cancels ctx with errSilent when there is no answer.
func (r *Reader) watch(ctx context.Context, cancel context.CancelCauseFunc) {
	tick := time.NewTicker(quietTime)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		if err := r.alive(ctx, aliveTime); err != nil {
			cancel(err) // does nothing if ctx has ended
			return
		}
	}
}

// alive returns errSilent if ClickHouse doesn't answer in time.
func (r *Reader) alive(ctx context.Context, within time.Duration) error {
	question, done := context.WithTimeout(ctx, within)
	defer done()
	err := r.client.Ping(question)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	r.silent.Store(err != nil)
	if err != nil {
		return fmt.Errorf("%w: %w", errSilent, err)
	}
	return nil
}

// silence returns errSilent in place of what followed from it.
func silence(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, errSilent) {
		return cause
	}
	return err
}

// watchedBody is an answer that is watched until it's closed.
type watchedBody struct {
	io.ReadCloser
	ctx  context.Context
	stop func()
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = silence(b.ctx, err)
	}
	return n, err
}

func (b *watchedBody) Close() error {
	err := b.ReadCloser.Close()
	b.stop()
	return err
}
