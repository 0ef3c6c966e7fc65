package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the settings into docs/operations.md")

const (
	operations    = "../../docs/operations.md"
	settingsBegin = "<!-- settings: written by `go test ./cmd/runledger -update` -->\n"
	settingsEnd   = "<!-- end of settings -->\n"
)

// TestOperationsListsEverySetting keeps docs/operations.md in step with the flags.
func TestOperationsListsEverySetting(t *testing.T) {
	text, err := os.ReadFile(operations)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), settingsBegin)
	have, after, ok2 := strings.Cut(rest, settingsEnd)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no part between %q and %q", operations, settingsBegin, settingsEnd)
	}
	want := settingsTable(t)
	if have == want {
		return
	}
	if !*update {
		t.Errorf("the settings in %s are old: go test ./cmd/runledger -update\n%s", operations, cmp.Diff(have, want))
		return
	}
	if err := os.WriteFile(operations, []byte(before+settingsBegin+want+settingsEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// settingsTable is a table of all flags with the modes that have them.
func settingsTable(t *testing.T) string {
	var c cli
	k, err := kong.New(&c, kong.Name("runledger"), kong.DefaultEnvars("RUNLEDGER"), kong.Vars{"version": "x"})
	if err != nil {
		t.Fatal(err)
	}
	modes := map[string][]string{}
	var flags []*kong.Flag
	add := func(mode string, list []*kong.Flag) {
		for _, f := range list {
			id := f.Name + f.Help + f.Default
			if f.Name == "help" || len(f.Envs) == 0 { // what a command is asked to do is in its --help
				continue
			}
			if len(modes[id]) == 0 {
				flags = append(flags, f)
			}
			if !slices.Contains(modes[id], mode) {
				modes[id] = append(modes[id], mode)
			}
		}
	}
	add("all", k.Model.Flags)
	for _, mode := range k.Model.Children {
		add(mode.Name, mode.Flags)
		for _, sub := range mode.Children { // such as users create
			add(mode.Name, sub.Flags)
		}
	}
	var b strings.Builder
	b.WriteString("| flag | variable | modes | what |\n|---|---|---|---|\n")
	for _, f := range flags {
		what := strings.ReplaceAll(f.Help, "|", "\\|")
		if f.HasDefault && f.Default != "" {
			what += fmt.Sprintf(" Default: `%s`.", f.Default)
		}
		fmt.Fprintf(&b, "| `--%s` | `%s` | %s | %s |\n", f.Name, strings.Join(f.Envs, "`, `"),
			strings.Join(modes[f.Name+f.Help+f.Default], ", "), what)
	}
	return b.String()
}
