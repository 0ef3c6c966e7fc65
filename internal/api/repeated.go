package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"runledger/catalog"
	"runledger/internal/position"
)

// Repeated is the answer to a request that was carried out under its Idempotency-Key
// before, and whose own answer can't be given any more: what it changed is gone, moved,
// or out of the client's sight, not least by that very change.
type Repeated struct {
	Changed
	Type string `json:"type" doc:"Of the action that the key was used for"`
}

// Error makes it what a handler may return; it is none.
func (r *Repeated) Error() string { return "the request was carried out before: " + r.Type }

// GetStatus is for huma.
func (r *Repeated) GetStatus() int { return http.StatusOK }

// ContentType is for huma.
func (r *Repeated) ContentType(string) string { return "application/json" }

// RepeatedUnder returns the answer to a request under a key that the request's principal
// used for an action that was accepted; nil if there was none. Handlers ask for it where
// what they'd do depends on what the first request has changed.
func RepeatedUnder(ctx context.Context, cat *catalog.Catalog, key string) error {
	p, ok := ctx.Value(principalKey{}).(catalog.Principal)
	if key == "" || !ok || p.User == nil {
		return nil
	}
	var r *Repeated
	cat.View(func(s *catalog.State) {
		if typ, ok := s.AcceptedUnder(p.User.No, key); ok {
			r = &Repeated{Type: typ}
		}
	})
	if r == nil {
		return nil
	}
	r.Changed = Changed{Position: position.Position{Actions: cat.Next()}.String(), Repeated: true}
	return r
}

// orRepeated returns the error that a request is answered with: none, if a refusal of
// what stands before the fold only says that the request was carried out before. What
// the fold refuses it has judged by the key itself.
func orRepeated(ctx context.Context, err error) error {
	var p *Problem
	info := requestOf(ctx)
	if info == nil || info.request.Method == http.MethodGet || !errors.As(err, &p) {
		return err
	}
	switch p.Status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusConflict:
		r := RepeatedUnder(ctx, info.frame.catalog, info.request.Header.Get("Idempotency-Key"))
		var repeated *Repeated
		if errors.As(r, &repeated) && couldBe(repeated.Type, info.request) {
			return r
		}
	}
	return err
}

// paths are parts of the addresses at which actions of a kind are made.
var paths = map[string][]string{
	"run": {"/runs"}, "runs": {"/runs"}, "project": {"/projects"}, "team": {"/teams"}, "user": {"/users", "/me", "/session"}, "key": {"/keys"},
	"workspace": {"/workspaces"}, "section": {"/sections"}, "panel": {"/panels"}, "report": {"/reports", "export-to-report"},
	"block": {"/reports"}, "comment": {"/comments"}, "action": {"undo", "redo"},
}

// couldBe tells whether a request may be the one that made an action of that type: a key
// that was used for something else doesn't turn a refusal into a success.
func couldBe(typ string, r *http.Request) bool {
	kind, what, _ := strings.Cut(typ, ".")
	takes := slices.ContainsFunc([]string{"deleted", "removed", "revoked", "unshared"}, func(w string) bool { return strings.HasPrefix(what, w) || strings.Contains(what, "_"+w) })
	if r.Method == http.MethodDelete != takes && !strings.Contains(r.URL.Path, ":") {
		return false
	}
	return slices.ContainsFunc(paths[kind], func(part string) bool { return strings.Contains(r.URL.Path, part) })
}
