package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"runledger/projections/jobs"
)

// administration is how commands find the server that they ask: --server, or the one
// that has the data folder open.
type administration struct {
	Data   dataSettings `embed:""`
	Server string       `help:"URL of a running server; default: the one that uses --data, and none: the folder is opened." placeholder:"URL" group:"Server"`
	Key    string       `help:"An administrator's API key for the server; default: the one in the data folder's admin.key, or RUNLEDGER_ADMIN_KEY." env:"RUNLEDGER_KEY,RUNLEDGER_ADMIN_KEY" placeholder:"KEY" group:"Server"`
}

// url returns where the server is, after an attempt to open its folder has failed.
func (a administration) url(opening error) (string, error) {
	var held errHeld
	if !errors.As(opening, &held) {
		return "", opening
	}
	if held.holder.URL == "" {
		return "", fmt.Errorf("%w (it doesn't answer yet: give its address as --server)", held)
	}
	return held.holder.URL, nil
}

// key returns the key for the server.
func (a administration) key() (string, error) {
	if a.Key != "" {
		return a.Key, nil
	}
	return readAdminKey(a.Data.Data)
}

// maintenance is how rebuild and verify reach the tables: through a running server,
// else by opening the folder.
type maintenance struct {
	administration
	Engine engineSettings `embed:""`
}

// run does a job and returns it as it ended.
func (m maintenance) run(ctx context.Context, kind string, logger *slog.Logger, out streams) (jobs.Status, error) {
	report := progressTo(out.err)
	b, err := m.reach(ctx, kind, logger, out, report)
	if err != nil {
		return b, fmt.Errorf("%s: %w", kind, err)
	}
	switch b.State {
	case jobs.Failed:
		return b, fmt.Errorf("%s failed: %s", kind, b.Error)
	case jobs.Cancelled:
		return b, fmt.Errorf("%s was cancelled", kind)
	}
	return b, nil
}

func (m maintenance) reach(ctx context.Context, kind string, logger *slog.Logger, out streams, report func(jobs.Status)) (jobs.Status, error) {
	if m.Server != "" {
		return m.through(ctx, kind, m.Server, report)
	}
	b, err := m.open(ctx, kind, logger, out, report)
	if err == nil {
		return b, nil
	}
	url, err := m.url(err)
	if err != nil {
		return b, err
	}
	return m.through(ctx, kind, url, report)
}

// through a running server.
func (m maintenance) through(ctx context.Context, kind, url string, report func(jobs.Status)) (jobs.Status, error) {
	key, err := m.key()
	if err != nil {
		return jobs.Status{}, err
	}
	return jobsClient{url, key}.run(ctx, kind, report)
}

// open starts what is needed of a server, without HTTP, and does the job there.
func (m maintenance) open(ctx context.Context, kind string, logger *slog.Logger, out streams, report func(jobs.Status)) (jobs.Status, error) {
	s := newServer(kind, httpSettings{}, logger, out)
	var result jobs.Status
	done := errors.New("done") // ends the parts
	work := part{name: kind, run: func(ctx context.Context) error {
		err := s.job(ctx, kind, report, &result)
		return errors.Join(err, done)
	}}
	parts := append(s.oneMachine(m.Data, 0, m.Engine),
		part{name: "jobs", start: s.makeJobs, run: s.runJobs}, work)
	err := runParts(ctx, slog.New(quietStop{logger.Handler()}), time.Minute, parts)
	if errors.Is(err, done) && result.State != "" {
		err = nil
	}
	return result, err
}

// job waits until the tables have caught up with the log, and does the job.
func (s *server) job(ctx context.Context, kind string, report func(jobs.Status), result *jobs.Status) error {
	if err := s.caughtUp(ctx); err != nil {
		return fmt.Errorf("wait until the tables have caught up with the log: %w", err)
	}
	b, err := s.jobs.Start(kind)
	if err != nil {
		return err
	}
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for b.State == jobs.Running {
		report(b)
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		b = s.jobs.Get(b.ID).Status()
	}
	*result = b
	return nil
}

// progressTo prints a line whenever something has changed.
func progressTo(w io.Writer) func(jobs.Status) {
	last := ""
	return func(b jobs.Status) {
		line := b.Phase
		if b.Total > 0 {
			line = fmt.Sprintf("%s: %d of %d records, %.0f/s, about %.0f s left", b.Phase, b.Done, b.Total, b.PerSecond, b.SecondsLeft)
		}
		if line != last {
			fmt.Fprintf(w, "%s  %s\n", b.Kind, line)
			last = line
		}
	}
}

// quietStop hides the error that ends the parts of a job: it's how they end.
type quietStop struct{ slog.Handler }

func (q quietStop) Handle(ctx context.Context, r slog.Record) error {
	if r.Message == stoppingMessage {
		return nil
	}
	return q.Handler.Handle(ctx, r)
}
