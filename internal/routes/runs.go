package routes

const run = project + "/runs/{run}"

const byPost = "a question, in a POST because it may be long"

// Runs, and what can be asked of their data.
var runs = []Route{
	{Method: "POST", Path: project + "/charts", May: Read, Body: `{"metrics":["loss"]}`, Silent: byPost},
	{Method: "GET", Path: project + "/export", May: Read, Query: "what=runs&format=csv"},
	{Method: "POST", Path: project + "/export", May: Read, Body: `{"what":"runs","format":"ndjson"}`, Silent: byPost},
	{Method: "GET", Path: project + "/keys", May: Read},
	{Method: "GET", Path: project + "/runs", May: Read},
	{Method: "POST", Path: project + "/runs:query", May: Read, Body: `{"limit":5}`, Silent: byPost},
	{Method: "POST", Path: project + "/runs:groups", May: Read, Body: `{"by":["config.arch"]}`, Silent: byPost},
	{Method: "GET", Path: project + "/trash", May: Read},

	{Method: "POST", Path: project + "/runs", May: Submit, Body: `{"id":"made-$unique","save_code":true}`, Makes: "run.created.v1"},
	{Method: "POST", Path: project + "/runs:delete", May: Edit, Body: `{"runs":["$run"]}`, Makes: "runs.deleted.v1"},
	{Method: "POST", Path: project + "/runs:undelete", May: Edit, Body: `{"runs":["$trashrun"]}`, Makes: "runs.undeleted.v1"},
	{Method: "POST", Path: project + "/runs:tag", May: Edit, Body: `{"runs":["$run"],"add":["tag-$unique"]}`, Makes: "runs.tagged.v1"},
	{Method: "POST", Path: project + "/runs:stop", May: Edit, Body: `{"runs":["$run"]}`, Makes: "runs.stop_requested.v1"},
	{Method: "POST", Path: project + "/runs:move", May: Edit, Body: `{"runs":["$run"],"entity":"$entity","project":"$target"}`, Makes: "runs.moved.v1"},

	{Method: "POST", Path: project + "/runs:purge", May: Administer, Body: `{"runs":["$doomedrun"]}`, Makes: "runs.purged.v1", Once: true},

	{Method: "GET", Path: run, May: Read},
	{Method: "PATCH", Path: run, May: Edit, Body: `{"display_name":"named $unique"}`, Makes: "run.renamed.v1"},
	{Method: "PATCH", Path: run, May: Edit, Body: `{"tags":["only-$unique"]}`, Makes: "run.tags_set.v1"},
	{Method: "PATCH", Path: run, May: Edit, Body: `{"notes":"noted $unique"}`, Makes: "run.notes_set.v1"},
	{Method: "PATCH", Path: run, May: Edit, Body: `{"color":"#102030"}`, Makes: "run.color_set.v1"},
	{Method: "PATCH", Path: run, May: Edit, Body: `{"config":{"lr":$number}}`, Makes: "run.config_edited.v1"},
	{Method: "PATCH", Path: run, May: Edit, Body: `{"summary":{"best":$number}}`, Makes: "run.summary_edited.v1"},
	{Method: "PATCH", Path: run, May: Edit, Body: `{"display_name":"both $unique","notes":"both"}`, Makes: "run.edited.v1"},
	{Method: "PATCH", Path: run, May: Submit, With: map[string]string{"run": "$ownrun"}, Body: `{"notes":"own $unique"}`, Makes: "run.notes_set.v1"},
	{Method: "POST", Path: run + "/stop", May: Edit, Makes: "run.stop_requested.v1"},
	{Method: "DELETE", Path: run, May: Edit, Makes: "run.deleted.v1"},
	{Method: "POST", Path: run + "/undelete", May: Edit, With: map[string]string{"run": "$trashrun"}, Makes: "run.undeleted.v1"},

	{Method: "GET", Path: run + "/alerts", May: Read},
	{Method: "GET", Path: run + "/config", May: Read},
	{Method: "GET", Path: run + "/console", May: Read},
	{Method: "GET", Path: run + "/file", May: Read, Query: "name=notes.txt"},
	{Method: "GET", Path: run + "/files", May: Read},
	{Method: "GET", Path: run + "/history", May: Read},
	{Method: "GET", Path: run + "/metrics", May: Read},
	{Method: "GET", Path: run + "/summary", May: Read},
	{Method: "GET", Path: run + "/system", May: Read},
	{Method: "GET", Path: run + "/value", May: Read, Query: "sha256=f58ccf08e74ff87e0a1e16cbdd9177f95d4a5e09082d3926d5b51913dbe10481"}, // of notes.txt
}
