package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// recorded makes a part that writes down what happens to it.
func recorded(name string, log *[]string) part {
	say := func(what string) { *log = append(*log, what+" "+name) }
	return part{
		name:  name,
		start: func(context.Context) error { say("start"); return nil },
		run:   func(ctx context.Context) error { <-ctx.Done(); say("end"); return ctx.Err() },
		await: func(context.Context) error { say("await"); return nil },
		drain: func(context.Context) error { say("drain"); return nil },
		close: func() error { say("close"); return nil },
	}
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func TestPartsStartInOrderAndStopInReverse(t *testing.T) {
	var log []string
	ctx, cancel := context.WithCancel(t.Context())
	last := part{name: "last", start: func(context.Context) error { cancel(); return nil }}
	err := runParts(ctx, quiet(), time.Minute, []part{recorded("a", &log), recorded("b", &log), last})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"start a", "await a", "start b", "await b",
		"drain b", "end b", "close b", "drain a", "end a", "close a"}
	if diff := cmp.Diff(want, log); diff != "" {
		t.Error(diff)
	}
}

func TestAPartThatFailsToStartStopsTheOthers(t *testing.T) {
	var log []string
	broken := part{name: "broken", start: func(context.Context) error { return errors.New("no disk") }}
	err := runParts(t.Context(), quiet(), time.Minute, []part{recorded("a", &log), broken, recorded("c", &log)})
	if err == nil || !strings.Contains(err.Error(), "start broken: no disk") {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff([]string{"start a", "await a", "drain a", "end a", "close a"}, log); diff != "" {
		t.Error(diff)
	}
}

func TestAPartThatEndsByItselfEndsTheProgram(t *testing.T) {
	var log []string
	dying := part{name: "dying", run: func(context.Context) error { return errors.New("lost my head") }}
	err := runParts(t.Context(), quiet(), time.Minute, []part{recorded("a", &log), dying})
	if err == nil || !strings.Contains(err.Error(), "dying ended: lost my head") {
		t.Fatalf("got %v", err)
	}
	if got := log[len(log)-1]; got != "close a" {
		t.Errorf("last thing was %q, want close a", got)
	}
}

func TestAPartThatEndsWhileAnotherIsAwaited(t *testing.T) {
	dying := part{name: "dying", run: func(context.Context) error { return errors.New("lost my head") }}
	slow := part{name: "slow", await: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
	err := runParts(t.Context(), quiet(), time.Minute, []part{dying, slow})
	if err == nil || !strings.Contains(err.Error(), "dying ended: lost my head") {
		t.Fatalf("got %v", err)
	}
}
