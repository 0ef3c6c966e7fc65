package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"runledger/catalog"
)

// freshWithin bounds how long a refusal waits for the fold to reach the log's end.
const freshWithin = 5 * time.Second

type principalKey struct{}

// PrincipalOf is who makes the request that ctx belongs to. It panics outside of
// Authenticated: a route without it would be open to everyone.
func PrincipalOf(ctx context.Context) catalog.Principal {
	return ctx.Value(principalKey{}).(catalog.Principal)
}

// WithPrincipal is for tests of handlers, and for other ways to authenticate.
func WithPrincipal(ctx context.Context, p catalog.Principal) context.Context {
	return context.WithValue(ctx, principalKey{}, p)
}

// Authenticated lets requests with a valid API key pass: Authorization: Bearer KEY,
// or Basic with the key as password (any user name; W&B clients say "api"); and those
// of a session that still counts. Each counts towards its client's rate.
func Authenticated(cat *catalog.Catalog) func(http.Handler) http.Handler {
	return authenticated(func(r *http.Request) (catalog.Principal, error) { return meter(r, cat) })
}

// AuthenticatedOnly is Authenticated for routes with limits of their own.
func AuthenticatedOnly(cat *catalog.Catalog) func(http.Handler) http.Handler {
	return authenticated(func(r *http.Request) (catalog.Principal, error) { return Authenticate(r, cat) })
}

func authenticated(who func(*http.Request) (catalog.Principal, error)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p, err := who(r)
			if err != nil {
				Write(w, r, err)
				return
			}
			next.ServeHTTP(w, r.WithContext(WithPrincipal(r.Context(), p)))
		})
	}
}

// Authenticate returns who makes the request: by its API key if it has one, else by
// its session. What opens nothing is looked up again once the fold has reached the
// log's end.
func Authenticate(r *http.Request, cat *catalog.Catalog) (catalog.Principal, error) {
	key, ok := keyOf(r)
	if !ok && r.Header.Get("Authorization") == "" {
		return bySession(r, cat)
	}
	if !ok {
		return catalog.Principal{}, Unauthenticated("There's no API key in the request.")
	}
	if p, ok := cat.Authenticate(key); ok {
		return p, nil
	}
	if catalog.CheckAPIKey(key) == nil {
		if err := Fresh(r.Context(), cat); err != nil {
			return catalog.Principal{}, err
		}
		if p, ok := cat.Authenticate(key); ok {
			return p, nil
		}
	}
	if err := wrongKey(r); err != nil {
		return catalog.Principal{}, err
	}
	return catalog.Principal{}, Unauthenticated("The API key isn't valid: it's unknown or was revoked.")
}

// keyOf returns the API key that the request carries.
func keyOf(r *http.Request) (string, bool) {
	if _, password, ok := r.BasicAuth(); ok {
		return password, password != ""
	}
	scheme, key, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	key = strings.TrimSpace(key)
	return key, ok && strings.EqualFold(scheme, "Bearer") && key != ""
}

// Fresh waits until the fold has reached the log's end: before any refusal that a
// look at the state alone suggests.
func Fresh(ctx context.Context, cat *catalog.Catalog) error {
	ctx, cancel := context.WithTimeout(ctx, freshWithin)
	defer cancel()
	return cat.Fresh(ctx)
}
