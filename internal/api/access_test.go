package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
)

// twoProcesses are two catalogs on one log, as two servers have them.
func twoProcesses(t *testing.T) (a, b *catalog.Catalog) {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var owner sync.WaitGroup
	t.Cleanup(func() { cancel(); owner.Wait(); log.Close() })
	for _, c := range []**catalog.Catalog{&a, &b} {
		*c = catalog.New(catalog.Options{Log: log})
		owner.Go(func() { _ = (*c).Run(ctx) })
	}
	return a, b
}

func do(t *testing.T, c *catalog.Catalog, e *pb.Event) {
	t.Helper()
	e.Actor = catalog.System()
	v, _, err := c.Do(t.Context(), e)
	if err != nil || !v[0].OK() {
		t.Fatal(v, err)
	}
}

// TestNobodyIsRefusedByAFoldThatIsBehind: what one process has acknowledged, another
// finds at once, however far behind its fold is.
func TestNobodyIsRefusedByAFoldThatIsBehind(t *testing.T) {
	a, b := twoProcesses(t)
	for i := range 50 {
		name, key := fmt.Sprintf("u%d", i), strings.Repeat("x", 38)+fmt.Sprintf("%02d", i)
		do(t, a, &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: name, Key: catalog.NewKey("", "", key)}}})
		r, err := http.NewRequest(http.MethodGet, "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+key)
		who, err := Authenticate(r, b)
		if err != nil {
			t.Fatalf("the key of %s: %v", name, err)
		}
		ctx := WithPrincipal(t.Context(), who)
		do(t, a, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: name, Name: "p"}}})
		if _, err := WritableProject(ctx, b, name, "p"); err != nil {
			t.Fatal(err)
		}
		do(t, a, &pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: name, Project: "p", RunId: "r"}}})
		run, err := ReadableRun(ctx, b, name, "p", "r")
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			continue
		}
		for _, call := range []func() error{
			func() error { _, err := ReadableProject(ctx, b, "u0", "p"); return err },
			func() error { _, err := WritableProject(ctx, b, "u0", "p"); return err },
			func() error { _, err := ReadableRun(ctx, b, "u0", "p", "r"); return err },
			func() error { _, err := ReadableRun(ctx, b, name, "p", "s"); return err },
		} {
			var p *Problem
			if err := call(); !errors.As(err, &p) || p.Status != 404 {
				t.Fatalf("what isn't there or another's: %v", err)
			}
		}
		do(t, a, &pb.Event{Body: &pb.Event_RunDeleted{RunDeleted: &pb.RunDeleted{Run: uint64(run.No)}}})
		if err := Fresh(ctx, b); err != nil {
			t.Fatal(err)
		}
		var p *Problem
		if _, err := ReadableRun(ctx, b, name, "p", "r"); !errors.As(err, &p) || p.Code != catalog.CodeDeleted {
			t.Fatalf("a deleted run: %v", err)
		}
		if _, err := AnyReadableRun(ctx, b, name, "p", "r"); err != nil {
			t.Fatal(err)
		}
	}
}

// A user who was deleted while the request was under way sees nothing any more.
func TestADeletedUserSeesNothing(t *testing.T) {
	a, _ := twoProcesses(t)
	do(t, a, &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "ann"}}})
	do(t, a, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "p"}}})
	var ann *catalog.User
	a.View(func(s *catalog.State) { ann = s.UserByName("ann") })
	ctx := WithPrincipal(t.Context(), catalog.Principal{User: ann})
	if _, err := ReadableProject(ctx, a, "ann", "p"); err != nil {
		t.Fatal(err)
	}
	do(t, a, &pb.Event{Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: "ann"}}})
	if _, err := ReadableProject(ctx, a, "ann", "p"); err == nil {
		t.Error("a deleted user reads")
	}
}
