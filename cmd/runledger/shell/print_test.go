package shell

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"runledger/client"
)

func TestTable(t *testing.T) {
	table := &table{head: []string{"NAME", "N", "LAST"}, right: map[int]bool{1: true}}
	table.add("grün", "7", "x")
	table.add("a\x1b[31mred\x1b[0m\u202e\nb", "12345", "")
	var out strings.Builder
	if err := table.print(&out); err != nil {
		t.Fatal(err)
	}
	want := "NAME                  N  LAST\n" +
		"grün                  7  x\n" +
		"a\ufffd[31mred\ufffd[0m\ufffd b  12345\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
	if got := shorten("äöüß", 3); got != "äö…" {
		t.Error(got)
	}
	if got := Message(errors.New("a\x1b]0;x\nb")); got != "a\ufffd]0;x\nb" {
		t.Errorf("%q", got)
	}
}

func TestCells(t *testing.T) {
	row := json.RawMessage(`{"notes":"hi","config":{"lr":1e-3,"opt":{"name":"adam"},"a.b":{"c.d":[1, 2]},"nil":null},"summary":{"loss":"NaN"}}`)
	for field, want := range map[string]string{
		"notes": "hi", "config.lr": "1e-3", "config.opt.name": "adam", "config.opt": `{"name":"adam"}`, "config.a.b.c.d": "[1,2]",
		`config."a.b"."c.d"`: "[1,2]", "config.none": "", "config.lr.x": "", "summary.loss": "NaN", "config.nil": "", "": string(row),
		`config."broken`: "",
	} {
		if got := cellOf(row, field); got != want && field != "" {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
	for _, key := range []string{"lr", "a.b", `qu"ote`, "", "a/b@c$-_"} {
		if got := splitField("config." + quotedKey(key)); key != "" && (len(got) != 2 || got[1] != key) {
			t.Errorf("%q is written %s and read %q", key, quotedKey(key), got)
		}
	}
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{errors.New("x"), 1}, {wrongUse{errors.New("x")}, 2}, {errNoKey{"http://h"}, 3}, {&client.Unreachable{URL: "http://h", Err: errors.New("x")}, 6},
		{&client.Problem{Status: http.StatusUnprocessableEntity}, 2}, {&client.Problem{Status: http.StatusUnauthorized}, 3},
		{&client.Problem{Status: http.StatusNotFound}, 4}, {&client.Problem{Status: http.StatusForbidden}, 4},
		{fmt.Errorf("wrapped: %w", &client.Problem{Status: http.StatusConflict}), 5}, {&client.Problem{Status: http.StatusServiceUnavailable}, 6},
		{&client.Problem{Status: http.StatusInternalServerError}, 1},
	} {
		if got := ExitCode(c.err); got != c.want {
			t.Errorf("%#v: %d, want %d", c.err, got, c.want)
		}
	}
}

func TestMoments(t *testing.T) {
	now := time.Date(2026, 5, 10, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"7d": "2026-05-03T12:00:00Z", "90m": "2026-05-10T10:30:00Z", "2026-01-31T12:00:00+02:00": "2026-01-31T10:00:00Z",
		"tomorrow": "", "-7d": "", "0d": "", "": "", "99999999d": "",
	} {
		var m moment
		err := m.UnmarshalText([]byte(text))
		if got := m.at(now); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestRefs(t *testing.T) {
	var r runRef
	if err := r.UnmarshalText([]byte("ann/digits/a/b")); err != nil || r.run != "a/b" || r.path("/runs") != "/api/v1/projects/ann/digits/runs" {
		t.Errorf("%+v, %v", r, err)
	}
	for _, bad := range []string{"", "ann", "ann/", "/x", "ann/digits", "ann/digits/", "//x"} {
		if err := r.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
