package web

import (
	"bytes"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// policy lets the page load what is its own, and nothing else. Styles may stand in the
// document: the components set sizes and colours so; scripts may not.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; media-src 'self' blob:; frame-src 'self'; worker-src 'self'; " +
	"base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

// index is the document of every page: which one is shown is decided in the browser.
const index = "index.html"

// codings that the build has beside its files, the smallest first.
var codings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}}

// ErrNotBuilt is in place of the page in a program that was compiled without it.
var ErrNotBuilt = errors.New("the page isn't part of this program: build it with make, or serve it with --web-dir")

// Page serves the page.
type Page struct {
	files fs.FS
	base  string // path below which clients reach the server; begins and ends with "/"
}

// New returns the page of some files; base is the path of the server's external URL.
func New(files fs.FS, base string) *Page {
	return &Page{files: files, base: strings.TrimSuffix(base, "/") + "/"}
}

// Serve answers a request that no route of the API takes, and reports whether it's one
// for the page: a file of the build, or an address that a person opens.
func (p *Page) Serve(w http.ResponseWriter, r *http.Request) (bool, error) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false, nil
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name != index && name != "" && name != "." {
		if body, err := fs.ReadFile(p.files, name); err == nil {
			p.file(w, r, name, body)
			return true, nil
		}
	}
	if strings.HasPrefix(name, "api/") || strings.HasPrefix(name, "assets/") || !strings.Contains(r.Header.Get("Accept"), "text/html") {
		return false, nil
	}
	return true, p.document(w)
}

// file answers with a file of the build. What is in assets/ is named after its content.
func (p *Page) file(w http.ResponseWriter, r *http.Request, name string, body []byte) {
	h := w.Header()
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		h.Set("Content-Type", kind)
	}
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	for _, c := range codings {
		packed, err := fs.ReadFile(p.files, name+c.suffix)
		if err != nil {
			continue
		}
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), c.name) {
			h.Set("Content-Encoding", c.name)
			body = packed
			break
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a client that went away
}

// document answers with the page, which then knows where it lies.
func (p *Page) document(w http.ResponseWriter) error {
	body, err := fs.ReadFile(p.files, index)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotBuilt
	}
	if err != nil {
		return err
	}
	body = bytes.Replace(body, []byte(`<base href="/"`), []byte(`<base href="`+p.base+`"`), 1)
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-cache")
	_, _ = w.Write(body) // a client that went away
	return nil
}
