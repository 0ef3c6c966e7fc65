package wandb

import (
	"context"
	"net/http"
	"strings"

	"runledger/catalog"
)

type principalKey struct{}

// principalOf is who makes the request of ctx.
func principalOf(ctx context.Context) catalog.Principal {
	p, _ := ctx.Value(principalKey{}).(catalog.Principal)
	return p
}

// authenticated lets only requests with a valid key through: Basic with any user name
// and the key as password, as the client sends it, or Bearer.
func (s *Server) authenticated(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := s.authenticate(r)
		if err != nil {
			s.answer(w, r, err)
			return
		}
		next(w, r.WithContext(context.WithValue(r.Context(), principalKey{}, p)))
	}
}

func (s *Server) authenticate(r *http.Request) (catalog.Principal, error) {
	_, key, ok := r.BasicAuth()
	if !ok {
		key, ok = strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	}
	if !ok || key == "" {
		return catalog.Principal{}, refuse(http.StatusUnauthorized, "unauthenticated",
			"user is not logged in: no API key came with the request")
	}
	if p, known := s.Catalog.Authenticate(key); known {
		return p, nil
	}
	if err := s.Catalog.Fresh(r.Context()); err != nil {
		return catalog.Principal{}, err
	}
	if p, known := s.Catalog.Authenticate(key); known {
		return p, nil
	}
	return catalog.Principal{}, refuse(http.StatusUnauthorized, "unauthenticated",
		"user is not logged in: this server doesn't know the API key")
}
