package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrDown is what Ready answers while the engine is starting, or gone.
var ErrDown = errors.New("the embedded engine is not ready")

// Engine keeps a runledger-engine running. Between a crash and the next ready child, requests to its
// Endpoint fail to connect: callers see an error at once and decide themselves whether to wait.
type Engine struct {
	opts    Options
	metrics *metrics

	mu    sync.Mutex
	state state
}

type state struct {
	child   *child        // nil while none is ready
	changed chan struct{} // closed at the next change
	ended   bool          // Run has returned
	err     error         // with this
}

// New prepares an engine; Run starts it.
func New(opts Options) (*Engine, error) {
	opts, err := opts.complete()
	if err != nil {
		return nil, err
	}
	e := &Engine{opts: opts, state: state{changed: make(chan struct{})}}
	if e.metrics, err = newMetrics(opts.Registerer, e.PID); err != nil {
		return nil, fmt.Errorf("embedded engine: register metrics: %w", err)
	}
	return e, nil
}

// Endpoint is where the engine is reached; known before it runs, and the same after a restart.
func (e *Engine) Endpoint() Endpoint {
	return Endpoint{Scheme: "http", Network: "unix", Address: e.opts.SocketPath, User: "default"}
}

// Run keeps the engine running until ctx ends, then stops it in order. It returns early only when the engine
// was never ready and its start is refused for a reason that trying again won't mend (ErrRefused,
// ErrNoLibrary, no binary). One that was ready is started again whatever happens: its files may be in the
// middle of an upgrade, and what this process does without it goes on.
func (e *Engine) Run(ctx context.Context) error {
	err := e.run(ctx)
	e.set(func(s *state) { s.child, s.ended, s.err = nil, true, err })
	return err
}

func (e *Engine) run(ctx context.Context) error {
	library, err := FindLibrary(e.opts.LibraryPath)
	if err != nil {
		return err
	}
	if err := prepareSocketFolder(e.opts.SocketPath); err != nil {
		return err
	}
	var pause backoff
	for served := false; ; {
		began := time.Now()
		end, err := e.runOnce(ctx, library, began)
		served = served || end.served
		if end.stopped || err != nil && !served {
			return err
		}
		if err != nil {
			e.opts.Logger.Error("the embedded engine can't be started, trying again", "error", err)
		}
		wait := pause.next(time.Since(began), end.reason != reasonStart)
		e.metrics.exits.WithLabelValues(end.reason).Inc()
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// ending of a child.
type ending struct {
	served  bool   // it was ready
	stopped bool   // it was told to end
	reason  string // for the metrics
}

// runOnce starts a child and stays with it. Its error says why starting again won't help, or, if the child
// was stopped, what went wrong with that.
func (e *Engine) runOnce(ctx context.Context, library string, began time.Time) (ending, error) {
	c, err := startChild(e.opts, e.opts.arguments(), library)
	if err != nil {
		return ending{reason: reasonStart}, err
	}
	if stopped, err := e.attend(ctx, c, began); stopped {
		return ending{stopped: true}, err
	}
	end := ending{reason: c.reason(), served: c.reason() != reasonStart}
	if c.exitCode() == ExitRefused {
		return end, fmt.Errorf("%w: %s", ErrRefused, c.lastErr.get())
	}
	e.opts.Logger.Error("the embedded engine ended, starting it again", "how", c.err, "reason", end.reason,
		"said", c.lastErr.get(), "up", time.Since(began).Round(time.Millisecond))
	return end, nil
}

// attend stays with one child until it is gone. stopped is true when it was told to go.
func (e *Engine) attend(ctx context.Context, c *child, began time.Time) (stopped bool, err error) {
	ready := c.ready
	answers := make(chan bool)
	watch, cancel := context.WithCancel(ctx)
	var watching sync.WaitGroup
	defer watching.Wait()
	defer cancel()
	for {
		select {
		case <-ready:
			ready = nil
			e.metrics.starts.Inc()
			e.metrics.startup.Observe(time.Since(began).Seconds())
			e.opts.Logger.Info("the embedded engine is ready", "pid", c.pid(), "after", time.Since(began).Round(time.Millisecond))
			e.up(c)
			watching.Go(func() { e.watch(watch, c, answers) })
		case answering := <-answers:
			if answering {
				e.up(c)
			} else {
				e.down()
			}
		case <-c.gone:
			e.down()
			return false, nil
		case <-ctx.Done():
			e.down()
			return true, c.stop(e.opts.StopGrace + killAfter)
		}
	}
}

func (e *Engine) up(c *child) {
	e.metrics.up.Set(1)
	e.set(func(s *state) { s.child = c })
}

func (e *Engine) down() {
	e.metrics.up.Set(0)
	e.set(func(s *state) { s.child = nil })
}

// Ready is nil while the engine answers, else ErrDown or what ended Run.
func (e *Engine) Ready() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.state.child != nil:
		return nil
	case e.state.err != nil:
		return e.state.err
	}
	return ErrDown
}

// WaitReady waits until the engine answers, Run has ended, or ctx has.
func (e *Engine) WaitReady(ctx context.Context) error {
	for {
		e.mu.Lock()
		s := e.state
		e.mu.Unlock()
		switch {
		case s.child != nil:
			return nil
		case s.ended && s.err != nil:
			return s.err
		case s.ended:
			return ErrDown
		}
		select {
		case <-s.changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for the embedded engine: %w", context.Cause(ctx))
		}
	}
}

// PID of the running child, or 0.
func (e *Engine) PID() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.state.child == nil {
		return 0
	}
	return e.state.child.pid()
}

func (e *Engine) set(change func(*state)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	change(&e.state)
	close(e.state.changed)
	e.state.changed = make(chan struct{})
}

// backoff is how long to wait before the next start: next to nothing after a good run, longer and longer when
// the engine ends soon after each start, longest when it doesn't even get ready.
type backoff struct{ last time.Duration }

const (
	backoffFirst = 50 * time.Millisecond
	backoffReady = time.Second
	backoffMost  = 5 * time.Second
	goodRun      = 10 * time.Second
)

func (b *backoff) next(ran time.Duration, wasReady bool) time.Duration {
	most := backoffMost
	if wasReady {
		most = backoffReady
	}
	if ran >= goodRun || b.last == 0 {
		b.last = backoffFirst
	} else {
		b.last = min(2*b.last, most)
	}
	return b.last
}
