package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"runledger/projections"
)

// job is one long task of an administrator: a rebuild or a verification.
type job struct {
	ID       string    `json:"id"`
	Kind     string    `json:"kind" enum:"rebuild,verify"`
	State    string    `json:"state" enum:"running,done,failed,cancelled"`
	Phase    string    `json:"phase,omitempty" doc:"What it does now."`
	Done     uint64    `json:"done" doc:"Records of the log."`
	Total    uint64    `json:"total"`
	Rate     float64   `json:"records_per_s,omitempty"`
	Left     float64   `json:"seconds_left,omitempty" doc:"Expected."`
	Started  time.Time `json:"started"`
	Seconds  float64   `json:"seconds" doc:"That it has taken so far, or took."`
	Error    string    `json:"error,omitempty"`
	Verified *verdict  `json:"verified,omitempty" doc:"What a verification found."`

	cancel context.CancelFunc
}

// verdict is what a verification found.
type verdict struct {
	Equal  bool                     `json:"equal"`
	Tables []projections.Comparison `json:"tables"`
}

// jobs runs one job at a time and remembers the last ones.
type jobs struct {
	projector *projections.Projector
	wanted    chan *job

	mu   sync.Mutex
	list []*job // the newest last
}

const rememberedJobs = 20

func newJobs(p *projections.Projector) *jobs {
	return &jobs{projector: p, wanted: make(chan *job, 1)}
}

// errJobRunning: one at a time.
var errJobRunning = errors.New("a job is running already")

// start begins a job; it outlives the request.
func (j *jobs) start(kind string) (job, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if n := len(j.list); n > 0 && j.list[n-1].State == "running" {
		return j.list[n-1].now(), errJobRunning
	}
	next := &job{ID: randomHex(6), Kind: kind, State: "running", Phase: "starting", Started: time.Now(), cancel: func() {}}
	j.list = append(j.list, next)
	j.list = j.list[max(0, len(j.list)-rememberedJobs):]
	j.wanted <- next // has room: the one before has ended
	return next.now(), nil
}

// run works on jobs until ctx ends.
func (j *jobs) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case next := <-j.wanted:
			j.work(ctx, next)
		}
	}
}

func (j *jobs) work(ctx context.Context, next *job) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	j.change(next, func(b *job) { b.cancel = cancel })
	found, err := j.do(ctx, next)
	j.change(next, func(b *job) {
		b.Seconds, b.Left, b.Phase, b.Verified = time.Since(b.Started).Seconds(), 0, "", found
		switch {
		case err == nil:
			b.State = "done"
		case ctx.Err() != nil:
			b.State = "cancelled"
		default:
			b.State, b.Error = "failed", err.Error()
		}
	})
}

func (j *jobs) do(ctx context.Context, next *job) (*verdict, error) {
	report := func(p projections.Progress) {
		j.change(next, func(b *job) {
			b.Phase, b.Rate, b.Left = p.Phase, p.Rate, p.Left.Seconds()
			if p.Total > 0 {
				b.Done, b.Total = p.Done, p.Total
			}
		})
	}
	switch next.Kind {
	case "rebuild":
		return nil, j.projector.Rebuild(ctx, report)
	case "verify":
		tables, err := j.projector.Verify(ctx, report)
		if err != nil {
			return nil, err
		}
		v := &verdict{Equal: true, Tables: tables}
		for _, t := range tables {
			v.Equal = v.Equal && t.Equal
		}
		return v, nil
	}
	return nil, fmt.Errorf("no job of kind %q", next.Kind)
}

func (j *jobs) change(b *job, f func(*job)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	f(b)
}

// now is a copy as of now.
func (b *job) now() job {
	out := *b
	if out.State == "running" {
		out.Seconds = time.Since(out.Started).Seconds()
	}
	return out
}

// all returns the remembered jobs, the newest first.
func (j *jobs) all() []job {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]job, 0, len(j.list))
	for i := len(j.list) - 1; i >= 0; i-- {
		out = append(out, j.list[i].now())
	}
	return out
}

// get returns a job; cancelled ones end soon.
func (j *jobs) get(id string, cancel bool) (job, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, b := range j.list {
		if b.ID == id {
			if cancel {
				b.cancel()
			}
			return b.now(), true
		}
	}
	return job{}, false
}
