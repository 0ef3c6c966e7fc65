package api

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/position"
)

// TestStateAsOf: by position and by time, in a process that hasn't folded that far yet,
// too; and what is said of moments that can't be shown.
func TestStateAsOf(t *testing.T) {
	a, b := twoProcesses(t)
	do(t, a, &pb.Event{Body: &pb.Event_UserCreated{UserCreated: &pb.UserCreated{Name: "ann"}}})
	do(t, a, &pb.Event{Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{Entity: "ann", Name: "p"}}})
	described := position.Position{Actions: a.Next()}
	at := time.Now()
	for !time.Now().Truncate(time.Millisecond).After(at) { // log times are milliseconds
	}
	for i := range 20 {
		text := fmt.Sprint("text ", i)
		do(t, a, &pb.Event{Body: &pb.Event_ProjectDescriptionSet{ProjectDescriptionSet: &pb.ProjectDescriptionSet{Project: 1, Description: text}}})
		past, err := StateAsOf(t.Context(), b, AsOf{position.Position{Actions: a.Next()}.String()})
		if err != nil {
			t.Fatal(err)
		}
		if p, err := past.Project(1); err != nil || p.Description != text {
			t.Fatalf("%+v %v", p, err)
		}
	}
	for _, asOf := range []string{described.String(), at.Format(time.RFC3339Nano)} {
		past, err := StateAsOf(t.Context(), b, AsOf{asOf})
		if err != nil {
			t.Fatal(err)
		}
		p, err := past.Project(1)
		if err != nil || p.Description != "" || past.Position.Actions != described.Actions || !past.Pinned {
			t.Errorf("as of %s: %+v %v %+v", asOf, p, err, past.Position)
		}
		past.Compare(func(then, now *catalog.State) {
			if then.ProjectByNo(1).Description != "" || now.ProjectByNo(1).Description == "" {
				t.Error("then and now are mixed up")
			}
		})
	}
	past, err := StateAsOf(t.Context(), b, AsOf{})
	if err != nil || past.Pinned {
		t.Fatal(err)
	}
	past.Compare(func(then, now *catalog.State) {
		if then != now {
			t.Error("without as_of it isn't now")
		}
	})
	early, err := StateAsOf(t.Context(), a, AsOf{"2001-01-01T00:00:00Z"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := early.Project(1); From(err).Status != 404 {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"yesterday", position.Position{Actions: a.Next() + 1}.String(), "2025-13-01T00:00:00Z"} {
		if _, err := StateAsOf(t.Context(), a, AsOf{bad}); From(err).Status != 422 {
			t.Errorf("as of %s: %v", bad, err)
		}
	}
	for cause, status := range map[error]int{catalog.ErrPastBusy: 503, context.DeadlineExceeded: 503, catalog.ErrAhead: 422} {
		p := From(pastProblem(fmt.Errorf("fold: %w", cause)))
		if p.Status != status || p.Hint == "" || !errors.Is(p, cause) {
			t.Errorf("%v: %+v", cause, p)
		}
	}
}
