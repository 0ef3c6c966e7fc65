package wandb

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func record(t *testing.T, inner http.Handler, w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(b))
	rec := httptest.NewRecorder()
	inner.ServeHTTP(rec, r)
	t.Logf("%s %s %s\n   %v\n   %.1500s\n   -> %d %.600s", r.Method, r.URL, r.UserAgent(), r.Header, b, rec.Code, rec.Body.Bytes())
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}
