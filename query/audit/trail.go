package audit

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/read"
)

type globalInput struct {
	read.Params
	Filter
}

type projectInput struct {
	read.Params
	Filter
	Entity  string `path:"entity"`
	Project string `path:"project"`
}

// Page of the trail.
type Page struct {
	Position   string  `json:"position"`
	Rows       []Entry `json:"rows"`
	NextCursor string  `json:"next_cursor,omitempty" doc:"Absent on the last page"`
}

// Entry is one action.
type Entry struct {
	Offset      uint64          `json:"offset" doc:"Place in the actions log: earlier is smaller"`
	At          time.Time       `json:"at" doc:"When the log took it"`
	ClientTime  *time.Time      `json:"client_time,omitempty" doc:"The client's clock"`
	ID          string          `json:"id" doc:"Event id"`
	Type        string          `json:"type"`
	ActorKind   string          `json:"actor_kind" enum:"user,trainer,system,unspecified"`
	Actor       string          `json:"actor"`
	Key         string          `json:"key,omitempty" doc:"Public id of the API key"`
	SubjectKind string          `json:"subject_kind,omitempty"`
	Subject     string          `json:"subject,omitempty"`
	Project     uint32          `json:"project,omitempty" doc:"Number"`
	Run         uint64          `json:"run,omitempty" doc:"Number"`
	Outcome     string          `json:"outcome" enum:"accepted,repeated,refused"`
	Reason      string          `json:"reason,omitempty" doc:"Of a refusal"`
	Cause       string          `json:"cause,omitempty" doc:"Id of the event that this one undoes or follows from"`
	Before      json.RawMessage `json:"before" doc:"The changed fields as they were"`
	After       json.RawMessage `json:"after" doc:"… and as they became"`
	Body        json.RawMessage `json:"body" doc:"What was asked for"`
}

func (t *trail) global(ctx context.Context, in *globalInput) (*huma.StreamResponse, error) {
	if err := adminOnly(ctx); err != nil {
		return nil, err
	}
	return t.answer(ctx, 0, in.Params, in.Filter)
}

func (t *trail) project(ctx context.Context, in *projectInput) (*huma.StreamResponse, error) {
	p, err := api.ReadableProject(ctx, t.Catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	return t.answer(ctx, uint32(p.No), in.Params, in.Filter)
}

func (t *trail) answer(ctx context.Context, project uint32, p read.Params, f Filter) (*huma.StreamResponse, error) {
	at, err := t.Reader.Moment(ctx, progress.Runs, p)
	if err != nil {
		return nil, err
	}
	q, err := f.statement(project, at)
	if err != nil {
		return nil, err
	}
	switch f.Format {
	case "ndjson":
		return t.stream(ctx, q, "application/x-ndjson", "RowBinary", lines)
	case "csv":
		return t.stream(ctx, q, "text/csv; charset=utf-8", "CSVWithNames", func(w io.Writer, r io.Reader) error {
			_, err := io.Copy(w, r)
			return err
		})
	}
	page, err := t.page(ctx, q, f.Limit)
	if err != nil {
		return nil, err
	}
	page.Position = at.Position.String()
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/json")
		_ = json.NewEncoder(hc.BodyWriter()).Encode(page) // the client may be gone
	}}, nil
}

func (t *trail) page(ctx context.Context, q read.Query, limit int) (Page, error) {
	q.SQL += "\nLIMIT " + strconv.Itoa(limit+1) + "\nFORMAT RowBinary"
	page := Page{Rows: []Entry{}}
	err := t.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			page.Rows = append(page.Rows, entry(rows))
		}
		return rows.Err()
	})
	if len(page.Rows) > limit {
		page.Rows = page.Rows[:limit]
		page.NextCursor = strconv.FormatUint(page.Rows[limit-1].Offset, 36)
	}
	return page, err
}

func entry(rows *read.Rows) Entry {
	e := Entry{Offset: rows.Uint64(), At: rows.Millis()}
	if us := rows.Int64(); us != 0 {
		at := time.UnixMicro(us).UTC()
		e.ClientTime = &at
	}
	e.ID, e.Type, e.ActorKind, e.Actor, e.Key = rows.Text(), rows.Text(), rows.Text(), rows.Text(), rows.Text()
	e.SubjectKind, e.Subject, e.Project, e.Run = rows.Text(), rows.Text(), rows.Uint32(), rows.Uint64()
	e.Outcome, e.Reason, e.Cause = rows.Text(), rows.Text(), rows.Text()
	e.Before, e.After, e.Body = strict(rows.Text()), strict(rows.Text()), strict(rows.Text())
	return e
}

// strict is JSON text that every parser takes: a config edit may hold a bare NaN.
func strict(text string) json.RawMessage {
	if json.Valid([]byte(text)) {
		return json.RawMessage(text)
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return json.RawMessage("{}") // a string can always be marshalled
	}
	return quoted
}

// lines writes an entry a line, as pages have them.
func lines(w io.Writer, r io.Reader) error {
	rows, out := read.NewRows(bufio.NewReader(r)), json.NewEncoder(w)
	for rows.Next() {
		if err := out.Encode(entry(rows)); err != nil {
			return err
		}
	}
	return rows.Err()
}

// stream answers with all rows: what copy makes of the engine's format.
func (t *trail) stream(ctx context.Context, q read.Query, kind, format string, copy func(io.Writer, io.Reader) error) (*huma.StreamResponse, error) {
	leave, err := t.Reader.Export(ctx)
	if err != nil {
		return nil, err
	}
	q.SQL += "\nFORMAT " + format
	body, err := t.Reader.Stream(ctx, q, nil)
	if err != nil {
		leave()
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer leave()
		defer body.Close()
		hc.SetHeader("Content-Type", kind)
		if err := copy(hc.BodyWriter(), body); err != nil {
			t.Reader.Broken(ctx)
			panic(http.ErrAbortHandler) // never a part that looks whole
		}
	}}, nil
}
