package cataloghttp

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type RunPath struct {
	Command
	Entity  string `path:"entity"`
	Project string `path:"project"`
	Run     string `path:"run" doc:"The run's id"`
	IfMatch string `header:"If-Match" doc:"The ETag that the change was decided on; if the run has changed since, it's refused with 409"`
}

// Run is what is decided about a run; what the trainer measured is elsewhere.
type Run struct {
	ID            string          `json:"id"`
	Number        uint64          `json:"number" doc:"Never changes"`
	DisplayName   string          `json:"display_name"`
	Tags          []string        `json:"tags"`
	Notes         string          `json:"notes"`
	ConfigEdit    json.RawMessage `json:"config_edit,omitempty" doc:"What people changed of the trainer's config; null hides a key"`
	SummaryEdit   json.RawMessage `json:"summary_edit,omitempty" doc:"What people changed of the trainer's summary; null hides a key"`
	CreatedAt     time.Time       `json:"created"`
	Color         string          `json:"color,omitempty" doc:"preset:N or #rrggbb; none: follows from the number"`
	SaveCode      bool            `json:"save_code"`
	StopRequested bool            `json:"stop_requested"`
	Deleted       bool            `json:"deleted"`
	Version       uint64          `json:"version"`
}

func runOf(r *catalog.Run) Run {
	return Run{
		ID: r.ID, Number: uint64(r.No), DisplayName: r.DisplayName, Tags: append([]string{}, r.Tags...), Notes: r.Notes,
		ConfigEdit: r.ConfigEdit, SummaryEdit: r.SummaryEdit, CreatedAt: r.CreatedAt.UTC(),
		Color: r.Color, SaveCode: r.SaveCode, StopRequested: r.StopRequested, Deleted: r.Deleted, Version: r.Version,
	}
}

type runAnswer struct {
	ETag string `header:"ETag"`
	Body struct {
		Run
		Changed
	}
}

type runEdit struct {
	RunPath
	Body runChanges
}

type runChanges struct {
	DisplayName *string                    `json:"display_name,omitempty" doc:"1 to 512 bytes"`
	Tags        *[]string                  `json:"tags,omitempty" doc:"Replaces all tags; at most 64 of at most 128 bytes"`
	Notes       *string                    `json:"notes,omitempty" doc:"At most 64 KiB"`
	Color       *string                    `json:"color,omitempty" doc:"preset:N, #rrggbb, or empty for the one that follows from the run's number"`
	Config      map[string]json.RawMessage `json:"config,omitempty" doc:"Keys to set over what the trainer sends; null hides a key"`
	Summary     map[string]json.RawMessage `json:"summary,omitempty" doc:"Keys to set over what the trainer sends; null hides a key"`
}

func (s *service) editRun(ctx context.Context, in *runEdit) (*runAnswer, error) {
	return s.onRun(ctx, &in.RunPath, false, func(no uint64) (*pb.Event, error) { return in.Body.event(no) })
}

func (s *service) stopRun(ctx context.Context, in *RunPath) (*runAnswer, error) {
	return s.onRun(ctx, in, false, func(no uint64) (*pb.Event, error) {
		return &pb.Event{Body: &pb.Event_RunStopRequested{RunStopRequested: &pb.RunStopRequested{Run: no}}}, nil
	})
}

func (s *service) deleteRun(ctx context.Context, in *RunPath) (*runAnswer, error) {
	return s.onRun(ctx, in, false, func(no uint64) (*pb.Event, error) {
		return &pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: no}}}, nil
	})
}

func (s *service) undeleteRun(ctx context.Context, in *RunPath) (*runAnswer, error) {
	return s.onRun(ctx, in, true, func(no uint64) (*pb.Event, error) {
		return &pb.Event{Body: &pb.Event_RunUndeleted{RunUndeleted: &pb.RunUndeleted{Run: no}}}, nil
	})
}

// onRun finds the run, appends the event that make gives for its number, and answers
// with the run as it is then.
func (s *service) onRun(ctx context.Context, in *RunPath, deletedToo bool, make func(no uint64) (*pb.Event, error)) (*runAnswer, error) {
	find := api.ReadableRun
	if deletedToo {
		find = api.AnyReadableRun
	}
	r, err := find(ctx, s.cat, in.Entity, in.Project, in.Run)
	if err != nil {
		return nil, err
	}
	e, err := make(uint64(r.No))
	if err != nil {
		return nil, err
	}
	if e.Expect, err = expected(in.IfMatch); err != nil {
		return nil, err
	}
	e.Subject = subject("run", strconv.FormatUint(uint64(r.No), 10))
	_, c, err := s.do(ctx, in.IdempotencyKey, e)
	if err != nil {
		return nil, err
	}
	s.cat.View(func(st *catalog.State) { r = st.RunByNo(r.No) })
	out := &runAnswer{ETag: etag(r.Version)}
	out.Body.Run, out.Body.Changed = runOf(r), c
	return out, nil
}

// event is the one event that makes the changes: its own type if it's one change.
func (c *runChanges) event(no uint64) (*pb.Event, error) {
	config, summary := layer(c.Config), layer(c.Summary)
	said := 0
	for _, is := range []bool{c.DisplayName != nil, c.Tags != nil, c.Notes != nil, c.Color != nil, config != nil, summary != nil} {
		if is {
			said++
		}
	}
	switch {
	case said == 0:
		return nil, api.Invalid("The request changes nothing: give display_name, tags, notes, color, config or summary.")
	case said > 1:
		return &pb.Event{Body: &pb.Event_RunEdited{RunEdited: c.together(no, config, summary)}}, nil
	case c.DisplayName != nil:
		return &pb.Event{Body: &pb.Event_RunRenamed{RunRenamed: &pb.RunRenamed{Run: no, DisplayName: *c.DisplayName}}}, nil
	case c.Tags != nil:
		return &pb.Event{Body: &pb.Event_RunTagsSet{RunTagsSet: &pb.RunTagsSet{Run: no, Tags: *c.Tags}}}, nil
	case c.Notes != nil:
		return &pb.Event{Body: &pb.Event_RunNotesSet{RunNotesSet: &pb.RunNotesSet{Run: no, Notes: *c.Notes}}}, nil
	case c.Color != nil:
		return &pb.Event{Body: &pb.Event_RunColorSet{RunColorSet: &pb.RunColorSet{Run: no, Color: *c.Color}}}, nil
	case config != nil:
		return &pb.Event{Body: &pb.Event_RunConfigEdited{RunConfigEdited: &pb.RunConfigEdited{Run: no, SetJson: config}}}, nil
	}
	return &pb.Event{Body: &pb.Event_RunSummaryEdited{RunSummaryEdited: &pb.RunSummaryEdited{Run: no, SetJson: summary}}}, nil
}

func (c *runChanges) together(no uint64, config, summary []byte) *pb.RunEdited {
	e := &pb.RunEdited{Run: no, DisplayName: c.DisplayName, Notes: c.Notes, Color: c.Color}
	if c.Tags != nil {
		e.Tags = &pb.TagList{Tags: *c.Tags}
	}
	if config != nil {
		e.Config = &pb.LayerEdit{SetJson: config}
	}
	if summary != nil {
		e.Summary = &pb.LayerEdit{SetJson: summary}
	}
	return e
}

// layer is the JSON object of changes, nil if there are none. Numbers stay as written.
func layer(fields map[string]json.RawMessage) []byte {
	if len(fields) == 0 {
		return nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(fields); err != nil { // they came out of valid JSON
		return nil
	}
	return bytes.TrimSpace(b.Bytes())
}
