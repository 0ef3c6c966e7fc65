package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"html/template"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

// description answers with the OpenAPI document and a page made from it. Both are
// made at the first request, when all operations are registered.
type description struct {
	api huma.API

	once sync.Once
	spec []byte
	html []byte
	err  error
}

var (
	//go:embed docs.html
	docsHTML string
	//go:embed docs.css
	docsCSS string
)

func (d *description) make() {
	if d.spec, d.err = json.Marshal(d.api.OpenAPI()); d.err != nil {
		return
	}
	t, err := template.New("docs").Parse(docsHTML)
	if err != nil {
		d.err = err
		return
	}
	var b bytes.Buffer
	d.err = t.Execute(&b, docsOf(d.api.OpenAPI()))
	d.html = b.Bytes()
}

func (d *description) json(w http.ResponseWriter, r *http.Request) {
	if d.once.Do(d.make); d.err != nil {
		Write(w, r, d.err)
		return
	}
	w.Header().Set("Content-Type", "application/openapi+json")
	_, _ = w.Write(d.spec)
}

func (d *description) page(w http.ResponseWriter, r *http.Request) {
	if d.once.Do(d.make); d.err != nil {
		Write(w, r, d.err)
		return
	}
	style := sha256.Sum256([]byte(docsCSS))
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy",
		"default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(style[:])+"'")
	_, _ = w.Write(d.html)
}
