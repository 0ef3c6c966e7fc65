package report

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"runledger/catalog"
	"runledger/internal/api"
)

// imageTypes are what a browser shows and what can't hold scripts: no SVG.
var imageTypes = map[string]bool{"image/png": true, "image/jpeg": true, "image/webp": true, "image/gif": true}

type uploadInput struct {
	One
	api.Command
	After   string `query:"after" maxLength:"160"`
	Before  string `query:"before" maxLength:"160"`
	Name    string `query:"name" maxLength:"512" doc:"Of the file"`
	Alt     string `query:"alt" maxLength:"4096" doc:"What is to be seen, in words"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// upload makes an image block.
func (s *service) upload(ctx context.Context, in *uploadInput) (*changedOutput, error) {
	f, err := s.editable(ctx, in.One)
	if err != nil {
		return nil, err
	}
	stored, err := s.storeImage(ctx, in.RawBody, in.Name, in.Alt, "body")
	if err != nil {
		return nil, err
	}
	set := map[string]json.RawMessage{"kind": text(kindImage)}
	if err := putJSON(set, "", "image", stored); err != nil {
		return nil, err
	}
	return s.putBlock(ctx, f, in.One, in.IdempotencyKey, set, in.After, in.Before)
}

// imageOf is an image as it is stored: new content, or one that a report of the project
// holds already. Another project's can't be named: a hash gives no right to its content.
func (s *service) imageOf(ctx context.Context, p *catalog.Project, i *Image, at string) (*StoredImage, error) {
	if len(i.Data) > 0 {
		return s.storeImage(ctx, i.Data, i.Name, i.Alt, at+"image.data")
	}
	var blocks []*catalog.Document
	s.Catalog.View(func(st *catalog.State) {
		for _, r := range st.Documents(p.No, catalog.Report, "", "", false) {
			blocks = append(blocks, st.Documents(p.No, catalog.Block, r.ID, "", false)...)
		}
	})
	var held *StoredImage
	for _, b := range blocks {
		if image := blockOf(b).Image; image != nil && image.SHA256 == i.SHA256 {
			held = image
			break
		}
	}
	if held == nil {
		return nil, fault(at+"image", "No report of this project holds such an image: send its data.")
	}
	again := *held
	again.Name, again.Alt = i.Name, i.Alt
	return &again, nil
}

// storeImage puts an image into the blob store. What it is, its bytes say.
func (s *service) storeImage(ctx context.Context, data []byte, name, alt, at string) (*StoredImage, error) {
	if len(data) > maxImage {
		s.metrics.refused.WithLabelValues("image").Inc()
		return nil, api.TooLarge("An image has at most %d bytes, not %d.", maxImage, len(data))
	}
	kind := http.DetectContentType(data)
	if !imageTypes[kind] {
		s.metrics.refused.WithLabelValues("image").Inc()
		return nil, fault(at, "That's no image: PNG, JPEG, WebP and GIF are.")
	}
	o, err := s.Blobs.Put(ctx, bytes.NewReader(data), maxImage)
	if err != nil {
		return nil, err
	}
	return &StoredImage{SHA256: o.SHA256, Type: kind, Size: o.Size, Name: name, Alt: alt}, nil
}

type imageInput struct {
	One
	api.AsOf
	SHA256 string `path:"sha256" maxLength:"64"`
}

// image serves an image of a report to whoever may read it.
func (s *service) image(ctx context.Context, in *imageInput) (*huma.StreamResponse, error) {
	f, _, err := s.findAsOf(ctx, in.One, in.AsOf)
	if err != nil {
		return nil, err
	}
	return s.serveImage(ctx, f, in.SHA256)
}

func (s *service) serveImage(ctx context.Context, f *found, sha256 string) (*huma.StreamResponse, error) {
	var image *StoredImage
	for _, b := range f.content() {
		if b.Image != nil && b.Image.SHA256 == sha256 {
			image = b.Image
		}
	}
	if image == nil {
		return nil, api.NotFound("The report has no such image.")
	}
	data, err := s.verified(ctx, image.SHA256, maxImage)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		_, w := humachi.Unwrap(hc)
		h := w.Header()
		h.Set("Content-Type", image.Type)
		h.Set("Content-Length", strconv.Itoa(len(data)))
		h.Set("Content-Disposition", mime.FormatMediaType("inline", map[string]string{"filename": fileName(image.Name, "image")}))
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
		h.Set("X-Content-Type-Options", "nosniff")
		_, _ = io.Copy(w, bytes.NewReader(data)) // the client may be gone
	}}, nil
}
