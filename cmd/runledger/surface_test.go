package main

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"

	"runledger/internal/routes"
)

// Every route that the program has is in the table that the tests of access, events and
// description walk, and the other way round.
func TestEveryRouteIsInTheTable(t *testing.T) {
	listed := map[string]bool{}
	for _, r := range routes.Table() {
		if !slices.Contains(routes.BeforeRouter, r.Path) {
			listed[r.Method+" "+r.Path] = true
		}
	}
	found := registered(t)
	for at := range found {
		if !listed[at] {
			t.Errorf("%s isn't in internal/routes: add a line with who may, a sample, and the event that it makes", at)
		}
	}
	for at := range listed {
		if !found[at] {
			t.Errorf("%s is in internal/routes, but the program doesn't have it", at)
		}
	}
	t.Logf("%d routes", len(found))
}

// registered returns the routes of `serve`, started as always but for the engine and
// what needs it: METHOD PATTERN, * if a route takes every method.
func registered(t *testing.T) map[string]bool {
	t.Helper()
	c := serveCmd{Partitions: 1}
	c.HTTP.Listen, c.Data.Data, c.Admin.AdminUser = "127.0.0.1:0", t.TempDir(), "admin"
	s := newServer("serve", c.HTTP, quiet(), streams{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	parts := slices.DeleteFunc(serveParts(c, s), func(p part) bool {
		return slices.Contains([]string{"engine", "projections", "lag", "welcome"}, p.name)
	})
	found := map[string]bool{}
	walk := func(context.Context) error {
		defer cancel()
		methods := map[string][]string{}
		err := chi.Walk((*s.http.routes.Load()).(chi.Router), func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
			methods[pattern] = append(methods[pattern], method)
			return nil
		})
		for pattern, all := range methods {
			if slices.Contains(all, http.MethodTrace) { // only HandleFunc takes that
				all = []string{"*"}
			}
			for _, m := range all {
				found[m+" "+pattern] = true
			}
		}
		return err
	}
	if err := runParts(ctx, quiet(), time.Second, append(parts, part{name: "walk", start: walk})); err != nil {
		t.Fatal(err)
	}
	return found
}
