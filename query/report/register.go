package report

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
)

const (
	reportsPath = "/api/v1/projects/{entity}/{project}/reports"
	reportPath  = reportsPath + "/{report}"
)

// Register mounts the routes of reports.
func Register(a huma.API, d Deps) {
	s := newService(d)
	api.Register(a, op(http.MethodGet, "list-reports", reportsPath, "Reports of a project"), s.list)
	api.Register(a, op(http.MethodPost, "create-report", reportsPath, "Make a report: a snapshot of now, or live"), s.create)
	api.Register(a, op(http.MethodGet, "get-report", reportPath, "A report with its blocks, without the data"), s.get)
	api.Register(a, op(http.MethodPatch, "edit-report", reportPath, "Rename or describe a report"), s.patch)
	api.Register(a, op(http.MethodDelete, "delete-report", reportPath, "Delete a report; undo brings it back"), s.remove)

	api.Register(a, op(http.MethodGet, "report-data", reportPath+"/data", "What a report shows of the data"), s.data)
	api.Register(a, op(http.MethodPost, "pin-report", reportPath+"/pin", "Make a report a snapshot, of now or of an earlier moment"), s.pin)
	api.Register(a, op(http.MethodPost, "unpin-report", reportPath+"/unpin", "Make a report live"), s.unpin)

	api.Register(a, op(http.MethodPost, "add-block", reportPath+"/blocks", "Add a block to a report"), s.addBlock)
	api.Register(a, op(http.MethodPatch, "edit-block", reportPath+"/blocks/{block}", "Change a block"), s.patchBlock)
	api.Register(a, op(http.MethodDelete, "delete-block", reportPath+"/blocks/{block}", "Delete a block"), s.deleteBlock)
	api.Register(a, op(http.MethodPost, "move-block", reportPath+"/blocks/{block}/move", "Move a block"), s.moveBlock)
	upload := op(http.MethodPost, "upload-report-image", reportPath+"/images", "Add an image block: the body is the file")
	upload.MaxBodyBytes = maxImage + 1
	api.Register(a, upload, s.upload)
	api.Register(a, api.Streams(op(http.MethodGet, "report-image", reportPath+"/images/{sha256}", "An image of a report"), anImage), s.image)

	api.Register(a, op(http.MethodGet, "list-comments", reportPath+"/comments", "Comments on a report"), s.comments)
	api.Register(a, op(http.MethodPost, "add-comment", reportPath+"/comments", "Comment on a report"), s.addComment)
	api.Register(a, op(http.MethodPatch, "edit-comment", reportPath+"/comments/{comment}", "Change one's own comment"), s.patchComment)
	api.Register(a, op(http.MethodDelete, "delete-comment", reportPath+"/comments/{comment}", "Delete a comment"), s.deleteComment)

	api.Register(a, op(http.MethodGet, "list-shares", reportPath+"/share", "Links of a report that open something"), s.shares)
	api.Register(a, op(http.MethodPost, "share-report", reportPath+"/share", "Make a link that shows the report to whoever has it"), s.share)
	api.Register(a, op(http.MethodDelete, "unshare-report", reportPath+"/share/{share}", "Revoke a link"), s.unshare)
	api.Register(a, api.Public(op(http.MethodGet, "shared-report", "/api/v1/shared/{token}", "What a share link shows")), s.shared)
	api.Register(a, api.Streams(api.Public(op(http.MethodGet, "shared-image", "/api/v1/shared/{token}/images/{sha256}", "An image of what a share link shows")), anImage), s.sharedImage)
	api.Register(a, api.Streams(api.Public(op(http.MethodGet, "shared-page", "/share/{token}", "What a share link shows, as a page")), aPage), s.sharedPage)

	api.Register(a, api.Streams(op(http.MethodGet, "export-report", reportPath+"/export", "A report as Markdown or as one HTML file"), anExport), s.export)
	api.Register(a, op(http.MethodPost, "export-section-to-report", sectionPath, "Make a report of a workspace's section"), s.exportSection)
}

// What the routes answer that give no JSON.
var (
	anImage  = map[string]*huma.Schema{"image/png": nil, "image/jpeg": nil, "image/webp": nil, "image/gif": nil}
	aPage    = map[string]*huma.Schema{"text/html": nil}
	anExport = map[string]*huma.Schema{"text/markdown": nil, "text/html": nil}
)

func op(method, id, path, summary string) huma.Operation {
	return huma.Operation{Method: method, OperationID: id, Path: path, Summary: summary, Tags: []string{"Reports"}, DefaultStatus: http.StatusOK, MaxBodyBytes: maxBody}
}
