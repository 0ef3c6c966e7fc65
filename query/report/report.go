package report

import (
	"context"
	"encoding/json"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// Summary is a report in a list.
type Summary struct {
	ID           string     `json:"id"`
	Title        string     `json:"title"`
	Description  string     `json:"description,omitempty"`
	Author       string     `json:"author"`
	Created      time.Time  `json:"created"`
	Changed      *time.Time `json:"changed,omitempty" doc:"When the report or one of its blocks was changed last"`
	ChangedBy    string     `json:"changed_by"`
	Mode         string     `json:"mode" enum:"pinned,live" doc:"pinned: a saved snapshot. live: asks for the data at each look"`
	PinnedAt     *time.Time `json:"pinned_at,omitempty" doc:"The data are of this time"`
	BlockCount   int        `json:"block_count"`
	CommentCount int        `json:"comment_count"`
	Version      uint64     `json:"version" doc:"For If-Match"`
}

// SectionRef says which section of which workspace a report was made from.
type SectionRef struct {
	Workspace string `json:"workspace"`
	Section   string `json:"section"`
}

// Report is a whole report, without the data.
type Report struct {
	Summary
	Blocks      []Block     `json:"blocks" doc:"In order"`
	Pin         *Pin        `json:"pin,omitempty"`
	FromSection *SectionRef `json:"from_section,omitempty"`
	Position    string      `json:"position" doc:"What the answer includes"`
}

type getInput struct {
	One
	api.AsOf
}

type reportOutput struct {
	ETag string `header:"ETag"`
	Body Report
}

func (s *service) get(ctx context.Context, in *getInput) (*reportOutput, error) {
	f, past, err := s.findAsOf(ctx, in.One, in.AsOf)
	if err != nil {
		return nil, err
	}
	comments := 0
	past.View(func(st *catalog.State) { comments = countOf(st, f.project.No, catalog.Comment, in.ID) })
	r := Report{Summary: s.summary(ctx, f, comments), Blocks: f.content(), Pin: pinOf(f.doc), Position: past.Position.String()}
	var from SectionRef
	if raw := f.doc.Fields["from_section"]; raw != nil && json.Unmarshal(raw, &from) == nil {
		r.FromSection = &from
	}
	return &reportOutput{ETag: api.ETag(f.doc.Version), Body: r}, nil
}

func (s *service) summary(ctx context.Context, f *found, comments int) Summary {
	out := Summary{
		ID: f.doc.ID, Title: f.doc.Text("title"), Description: f.doc.Text("description"), Author: f.author, Created: f.doc.Created.UTC(),
		Changed: s.times.of(ctx, f.last().Version), ChangedBy: f.by, Mode: "live", BlockCount: len(f.blocks), CommentCount: comments, Version: f.doc.Version,
	}
	if pin := pinOf(f.doc); pin != nil {
		out.Mode, out.PinnedAt = "pinned", &pin.Time
	}
	return out
}

func countOf(st *catalog.State, p catalog.ProjectNo, kind, root string) int {
	return len(st.Documents(p, kind, root, "", false))
}

type listInput struct {
	Of
	api.AsOf
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
	Cursor string `query:"cursor" maxLength:"200" doc:"next_cursor of the page before"`
}

// List is a page of a project's reports.
type List struct {
	Reports    []Summary `json:"reports" doc:"In the order in which they were made"`
	Total      int       `json:"total"`
	NextCursor string    `json:"next_cursor,omitempty"`
	Position   string    `json:"position"`
}

type listOutput struct{ Body List }

func (s *service) list(ctx context.Context, in *listInput) (*listOutput, error) {
	p, err := api.ReadableProject(ctx, s.Catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	past, err := api.StateAsOf(ctx, s.Catalog, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := List{Reports: []Summary{}, Position: past.Position.String()}
	var page []*found
	var comments []int
	past.View(func(st *catalog.State) {
		all := st.Documents(p.No, catalog.Report, "", "", false)
		out.Total = len(all)
		var docs []*catalog.Document
		docs, out.NextCursor = pageOf(all, in.Cursor, in.Limit)
		for _, d := range docs {
			page, comments = append(page, reportIn(st, p, d.ID)), append(comments, countOf(st, p.No, catalog.Comment, d.ID))
		}
	})
	for i, f := range page {
		out.Reports = append(out.Reports, s.summary(ctx, f, comments[i]))
	}
	return &listOutput{out}, nil
}

type patchInput struct {
	One
	api.Command
	IfMatch string `header:"If-Match"`
	Body    struct {
		Title       *string `json:"title,omitempty" minLength:"1"`
		Description *string `json:"description,omitempty"`
	}
}

func (s *service) patch(ctx context.Context, in *patchInput) (*changedOutput, error) {
	f, err := s.find(ctx, in.One)
	if err != nil {
		return nil, err
	}
	set, err := reportFields(in.Body.Title, in.Body.Description)
	if err != nil {
		return nil, err
	}
	if len(set) == 0 {
		return nil, fault("body", "Nothing to change: give title or description.")
	}
	edit := &pb.DocumentEdited{Project: uint32(f.project.No), Id: in.ID, SetJson: object(set)}
	e := &pb.Event{Body: &pb.Event_ReportEdited{ReportEdited: edit}}
	if in.Body.Description == nil {
		e.Body = &pb.Event_ReportRenamed{ReportRenamed: edit}
	}
	return s.change(ctx, in.One, in.IdempotencyKey, in.IfMatch, e)
}

func reportFields(title, description *string) (map[string]json.RawMessage, error) {
	set := map[string]json.RawMessage{}
	if title != nil {
		if *title == "" || len(*title) > maxTitle {
			return nil, fault("body.title", "A title has 1 to %d bytes.", maxTitle)
		}
		set["title"] = text(*title)
	}
	if description != nil {
		if len(*description) > maxDescription {
			return nil, fault("body.description", "A description has at most %d bytes.", maxDescription)
		}
		set["description"] = text(*description)
	}
	return set, nil
}

type deleteInput struct {
	One
	api.Command
	IfMatch string `header:"If-Match"`
}

func (s *service) remove(ctx context.Context, in *deleteInput) (*changedOutput, error) {
	f, err := s.find(ctx, in.One)
	if err != nil {
		return nil, err
	}
	e := &pb.Event{Body: &pb.Event_ReportDeleted{ReportDeleted: &pb.DocumentDeleted{Project: uint32(f.project.No), Id: in.ID}}}
	return s.change(ctx, in.One, in.IdempotencyKey, in.IfMatch, e)
}
