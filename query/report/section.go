package report

import (
	"context"
	"encoding/json"
	"fmt"

	"runledger/internal/api"
	"runledger/query/read"
)

const sectionPath = "/api/v1/projects/{entity}/{project}/workspaces/{workspace}/sections/{section}/export-to-report"

type sectionInput struct {
	Of
	api.Command
	Workspace string `path:"workspace" maxLength:"160" doc:"me, user-NAME, or the id of a saved view"`
	Section   string `path:"section" maxLength:"160"`
	WaitFor   string `query:"wait_for" doc:"Only once this position can be read; waits up to 10 s"`
	Body      *struct {
		Title string `json:"title,omitempty" doc:"Default: the section's"`
		Live  bool   `json:"live,omitempty" doc:"Ask for the data at each look. Default: a snapshot of now"`
	} `required:"false"`
}

// Section is what a report takes over of a section of a workspace.
type Section struct {
	Title  string
	RunSet RunSet            // which runs the workspace shows
	Panels []json.RawMessage // specs, in order
}

// exportSection makes a report of a section: its panels, and the workspace's runs.
func (s *service) exportSection(ctx context.Context, in *sectionInput) (*newOutput, error) {
	p, err := api.ReadableProject(ctx, s.Catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	if err := s.mayEdit(ctx, p); err != nil {
		return nil, err
	}
	ws := in.Workspace
	if ws == "me" {
		ws = "user-" + api.PrincipalOf(ctx).User.Name
	}
	section, err := s.Sections(ctx, p, ws, in.Section)
	if err != nil {
		return nil, err
	}
	title, live := section.Title, false
	if in.Body != nil {
		if live = in.Body.Live; in.Body.Title != "" {
			title = in.Body.Title
		}
	}
	if title == "" {
		title = in.Section
	}
	fields, err := reportFields(&title, nil)
	if err != nil {
		return nil, err
	}
	if err := putJSON(fields, "", "from_section", SectionRef{ws, in.Section}); err != nil {
		return nil, err
	}
	n := newReport{id: newID(ctx, in.IdempotencyKey, "section "+ws+"/"+in.Section), project: p, fields: fields, live: live, key: in.IdempotencyKey}
	for len(section.Panels) > 0 { // a block holds so many
		some := section.Panels[:min(len(section.Panels), maxPanels)]
		section.Panels = section.Panels[len(some):]
		content := BlockContent{RunSet: &section.RunSet, Panels: some}
		f, err := s.newBlock(ctx, p, NewBlock{kindPanelGrid, content}, fmt.Sprintf("section %s: ", in.Section))
		if err != nil {
			return nil, err
		}
		n.add(f)
	}
	return s.make(ctx, n, read.Params{WaitFor: in.WaitFor})
}
