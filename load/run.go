package load

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"
)

// Run loads the server as o says and reports. It ends early, with a report, when ctx
// ends; an error means that nothing was measured.
func Run(ctx context.Context, o Options) (Report, error) {
	o, err := o.withDefaults()
	if err != nil {
		return Report{}, fmt.Errorf("load: %w", err)
	}
	s := &sender{o: o, retries: map[string]int{}, errors: map[string]int{}}
	t := target{url: o.URL, entity: o.Entity, project: o.Project, writer: "load-" + randomID()}
	runs := make([]*run, o.Runs)
	for i := range runs {
		runs[i] = newRun(o, i)
	}
	if err := s.prepare(ctx, t, runs); err != nil {
		return Report{}, fmt.Errorf("load: create runs: %w", err)
	}
	return s.measure(ctx, t, runs)
}

func (s *sender) measure(ctx context.Context, t target, runs []*run) (Report, error) {
	fresh := newProbe(s, t)
	var requests [][]*request
	if s.o.Rate == 0 {
		requests = makeAll(s.o, t, runs)
	}
	probing := fresh.start(ctx)
	if s.o.Measure != nil {
		s.o.Measure()
	}
	begin := time.Now()
	var behind time.Duration
	if s.o.Rate == 0 {
		s.blast(ctx, requests)
	} else {
		behind = s.pace(ctx, t, runs, fresh)
	}
	probing()
	report := s.report(begin, behind)
	if report.Points > 0 && ctx.Err() == nil {
		if err := s.waitQueryable(ctx, t); err != nil {
			return report, fmt.Errorf("load: wait until all is queryable: %w", err)
		}
		report.queryable(begin, time.Now())
	}
	if fresh.samples.Count() > 0 {
		l := fresh.samples.Summary()
		report.Freshness = &l
	}
	return report, nil
}

func randomID() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
