package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/position"
	"runledger/internal/progress"
	"runledger/query/read"
	"runledger/query/runs"
)

// asked is the moment that questions are about.
type asked struct {
	read.Moment
	time time.Time // log time of the position, or the time asked for
}

// snapshot finds the moment that a snapshot is of: as_of, else what the tables hold, which
// is at least every action up to now. All questions are asked at exactly that position.
func (s *service) snapshot(ctx context.Context, p read.Params, questions bool) (asked, error) {
	if p.AsOf == "" && !questions { // what is added to the report later is asked at this position
		bounded, cancel := context.WithTimeout(ctx, catchUp)
		defer cancel()
		_ = s.Reader.WaitFor(bounded, progress.Runs, position.Position{Actions: s.Catalog.Next()}) // a text needs no tables
	}
	at, err := s.moment(ctx, p, questions)
	at.Pinned = true
	return at, err
}

// moment is snapshot for a live report, whose answers may include what comes meanwhile.
func (s *service) moment(ctx context.Context, p read.Params, questions bool) (asked, error) {
	if p.AsOf == "" && questions {
		if err := s.Reader.WaitFor(ctx, progress.Runs, position.Position{Actions: s.Catalog.Next()}); err != nil {
			return asked{}, err
		}
	}
	m, err := s.Reader.Moment(ctx, progress.Runs, p)
	if err != nil {
		return asked{}, err
	}
	at, err := read.TimeOf(ctx, s.Log, m)
	if err != nil {
		return asked{}, err
	}
	return asked{m, at.UTC()}, nil
}

// answered is a question's answer, encoded.
type answered struct {
	*question
	hash string
	body []byte
}

// answers asks all questions at one moment. One that can't be answered because of what it
// is gets a payload that says so; one that fails because of the server fails all.
func (s *service) answers(ctx context.Context, p *catalog.Project, questions []*question, at asked) ([]answered, error) {
	if len(questions) == 0 {
		return nil, nil
	}
	if len(questions) > maxQuestions {
		s.metrics.refused.WithLabelValues("too_many").Inc()
		return nil, api.NewProblem(http.StatusUnprocessableEntity, "too_many", "The report has %d panels and run sets; at most %d are answered at once.", len(questions), maxQuestions).
			With("Delete some, or make two reports of it.")
	}
	leave, err := s.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	bounded, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	list, err := s.answerAll(bounded, p, questions, at)
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		s.metrics.refused.WithLabelValues("late").Inc()
		return nil, api.NewProblem(http.StatusServiceUnavailable, "too_slow", "%d of %d panels and run sets were answered within %s.", done(list), len(questions), answerWithin).
			With("Make panels with fewer runs, metrics or buckets.")
	}
	return list, err
}

func done(list []answered) int {
	return len(slices.DeleteFunc(slices.Clone(list), func(a answered) bool { return a.body == nil }))
}

// enter waits for a turn among the reports.
func (s *service) enter(ctx context.Context) (leave func(), err error) {
	wait := time.NewTimer(10 * time.Second)
	defer wait.Stop()
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn }, nil
	case <-wait.C:
		s.metrics.refused.WithLabelValues("busy").Inc()
		return nil, api.Unavailable(5*time.Second, "The panels of %d reports are being answered already.", answersAtOnce)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// answerAll asks a few questions at a time and stops at the first failure.
func (s *service) answerAll(ctx context.Context, p *catalog.Project, questions []*question, at asked) ([]answered, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	list := make([]answered, len(questions))
	next := make(chan int, len(questions))
	for i := range questions {
		next <- i
	}
	close(next)
	var (
		workers sync.WaitGroup
		mu      sync.Mutex
		size    int
	)
	for range min(questionsAtOnce, len(questions)) {
		workers.Go(func() {
			for i := range next {
				if ctx.Err() != nil {
					return
				}
				a, err := s.answer(ctx, p, questions[i], at)
				mu.Lock()
				if size += len(a.body); err == nil && size > maxPayloads {
					err = tooLarge(s, "The answers of all panels and run sets together have more than %d bytes.", maxPayloads)
				}
				list[i] = a
				mu.Unlock()
				if err != nil {
					stop(err)
					return
				}
			}
		})
	}
	workers.Wait()
	return list, context.Cause(ctx)
}

func tooLarge(s *service, format string, args ...any) error {
	s.metrics.refused.WithLabelValues("too_large").Inc()
	return overLimit{api.NewProblem(http.StatusUnprocessableEntity, "too_large", format, args...).
		With("Make panels with fewer runs, metrics or buckets.")}
}

// overLimit fails the whole report: leaving a panel out would pass for all of it.
type overLimit struct{ problem *api.Problem }

func (o overLimit) Error() string { return o.problem.Error() }

func (o overLimit) Unwrap() error { return o.problem }

// answer asks one question.
func (s *service) answer(ctx context.Context, p *catalog.Project, q *question, at asked) (answered, error) {
	out := Payload{Format: payloadFormat, Query: q.hash, Asked: q.asked, Position: at.Position.String(), Time: at.time}
	err := s.fill(ctx, &out, p, q, at)
	var problem *api.Problem
	var limit overLimit
	switch {
	case errors.As(err, &limit):
		return answered{}, err
	case err == nil:
		s.metrics.answers.WithLabelValues(map[bool]string{true: "fault", false: "answered"}[out.Fault != nil]).Inc()
	case errors.As(err, &problem) && problem.Status < http.StatusInternalServerError && problem.Status != http.StatusTooManyRequests:
		s.metrics.answers.WithLabelValues("fault").Inc()
		out.Kind, out.Data, out.Fault = payloadFault, nil, &Fault{problem.Code, problem.Detail}
	default:
		s.metrics.answers.WithLabelValues("failed").Inc()
		return answered{}, err
	}
	body, hash, err := out.encode()
	if err == nil && len(body) > maxPayload {
		err = tooLarge(s, "The answer for %s has more than %d bytes.", q.key(), maxPayload)
	}
	return answered{q, hash, body}, err
}

// fill puts the data into a payload.
func (s *service) fill(ctx context.Context, out *Payload, p *catalog.Project, q *question, at asked) error {
	if q.nothing {
		out.Kind = payloadNone
		return nil
	}
	if q.fault != "" {
		out.Kind, out.Fault = payloadFault, &Fault{"invalid", q.fault}
		return nil
	}
	var ids []string
	if q.ids != nil {
		ids, out.Missing = s.present(p, q.ids)
	}
	switch {
	case q.chart != nil:
		out.Kind = payloadChart
		return s.fillChart(ctx, out, p, *q, ids, at)
	case q.groups != nil:
		out.Kind = payloadGroups
		r := *q.groups
		if q.ids != nil {
			r.Filter = restrict(r.Filter, ids)
		}
		g, err := s.Runs.Groups(ctx, p.No, &r, at.Moment)
		return put(out, g, err)
	}
	out.Kind = payloadRuns
	r := *q.table
	if q.ids != nil {
		r.Filter = restrict(r.Filter, ids)
	}
	page, err := s.Runs.Page(ctx, p.No, &r, at.Moment)
	if err == nil {
		page.Next = "" // a snapshot has no further pages
	}
	return put(out, page, err)
}

func put[T *runs.Groups | *runs.Page](out *Payload, v T, err error) error {
	if err == nil {
		out.Data, err = json.Marshal(v)
	}
	return err
}

func (s *service) fillChart(ctx context.Context, out *Payload, p *catalog.Project, q question, ids []string, at asked) error {
	r := *q.chart
	r.Metrics, r.Aggregates = slices.Clone(r.Metrics), slices.Clone(r.Aggregates)
	if q.ids != nil {
		r.Runs.Filter = string(restrict(runs.Expression(r.Runs.Filter), ids))
	}
	c, err := s.charts.Make(ctx, p, &r, at.Moment)
	if err != nil {
		return err
	}
	b := &bounded{most: maxPayload}
	if err := c.WriteJSON(b); err != nil {
		if errors.Is(err, errTooMuch) {
			return tooLarge(s, "The answer for %s has more than %d bytes.", q.key(), maxPayload)
		}
		return err
	}
	out.Data = bytes.TrimSpace(b.Bytes())
	return nil
}

// present tells listed runs that are there from those that aren't.
func (s *service) present(p *catalog.Project, ids []string) (there, missing []string) {
	s.Catalog.View(func(st *catalog.State) {
		for _, id := range ids {
			if r := st.Run(p.No, id); r == nil || r.Deleted {
				missing = append(missing, id)
			} else {
				there = append(there, id)
			}
		}
	})
	return there, missing
}

var errTooMuch = errors.New("too many bytes")

// bounded is a buffer that takes so many bytes at most.
type bounded struct {
	bytes.Buffer
	most int
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.most {
		return 0, errTooMuch
	}
	return b.Buffer.Write(p)
}
