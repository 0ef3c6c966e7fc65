package workspace

import (
	"hash/maphash"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/query/chart"
	"runledger/query/read"
	"runledger/query/runs"
)

// Deps of workspaces; all but Clock are needed.
type Deps struct {
	Catalog *catalog.Catalog
	Reader  *read.Reader
	Table   *runs.Table
	Clock   func() time.Time // default time.Now
}

// Workspaces answers for them. It is safe for concurrent use.
type Workspaces struct{ *service }

type service struct {
	cat     *catalog.Catalog
	reader  *read.Reader
	table   *runs.Table
	charts  *chart.Charts
	lists   *metricLists
	layouts layouts
}

// New returns Workspaces.
func New(d Deps) *Workspaces {
	if d.Clock == nil {
		d.Clock = time.Now
	}
	return &Workspaces{&service{
		cat: d.Catalog, reader: d.Reader, table: d.Table, lists: newMetricLists(d.Reader, d.Clock),
		layouts: layouts{seed: maphash.MakeSeed()},
		charts:  chart.New(chart.Deps{Reader: d.Reader, Catalog: d.Catalog, RunSets: d.Table}),
	}}
}

const tag = "Workspaces"

const help = "A workspace is me, user-NAME (another user's own, read-only) or the id of a saved view. " +
	"Sections and panels appear by themselves for metrics, one section for each prefix before a \"/\"; their ids begin with \"auto-\" and can be used like any other. " +
	"Fields that the description doesn't know are kept. null takes a field away."

// Register mounts the routes.
func Register(a huma.API, w *Workspaces) {
	s := w.service
	const all = "/api/v1/projects/{entity}/{project}/workspaces"
	const one = all + "/{workspace}"
	const section, panel = one + "/sections/{section}", one + "/panels/{panel}"
	api.Register(a, operation(http.MethodGet, "list-workspaces", all, "Workspaces of a project"), s.list)
	api.Register(a, operation(http.MethodPost, "create-workspace", all, "Save a view: an empty one, or a copy of a workspace"), s.create)
	api.Register(a, operation(http.MethodGet, "get-workspace", one, "A workspace: its run set, its sections in order, and the first page of panels of those that are open"), s.get)
	api.Register(a, operation(http.MethodPatch, "edit-workspace", one, "Change a workspace"), s.edit)
	api.Register(a, operation(http.MethodDelete, "delete-workspace", one, "Delete a saved view"), s.remove)
	api.Register(a, operation(http.MethodPost, "clear-workspace", one+"/clear", "Forget everything that was arranged in a workspace"), s.clear)
	api.Register(a, operation(http.MethodGet, "list-runs-of-workspace", one+"/runs", "A page of the runs table, with the workspace's run set"), s.runs)

	api.Register(a, operation(http.MethodGet, "list-sections", one+"/sections", "Sections of a workspace, in order"), s.listSections)
	api.Register(a, operation(http.MethodPost, "add-section", one+"/sections", "Add a section"), s.addSection)
	api.Register(a, operation(http.MethodPatch, "edit-section", section, "Change a section"), s.editSection)
	api.Register(a, operation(http.MethodPost, "move-section", section+"/move", "Move a section"), s.moveSection)
	api.Register(a, operation(http.MethodDelete, "delete-section", section, "Delete a section with its panels"), s.deleteSection)

	api.Register(a, operation(http.MethodGet, "list-panels-of-section", section+"/panels", "A page of a section's panels"), s.listPanels)
	api.Register(a, operation(http.MethodPost, "add-panel", section+"/panels", "Add a panel to a section"), s.addPanel)
	api.Register(a, operation(http.MethodGet, "find-panels", one+"/panels", "Panels of a workspace by title"), s.findPanels)
	api.Register(a, operation(http.MethodGet, "get-panel", panel, "A panel"), s.getPanel)
	api.Register(a, operation(http.MethodPatch, "edit-panel", panel, "Change a panel"), s.editPanel)
	api.Register(a, operation(http.MethodPost, "move-panel", panel+"/move", "Move a panel, within its section or to another one"), s.movePanel)
	api.Register(a, operation(http.MethodDelete, "delete-panel", panel, "Delete a panel"), s.deletePanel)
	api.Register(a, dataOperation(a, operation(http.MethodGet, "get-panel-data", panel+"/data", "What a panel shows")), s.data)
	api.Register(a, dataOperation(a, operation(http.MethodPost, "preview-panel", one+"/panels:preview", "What a panel of this spec would show")), s.preview)
}

func operation(method, id, path, summary string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: path, Summary: summary, Description: help, Tags: []string{tag}, DefaultStatus: http.StatusOK,
	}
}
