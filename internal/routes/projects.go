package routes

// Projects, who may see them, what was done to them.
var projects = []Route{
	{Method: "GET", Path: "/api/v1/projects", May: Signed},
	{Method: "GET", Path: "/api/v1/projects", May: Read, Query: "entity=$entity", Named: "$project"},
	{Method: "POST", Path: "/api/v1/projects", May: TeamLog, Creates: true, Body: `{"entity":"$team","name":"new-$unique"}`, Makes: "project.created.v1"},
	{Method: "POST", Path: "/api/v1/projects:activity", May: Signed, Body: `{"projects":["$entity/$project"]}`, Silent: byPost},
	{Method: "GET", Path: "/api/v1/trash", May: Signed},
	{Method: "GET", Path: "/api/v1/trash", May: Restore, Named: "$trashed"},

	{Method: "GET", Path: project, May: Read},
	{Method: "PATCH", Path: project, May: Administer, Body: `{"name":"renamed-$unique"}`, Makes: "project.renamed.v1"},
	{Method: "PATCH", Path: project, May: Edit, Body: `{"description":"about $unique"}`, Makes: "project.description_set.v1"},
	{Method: "PATCH", Path: project, May: Administer, Body: `{"name":"again-$unique","description":"about $unique"}`, Makes: "project.edited.v1"},
	{Method: "DELETE", Path: project, May: Administer, Query: "confirm=$project", Makes: "project.deleted.v1"},
	{Method: "POST", Path: project + "/undelete", May: Restore, With: map[string]string{"project": "$trashed"}, Makes: "project.undeleted.v1"},
	{Method: "POST", Path: project + "/purge", May: Restore, With: map[string]string{"project": "$doomed"}, Query: "confirm=$doomed", Makes: "project.purged.v1", Once: true},
	{Method: "GET", Path: "/api/v1/purges/{purge}", May: Self},
	{Method: "GET", Path: project + "/overview", May: Read},
	{Method: "GET", Path: project + "/sweeps", May: Read},
	{Method: "GET", Path: project + "/artifacts", May: Read},
	{Method: "GET", Path: project + "/privacy", May: Read},
	{Method: "PUT", Path: project + "/privacy", May: Administer, Body: `{"view":"everyone","submit":"invited"}`, Makes: "project.privacy_set.v1"},
	{Method: "GET", Path: project + "/access", May: Read},
	{Method: "PUT", Path: project + "/access/{user}", May: Administer, Body: `{"role":"member"}`, Makes: "project.access_granted.v1"},
	{Method: "DELETE", Path: project + "/access/{user}", May: Administer, With: map[string]string{"user": "$invited"}, Makes: "project.access_revoked.v1"},
	{Method: "GET", Path: project + "/settings", May: Read},
	{Method: "PATCH", Path: project + "/settings", May: Administer, Body: `{"set":{"column.x":"summary.loss"}}`, Makes: "project.settings_set.v1"},

	{Method: "GET", Path: project + "/audit", May: Read, Query: "limit=2"},
	{Method: "GET", Path: project + "/live", May: Read, Long: true},
	{Method: "GET", Path: project + "/undo", May: Read},
	{Method: "POST", Path: project + "/undo", May: Edit, Body: `{"action":$action}`, Makes: "action.undone.v1"},
	{Method: "POST", Path: project + "/redo", May: Edit, Body: `{"action":$undone}`, Makes: "action.undone.v1"},
}
