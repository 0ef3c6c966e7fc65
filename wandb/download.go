package wandb

import (
	"errors"
	"mime"
	"net/http"
	"path"
	"time"

	"runledger/blob"
)

// download serves a content under a signed address, also in parts. A page of another
// origin may read it: the address is the permission.
func (s *Server) download(w http.ResponseWriter, r *http.Request, sha256, name string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Content-Length, Content-Range, ETag")
	switch r.Method {
	case http.MethodOptions:
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
		h.Set("Access-Control-Allow-Headers", "*")
		h.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	case http.MethodGet, http.MethodHead:
		s.serveContent(w, r, sha256, name)
	default:
		s.answer(w, r, refuse(http.StatusNotFound, "not_found", "this address is for GET"))
	}
}

func (s *Server) serveContent(w http.ResponseWriter, r *http.Request, sha256, name string) {
	if err := s.Signer.Check(r.Method, "/files/"+contentPrefix+"/"+sha256+"/"+name, r.URL.Query()); err != nil {
		s.answer(w, r, refuse(http.StatusForbidden, "signature", "%v", err))
		return
	}
	content, err := s.Blobs.Open(r.Context(), sha256)
	switch {
	case errors.Is(err, blob.ErrNotFound), errors.Is(err, blob.ErrBadHash):
		s.answer(w, r, refuse(http.StatusNotFound, "not_found", "there is no such content"))
		return
	case err != nil:
		s.answer(w, r, err)
		return
	}
	defer content.Close()
	h := w.Header()
	h.Set("ETag", `"`+sha256+`"`)
	h.Set("Cache-Control", "private, immutable")
	// What trainers upload is not ours: no scripts, no guessing.
	h.Set("Content-Security-Policy", "sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	kind := mime.TypeByExtension(path.Ext(name))
	if kind == "" {
		kind = "application/octet-stream"
	}
	h.Set("Content-Type", kind)
	http.ServeContent(w, r, "", time.Time{}, content)
}
