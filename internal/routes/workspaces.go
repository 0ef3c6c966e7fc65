package routes

const (
	workspace = project + "/workspaces/{workspace}"
	section   = workspace + "/sections/{section}"
	panel     = workspace + "/panels/{panel}"
)

var mine = map[string]string{"workspace": "me"}

// Workspaces. A saved view is everybody's who may edit; one's own is one's own.
var workspaces = []Route{
	{Method: "GET", Path: project + "/workspaces", May: Read},
	{Method: "POST", Path: project + "/workspaces", May: Edit, Body: `{"name":"View $unique","from":"me"}`, Makes: "workspace.created.v1"},
	{Method: "GET", Path: workspace, May: Read},
	{Method: "GET", Path: workspace, May: Read, With: mine},
	{Method: "PATCH", Path: workspace, May: Edit, Body: `{"smoothing":{"kind":"ema","weight":0.5},"name":"N $unique"}`, Makes: "workspace.edited.v1"},
	{Method: "PATCH", Path: workspace, May: Edit, Body: `{"search":"$unique"}`, Makes: "workspace.search_set.v1"},
	{Method: "PATCH", Path: workspace, May: Edit, Body: `{"filter":"number > $number"}`, Makes: "workspace.filter_set.v1"},
	{Method: "PATCH", Path: workspace, May: Edit, Body: `{"sort":["name:asc"]}`, Makes: "workspace.sort_set.v1"},
	{Method: "PATCH", Path: workspace, May: Edit, Body: `{"grouping":["config.arch"]}`, Makes: "workspace.grouping_set.v1"},
	{Method: "PATCH", Path: workspace, May: Edit, Body: `{"columns":["config.lr"]}`, Makes: "workspace.columns_set.v1"},
	{Method: "PATCH", Path: workspace, May: Edit, Body: `{"visibility":{"$run":false}}`, Makes: "workspace.run_visibility_set.v1"},
	{Method: "PATCH", Path: workspace, May: Read, With: mine, Body: `{"search":"$unique"}`, Makes: "workspace.search_set.v1"},
	{Method: "PATCH", Path: workspace, May: Own, With: map[string]string{"workspace": "user-$lead"}, Body: `{"search":"$unique"}`, Makes: "workspace.search_set.v1"},
	{Method: "POST", Path: workspace + "/clear", May: Edit, Makes: "workspace.cleared.v1"},
	{Method: "DELETE", Path: workspace, May: Edit, Makes: "workspace.deleted.v1"},
	{Method: "GET", Path: workspace + "/runs", May: Read},

	{Method: "GET", Path: workspace + "/undo", May: Read},
	{Method: "POST", Path: workspace + "/undo", May: Edit, Body: `{"action":$wsaction}`, Makes: "action.undone.v1"},
	{Method: "POST", Path: workspace + "/redo", May: Edit, Body: `{"action":$wsundone}`, Makes: "action.undone.v1"},

	{Method: "GET", Path: workspace + "/sections", May: Read},
	{Method: "POST", Path: workspace + "/sections", May: Edit, Body: `{"title":"S $unique"}`, Makes: "section.added.v1"},
	{Method: "POST", Path: workspace + "/sections", May: Read, With: mine, Body: `{"title":"S $unique"}`, Makes: "section.added.v1"},
	{Method: "PATCH", Path: section, May: Edit, Body: `{"title":"T $unique"}`, Makes: "section.renamed.v1"},
	{Method: "PATCH", Path: section, May: Edit, Body: `{"collapsed":true}`, Makes: "section.collapsed_set.v1"},
	{Method: "PATCH", Path: section, May: Edit, Body: `{"layout":"custom"}`, Makes: "section.layout_set.v1"},
	{Method: "PATCH", Path: section, May: Edit, Body: `{"panel_size":{"w":300,"h":200}}`, Makes: "section.panel_size_set.v1"},
	{Method: "PATCH", Path: section, May: Edit, Body: `{"height":500}`, Makes: "section.resized.v1"},
	{Method: "PATCH", Path: section, May: Edit, Body: `{"title":"U $unique","collapsed":true}`, Makes: "section.edited.v1"},
	{Method: "POST", Path: section + "/move", May: Edit, Body: `{"after":"$section2"}`, Makes: "section.moved.v1"},
	{Method: "DELETE", Path: section, May: Edit, Makes: "section.deleted.v1"},
	{Method: "POST", Path: section + "/export-to-report", May: Edit, Body: `{"title":"R $unique"}`, Makes: "report.created.v1"},

	{Method: "GET", Path: section + "/panels", May: Read},
	{Method: "POST", Path: section + "/panels", May: Edit, Body: `{"kind":"line","metrics":["loss"]}`, Makes: "panel.added.v1"},
	{Method: "GET", Path: workspace + "/panels", May: Read, Query: "q=loss"},
	{Method: "POST", Path: workspace + "/panels:preview", May: Read, Body: `{"kind":"line","metrics":["loss"]}`, Silent: byPost},
	{Method: "GET", Path: panel, May: Read},
	{Method: "PATCH", Path: panel, May: Edit, Body: `{"title":"P $unique"}`, Makes: "panel.edited.v1"},
	{Method: "PATCH", Path: panel, May: Edit, Body: `{"w":300,"h":200}`, Makes: "panel.resized.v1"},
	{Method: "POST", Path: panel + "/move", May: Edit, Body: `{"section":"$section2"}`, Makes: "panel.moved.v1"},
	{Method: "DELETE", Path: panel, May: Edit, Makes: "panel.deleted.v1"},
	{Method: "GET", Path: panel + "/data", May: Read},
}
