package wandb

import (
	"context"
	"net/http"
	"strconv"
	"sync"

	"github.com/graph-gophers/graphql-go"
)

// runResolver answers for a run. What the trainer says of it is read from the tables
// when the first field asks for it.
type runResolver struct {
	s  *Server
	at place
	// The answer to a trainer's upsert: config is what it sent, so that it needn't wait
	// for the tables.
	upserted bool
	sent     *jsonText
	begins   bool // the upsert with which a trainer begins
	inserted bool // it made the run

	once sync.Once
	data RunData
	err  error
}

func (s *Server) runResolver(at place) *runResolver { return &runResolver{s: s, at: at} }

// said returns what the trainer said of the run, up to its last acknowledged record.
func (r *runResolver) said(ctx context.Context) (*RunData, error) {
	r.once.Do(func() { r.data, r.err = r.s.runData(ctx, r.at.run) })
	return &r.data, r.err
}

func (r *runResolver) ID() graphql.ID       { return nodeID("Run", uint64(r.at.run.No)) }
func (r *runResolver) Name() *string        { return &r.at.run.ID }
func (r *runResolver) DisplayName() *string { return &r.at.run.DisplayName }
func (r *runResolver) Description() *string { return orNil(r.at.run.Notes) }
func (r *runResolver) Notes() *string       { return orNil(r.at.run.Notes) }
func (r *runResolver) Group() *string       { return orNil(r.at.run.Attributes.Group) }
func (r *runResolver) JobType() *string     { return orNil(r.at.run.Attributes.JobType) }
func (r *runResolver) Commit() *string      { return orNil(r.at.run.Attributes.Commit) }
func (r *runResolver) SweepName() *string   { return orNil(r.at.run.Attributes.Sweep) }
func (r *runResolver) CreatedAt() *dateTime { return (*dateTime)(&r.at.run.CreatedAt) }
func (r *runResolver) User() *userResolver  { return r.s.userByNo(r.at.run.User) }
func (r *runResolver) Stopped() *bool       { return &r.at.run.StopRequested }
func (r *runResolver) ShouldStop() *bool    { return &r.at.run.StopRequested }

func (r *runResolver) Tags() *[]string {
	tags := append([]string{}, r.at.run.Tags...)
	return &tags
}

func (r *runResolver) ReadOnly() *bool {
	readOnly := !r.at.write
	return &readOnly
}

func (r *runResolver) Project() *projectResolver {
	return &projectResolver{r.s, r.at.project, r.at.write}
}

// ProjectID is the project's number as a string; its being there tells clients up to
// 0.25 how to address files.
func (r *runResolver) ProjectID() *graphql.ID {
	id := graphql.ID(strconv.FormatUint(uint64(r.at.project.No), 10))
	return &id
}

// State is running, preempting, finished, failed, killed or crashed.
func (r *runResolver) State(ctx context.Context) (*string, error) {
	d, err := r.said(ctx)
	if err != nil {
		return nil, err
	}
	if d.State == "" {
		return orNil("running"), nil // created a moment ago
	}
	return &d.State, nil
}

// Running reports whether the trainer is at work.
func (r *runResolver) Running(ctx context.Context) (*bool, error) {
	return r.stateIs(ctx, "running", "preempting")
}

// Failed reports whether the run ended badly.
func (r *runResolver) Failed(ctx context.Context) (*bool, error) {
	return r.stateIs(ctx, "failed", "crashed", "killed")
}

func (r *runResolver) stateIs(ctx context.Context, states ...string) (*bool, error) {
	state, err := r.State(ctx)
	if err != nil {
		return nil, err
	}
	is := false
	for _, s := range states {
		is = is || *state == s
	}
	return &is, nil
}

// Exitcode is null until the run has ended.
func (r *runResolver) Exitcode(ctx context.Context) (*int32, error) {
	d, err := r.said(ctx)
	return d.ExitCode, err
}

// HeartbeatAt is when the trainer was heard last.
func (r *runResolver) HeartbeatAt(ctx context.Context) (*dateTime, error) {
	d, err := r.said(ctx)
	if err != nil || d.LastActive.IsZero() {
		return (*dateTime)(&r.at.run.CreatedAt), err
	}
	return (*dateTime)(&d.LastActive), nil
}

// Config is {"key": {"value": …}}.
func (r *runResolver) Config(ctx context.Context) (*jsonText, error) {
	if r.upserted {
		return r.sent, nil
	}
	d, err := r.said(ctx)
	if err != nil {
		return nil, err
	}
	text, err := wrapConfig(d.Config)
	return (*jsonText)(&text), err
}

// WandbConfig is the client's own part of the config, only the keys asked for.
func (r *runResolver) WandbConfig(ctx context.Context, args struct{ Keys *[]string }) (*jsonText, error) {
	d, err := r.said(ctx)
	if err != nil {
		return nil, err
	}
	text, err := clientConfig(d.Config, args.Keys)
	return (*jsonText)(&text), err
}

// SummaryMetrics is the summary as JSON text.
func (r *runResolver) SummaryMetrics(ctx context.Context) (*jsonText, error) {
	d, err := r.said(ctx)
	if err != nil {
		return nil, err
	}
	text := jsonText(d.Summary)
	if text == "" {
		text = "{}"
	}
	return &text, nil
}

// SystemMetrics isn't summed up; clients take an empty object.
func (r *runResolver) SystemMetrics() *jsonText {
	text := jsonText("{}")
	return &text
}

// HistoryLineCount and the others are line numbers in the client's files, where a
// resumed run goes on.
func (r *runResolver) HistoryLineCount(ctx context.Context) (*int32, error) {
	n, err := r.s.historyLines(ctx, r)
	return &n, err
}

// EventsLineCount counts the lines of machine metrics.
func (r *runResolver) EventsLineCount(ctx context.Context) (*int32, error) {
	d, err := r.said(ctx)
	n := int32(d.EventLines)
	return &n, err
}

// LogLineCount counts the lines of output.
func (r *runResolver) LogLineCount(ctx context.Context) (*int32, error) {
	d, err := r.said(ctx)
	n := int32(d.ConsoleLines)
	return &n, err
}

// HistoryKeys needs the read side of the history.
func (r *runResolver) HistoryKeys() *jsonValue { return nil }

var errResume = refuse(http.StatusNotImplemented, "not_served_yet",
	"not served yet: resuming a run that exists. Start a new run, or give this one another id")

// HistoryTail is asked by a client that resumes a run.
func (r *runResolver) HistoryTail() (*jsonText, error) { return nil, errResume }

// EventsTail is asked by a client that resumes a run.
func (r *runResolver) EventsTail() (*jsonText, error) { return nil, errResume }
