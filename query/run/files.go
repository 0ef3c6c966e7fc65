package run

import (
	"bufio"
	"context"
	"errors"
	"mime"
	"net/http"
	"path"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"runledger/blob"
	"runledger/catalog"
	"runledger/internal/api"
	"runledger/query/read"
)

type filesInput struct {
	Of
	After string `query:"after" doc:"Only names after this one: the last of the page before"`
	Limit int    `query:"limit" minimum:"1" maximum:"10000" default:"1000" doc:"Files a page"`
}

type filesAnswer struct {
	Body Files
}

// Files is a page of a run's files.
type Files struct {
	Position string `json:"position"`
	Files    []File `json:"files" doc:"By name. Of a name uploaded again the later counts"`
	More     bool   `json:"more" doc:"There are files after these"`
}

// File of a run.
type File struct {
	Name   string    `json:"name" doc:"Path within the run"`
	Size   int64     `json:"size" doc:"Bytes; -1: announced by the trainer, content not here"`
	SHA256 string    `json:"sha256,omitempty" doc:"Of the content, hex"`
	MD5    string    `json:"md5,omitempty" doc:"Base64"`
	Type   string    `json:"type,omitempty" doc:"Media type as far as known"`
	At     time.Time `json:"at" doc:"When the log took it"`
}

// A name that was announced and then uploaded has both rows: the one with the content
// counts, of several the later in the log.
const filesSQL = "SELECT name, size, sha256, md5, toString(mime), at\nFROM files\n"

func (p *pages) files(ctx context.Context, in *filesInput) (*filesAnswer, error) {
	run, at, err := p.find(ctx, in.Of)
	if err != nil {
		return nil, err
	}
	out := &filesAnswer{Files{Position: at.Position.String()}}
	out.Body.Files, err = p.fileRows(ctx, run, at, "name > {after:String}", in.After, in.Limit+1)
	if n := len(out.Body.Files); n > in.Limit {
		out.Body.Files, out.Body.More = out.Body.Files[:in.Limit], true
	}
	return out, err
}

// fileRows reads the winners by name among those of a condition on {after}.
func (p *pages) fileRows(ctx context.Context, run *catalog.Run, at read.Moment, condition, after string, limit int) ([]File, error) {
	q := read.Query{SQL: filesSQL + where(at) + " AND " + condition + "\nORDER BY name, sha256 = '', off DESC, idx DESC\nLIMIT 1 BY name\nLIMIT " +
		strconv.Itoa(limit) + "\nFORMAT RowBinary", Params: paramsOf(run)}
	q.Params["after"] = after
	list := []File{}
	err := p.Reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			list = append(list, File{Name: rows.Text(), Size: rows.Int64(), SHA256: rows.Text(), MD5: rows.Text(), Type: rows.Text(), At: rows.Millis()})
		}
		return rows.Err()
	})
	return list, err
}

type fileInput struct {
	Of
	Name string `query:"name" required:"true" doc:"The file's name"`
}

// file serves a content to whoever may read the run.
func (p *pages) file(ctx context.Context, in *fileInput) (*huma.StreamResponse, error) {
	run, at, err := p.find(ctx, in.Of)
	if err != nil {
		return nil, err
	}
	list, err := p.fileRows(ctx, run, at, "name = {after:String}", in.Name, 1)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || list[0].SHA256 == "" {
		return nil, api.NotFound("Run %q has no file of this name.", in.Run)
	}
	return p.content(ctx, list[0].SHA256, mediaType(in.Name), path.Base(in.Name))
}

// content serves a content of the blob store. What trainers send is not ours: no scripts,
// no guessing. Where one opens it, it's a download.
func (p *pages) content(ctx context.Context, sha256, mediaType, name string) (*huma.StreamResponse, error) {
	content, err := p.Blobs.Open(ctx, sha256)
	switch {
	case errors.Is(err, blob.ErrNotFound):
		return nil, api.NotFound("The content of this file isn't here.")
	case err != nil:
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer content.Close()
		r, w := humachi.Unwrap(hc)
		h := w.Header()
		h.Set("ETag", `"`+sha256+`"`)
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		h.Set("Content-Security-Policy", "sandbox")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Type", mediaType)
		http.ServeContent(w, r, "", time.Time{}, content)
	}}, nil
}
