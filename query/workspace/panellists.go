package workspace

import (
	"context"
	"strings"

	"runledger/internal/api"
)

type listPanelsInput struct {
	OfOne
	Section  string `path:"section" maxLength:"160"`
	Page     int    `query:"page" minimum:"1" maximum:"1000000" default:"1" doc:"Of the standard layout, from 1"`
	PageSize int    `query:"page_size" minimum:"1" maximum:"1000" doc:"Default: the section's columns × rows"`
}

type panelPage struct {
	Body struct {
		Panels   []Panel `json:"panels"`
		Total    int     `json:"total" doc:"Panels of the section"`
		Page     int     `json:"page"`
		Pages    int     `json:"pages" doc:"1 in the custom layout, which has no pages"`
		PageSize int     `json:"page_size"`
		Position string  `json:"position"`
	}
}

func (s *service) listPanels(ctx context.Context, in *listPanelsInput) (*panelPage, error) {
	at, l, w, err := s.open(ctx, &in.OfOne)
	if err != nil {
		return nil, err
	}
	one := l.byID[in.Section]
	if one == nil {
		return nil, noSection(in.Section)
	}
	size := one.pageSize()
	if size > 0 && in.PageSize > 0 {
		size = in.PageSize
	}
	out := &panelPage{}
	b := &out.Body
	b.Panels, b.Total, b.Page, b.Pages, b.PageSize = showPanels(w, pageOf(one.panels, in.Page, size)), len(one.panels), in.Page, 1, size
	if size > 0 {
		b.Pages = max(1, (len(one.panels)+size-1)/size)
	} else {
		b.Page, b.PageSize = 1, len(one.panels)
	}
	b.Position = at.moment.Position.String()
	return out, nil
}

type findPanelsInput struct {
	OfOne
	Query  string `query:"q" maxLength:"1024" doc:"A part of the panels' titles, in any case"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
}

type panelsFound struct {
	Body struct {
		Panels   []Panel        `json:"panels" doc:"In the order of the page"`
		Sections map[string]int `json:"sections" doc:"By section: how many of its panels match. Sections without a hit aren't there"`
		Total    int            `json:"total"`
		Next     string         `json:"next_cursor,omitempty"`
		Position string         `json:"position"`
	}
}

func (s *service) findPanels(ctx context.Context, in *findPanelsInput) (*panelsFound, error) {
	at, l, w, err := s.open(ctx, &in.OfOne)
	if err != nil {
		return nil, err
	}
	out := &panelsFound{}
	out.Body.Panels, out.Body.Sections, out.Body.Position = []Panel{}, map[string]int{}, at.moment.Position.String()
	lower := strings.ToLower(in.Query)
	after := in.Cursor != ""
	for _, one := range l.sections {
		for _, p := range one.panels {
			if !p.matches(lower) {
				continue
			}
			out.Body.Sections[one.id]++
			out.Body.Total++
			switch {
			case after:
				after = p.id != in.Cursor
			case len(out.Body.Panels) == in.Limit:
				out.Body.Next = out.Body.Panels[in.Limit-1].ID
			default:
				out.Body.Panels = append(out.Body.Panels, showPanel(w, p, false))
			}
		}
	}
	if after {
		return nil, api.NewProblem(410, "cursor_expired", "The panel where the page before ended isn't there any more.").With("Begin again with the first page.")
	}
	return out, nil
}

type getPanelInput struct {
	OfOne
	Panel string `path:"panel" maxLength:"160"`
}

type panelShown struct {
	ETag string `header:"ETag"`
	Body struct {
		Panel
		Position string `json:"position"`
	}
}

func (s *service) getPanel(ctx context.Context, in *getPanelInput) (*panelShown, error) {
	at, l, w, err := s.open(ctx, &in.OfOne)
	if err != nil {
		return nil, err
	}
	p := l.panel(in.Panel)
	if p == nil {
		return nil, noPanel(in.Panel)
	}
	out := &panelShown{ETag: api.ETag(p.version())}
	out.Body.Panel, out.Body.Position = showPanel(w, p, true), at.moment.Position.String()
	return out, nil
}
