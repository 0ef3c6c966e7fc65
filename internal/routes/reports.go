package routes

const (
	report  = project + "/reports/{report}"
	block   = report + "/blocks/{block}"
	comment = report + "/comments/{comment}"
)

// Reports, and what share links open.
var reports = []Route{
	{Method: "GET", Path: project + "/reports", May: Read},
	{Method: "POST", Path: project + "/reports", May: Edit, Body: `{"title":"R $unique","blocks":[{"kind":"markdown","text":"words"}]}`, Makes: "report.created.v1"},
	{Method: "GET", Path: report, May: Read},
	{Method: "PATCH", Path: report, May: Edit, Body: `{"title":"T $unique"}`, Makes: "report.renamed.v1"},
	{Method: "PATCH", Path: report, May: Edit, Body: `{"description":"D $unique"}`, Makes: "report.edited.v1"},
	{Method: "DELETE", Path: report, May: Edit, Makes: "report.deleted.v1"},
	{Method: "GET", Path: report + "/data", May: Read},
	{Method: "GET", Path: report + "/export", May: Read, Query: "format=markdown"},
	{Method: "POST", Path: report + "/pin", May: Edit, Body: `{}`, Makes: "report.pinned.v1"},
	{Method: "POST", Path: report + "/unpin", May: Edit, With: map[string]string{"report": "$pinned"}, Makes: "report.unpinned.v1"},

	{Method: "POST", Path: report + "/blocks", May: Edit, Body: `{"kind":"markdown","text":"more $unique"}`, Makes: "block.added.v1"},
	{Method: "PATCH", Path: block, May: Edit, Body: `{"text":"other $unique"}`, Makes: "block.edited.v1"},
	{Method: "POST", Path: block + "/move", May: Edit, Body: `{"before":"$block2"}`, Makes: "block.moved.v1"},
	{Method: "DELETE", Path: block, May: Edit, Makes: "block.deleted.v1"},
	{Method: "POST", Path: report + "/images", May: Edit, Body: "$png", Media: "application/octet-stream", Makes: "block.added.v1"},
	{Method: "GET", Path: report + "/images/{sha256}", May: Read},

	{Method: "GET", Path: report + "/comments", May: Read},
	{Method: "POST", Path: report + "/comments", May: Read, Body: `{"text":"said $unique"}`, Makes: "comment.added.v1"},
	{Method: "PATCH", Path: comment, May: Own, Body: `{"text":"said otherwise $unique"}`, Makes: "comment.edited.v1"},
	{Method: "DELETE", Path: comment, May: Administer, Makes: "comment.deleted.v1"},

	{Method: "GET", Path: report + "/share", May: Read},
	{Method: "POST", Path: report + "/share", May: Share, Makes: "report.shared.v1"},
	{Method: "DELETE", Path: report + "/share/{share}", May: Edit, Makes: "report.unshared.v1"},
	{Method: "GET", Path: "/api/v1/shared/{token}", May: Token},
	{Method: "GET", Path: "/api/v1/shared/{token}/images/{sha256}", May: Token},
	{Method: "GET", Path: "/share/{token}", May: Token},
}
