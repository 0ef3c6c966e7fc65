package wandb

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"runledger/catalog"
)

// Addresses of files: below /files, signed, so that they need no key.
const (
	uploadPrefix  = "run"  // /files/run/RUN-KEY/NAME, PUT; the run's number and the id of a key
	contentPrefix = "blob" // /files/blob/SHA256/NAME, GET
)

// addressValid is how long an address is good: uploads may begin late, and are
// repeated for up to 20 minutes.
const addressValid = 24 * time.Hour

const maxFileName = 1024 // bytes

type runFilesInput struct {
	EntityName, ProjectName, RunName *string
	Files                            *[]string
}

type createRunFilesPayload struct {
	RunID         *string
	UploadHeaders *[]string
	Files         *[]runFileUpload
}

// runFileUpload has no address if the name can't be taken: the client leaves the file out.
type runFileUpload struct{ Name, UploadURL *string }

// CreateRunFiles gives an address to put each file to, in the order asked for.
func (q *resolver) CreateRunFiles(ctx context.Context, args struct{ Input runFilesInput }) (*createRunFilesPayload, error) {
	at, err := q.filesOf(ctx, args.Input)
	if err != nil {
		return nil, err
	}
	id := string(nodeID("Run", uint64(at.run.No)))
	files := []runFileUpload{}
	if args.Input.Files != nil {
		for _, name := range *args.Input.Files {
			files = append(files, runFileUpload{&name, orNil(q.uploadURL(at.run.No, principalOf(ctx).Key, name))})
		}
	}
	return &createRunFilesPayload{RunID: &id, UploadHeaders: &[]string{}, Files: &files}, nil
}

func (s *Server) filesOf(ctx context.Context, in runFilesInput) (place, error) {
	if in.RunName == nil {
		return place{}, refuse(http.StatusUnprocessableEntity, "invalid", "runName is missing")
	}
	return s.writable(s.findRun(ctx, s.entityOr(ctx, in.EntityName), projectOr(in.ProjectName), *in.RunName))
}

// uploadURL is "" for a name that can't be a run's file. The address is good as long as
// the key is, and its user may log to the run.
func (s *Server) uploadURL(run catalog.RunNo, key, name string) string {
	if !fileName(name) {
		s.metrics.uploads.WithLabelValues("bad_name").Inc()
		return ""
	}
	return s.address(http.MethodPut, uploadPrefix+"/"+uploadPlace(run, key), name)
}

// DownloadURL is an address from which anybody who has it can get a content for a day
// under a file name. It needs no key.
func (s *Server) DownloadURL(sha256, name string) string {
	return s.address(http.MethodGet, contentPrefix+"/"+sha256, name)
}

func (s *Server) address(method, place, name string) string {
	path := "/files/" + place + "/" + name
	escaped := strings.Split(name, "/")
	for i := range escaped {
		escaped[i] = url.PathEscape(escaped[i])
	}
	return s.ExternalURL + "/files/" + place + "/" + strings.Join(escaped, "/") + "?" + s.Signer.Query(method, path, addressValid)
}

// fileName reports whether a name can be a file of a run: a relative path that no
// proxy on the way would rewrite.
func fileName(name string) bool {
	if name == "" || len(name) > maxFileName || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return false
	}
	for _, seg := range strings.Split(name, "/") {
		if seg == "" || seg == "." || seg == ".." {
			return false
		}
	}
	return true
}

type successPayload struct{ Success *bool }

// MarkRunFilesUploaded is asked only by clients that are told to; file_stream says it too.
func (q *resolver) MarkRunFilesUploaded(ctx context.Context, args struct{ Input runFilesInput }) (*successPayload, error) {
	if _, err := q.filesOf(ctx, args.Input); err != nil {
		return nil, err
	}
	return &successPayload{&yes}, nil
}
