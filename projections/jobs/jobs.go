// Package jobs runs the long tasks of an administrator over the projections, rebuild
// and verify, one at a time, with progress and cancel, and offers them over HTTP.
//
// To add a task: a line in tasks.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"runledger/projections"
)

// The kinds of jobs.
const (
	Verify  = "verify"
	Rebuild = "rebuild"
)

// tasks is what each kind does.
var tasks = map[string]func(context.Context, *projections.Projector, *Job) error{
	Verify: func(ctx context.Context, p *projections.Projector, j *Job) error {
		tables, err := p.Verify(ctx, j.report)
		j.compared(tables)
		return err
	},
	Rebuild: func(ctx context.Context, p *projections.Projector, j *Job) error {
		return p.Rebuild(ctx, j.report)
	},
}

// States of a job.
const (
	Running   = "running"
	Succeeded = "succeeded" // verify: all tables are equal
	Different = "different" // verify: some aren't
	Failed    = "failed"
	Cancelled = "cancelled"
)

// Status is what is told of a job.
type Status struct {
	ID          string                   `json:"id"`
	Kind        string                   `json:"kind" enum:"verify,rebuild"`
	State       string                   `json:"state" enum:"running,succeeded,different,failed,cancelled"`
	Phase       string                   `json:"phase,omitempty" doc:"What it is doing"`
	Done        uint64                   `json:"done" doc:"Records read"`
	Total       uint64                   `json:"total" doc:"Records to read"`
	PerSecond   float64                  `json:"per_second" doc:"Records a second"`
	SecondsLeft float64                  `json:"seconds_left" doc:"Expected"`
	Began       time.Time                `json:"began"`
	Ended       *time.Time               `json:"ended,omitempty"`
	Error       string                   `json:"error,omitempty"`
	Tables      []projections.Comparison `json:"tables,omitempty" doc:"Of a verification"`
}

// Job is one run of a task.
type Job struct {
	mu     sync.Mutex
	status Status
	cancel context.CancelFunc
}

// Status returns the job as it stands.
func (j *Job) Status() Status {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.status
}

func (j *Job) report(p projections.Progress) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.status.Phase = p.Phase
	if p.Total > 0 {
		j.status.Done, j.status.Total, j.status.PerSecond, j.status.SecondsLeft = p.Done, p.Total, p.Rate, p.Left.Seconds()
	}
}

func (j *Job) compared(tables []projections.Comparison) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.status.Tables = tables
}

func (j *Job) end(now time.Time, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.status.Ended = &now
	switch {
	case errors.Is(err, context.Canceled):
		j.status.State = Cancelled
	case err != nil:
		j.status.State, j.status.Error = Failed, err.Error()
	default:
		j.status.State = Succeeded
		for _, t := range j.status.Tables {
			if !t.Equal {
				j.status.State = Different
			}
		}
	}
}

// ErrBusy: only one job runs at a time.
var ErrBusy = errors.New("another job is running")

// Jobs runs jobs of one projector.
type Jobs struct {
	projector *projections.Projector
	caughtUp  func(context.Context) error
	clock     func() time.Time

	mu      sync.Mutex
	ctx     context.Context // set by Run
	all     []*Job          // oldest first, the last maxKept
	running sync.WaitGroup
}

// maxKept is how many jobs are remembered.
const maxKept = 50

// New returns Jobs; Start works while Run does. caughtUp returns when the tables hold
// what the log holds at its call: what a verification compares is worth nothing before.
func New(p *projections.Projector, caughtUp func(context.Context) error, clock func() time.Time) *Jobs {
	return &Jobs{projector: p, caughtUp: caughtUp, clock: clock}
}

// Run lets jobs be started until ctx ends, then cancels and waits for the running one.
func (s *Jobs) Run(ctx context.Context) error {
	s.mu.Lock()
	s.ctx = ctx
	s.mu.Unlock()
	<-ctx.Done()
	s.running.Wait()
	return nil
}

// Start begins a job of a kind.
func (s *Jobs) Start(kind string) (Status, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	task, ok := tasks[kind]
	if !ok {
		return Status{}, errors.New("no such kind of job: " + kind)
	}
	if s.ctx == nil || s.ctx.Err() != nil {
		return Status{}, errors.New("the server isn't running")
	}
	if n := len(s.all); n > 0 && s.all[n-1].Status().State == Running {
		return s.all[n-1].Status(), ErrBusy
	}
	ctx, cancel := context.WithCancel(s.ctx)
	j := &Job{cancel: cancel, status: Status{ID: uuid.NewString(), Kind: kind, State: Running, Began: s.clock()}}
	s.all = append(s.all, j)
	s.all = s.all[max(0, len(s.all)-maxKept):]
	s.running.Go(func() {
		defer cancel()
		err := s.prepare(ctx, j)
		if err == nil {
			err = task(ctx, s.projector, j)
		}
		j.end(s.clock(), err)
	})
	return j.Status(), nil
}

// prepare waits with a verification until the live tables are complete: after a
// restore they may be empty at first, and equal to nothing.
func (s *Jobs) prepare(ctx context.Context, j *Job) error {
	if j.Status().Kind != Verify {
		return nil
	}
	j.report(projections.Progress{Phase: "waiting until the tables have caught up with the log"})
	if err := s.caughtUp(ctx); err != nil {
		return fmt.Errorf("wait until the tables have caught up with the log: %w", err)
	}
	return nil
}

// List returns all jobs that are remembered, newest first.
func (s *Jobs) List() []Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Status, 0, len(s.all))
	for i := len(s.all) - 1; i >= 0; i-- {
		out = append(out, s.all[i].Status())
	}
	return out
}

// Get returns a job, or nil.
func (s *Jobs) Get(id string) *Job {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.all {
		if j.Status().ID == id {
			return j
		}
	}
	return nil
}

// Cancel asks a job to end.
func (j *Job) Cancel() { j.cancel() }
