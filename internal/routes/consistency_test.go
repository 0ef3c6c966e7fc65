package routes

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// exceptions are where the API departs from its own habits, with the reason.
var exceptions = map[string]map[string]string{
	"as_of": {
		"GET " + project + "/live":   "it is about now; since says from where",
		"GET " + project + "/undo":   "what can be undone now",
		"GET " + workspace + "/undo": "what can be undone now",
	},
	"cursor": {
		"GET " + project + "/keys":      "names for a person to choose from, found by search",
		"GET " + section + "/panels":    "pages that a person sees and turns, by number",
		"GET " + report + "/share":      "there are a few at most",
		"GET /api/v1/me/keys":           "there are a hundred at most",
		"GET /api/v1/users/{name}/keys": "there are a hundred at most",
		"GET /api/v1/admin/jobs":        "the last ones are kept",
		"GET " + project + "/sweeps":    "there are none yet",
		"GET " + project + "/artifacts": "there are none yet",
	},
	"Idempotency-Key": {
		"POST /login":         "a browser's form; the address is good once",
		"POST /api/v1/ingest": "X-Runledger-Batch, or a writer and its number: see ingest",
	},
	"If-Match": {
		"DELETE " + report + "/share/{share}":   "it never changes",
		"DELETE /api/v1/me/keys/{id}":           "it never changes",
		"DELETE /api/v1/users/{name}/keys/{id}": "it never changes",
	},
	"ETag": {},
}

var parameters = regexp.MustCompile(`\{(\w+)\}`)

// Everything is described, and alike: what a client learns of one route holds for all.
func TestTheDescriptionIsCompleteAndConsistent(t *testing.T) {
	d := describe(t, running(t).URL)
	used := map[string]bool{}
	fault := func(habit string, r Route, format string) {
		at := r.Method + " " + r.Path
		if exceptions[habit][at] != "" {
			used[habit+" "+at] = true
			return
		}
		t.Errorf("%s: "+format, at)
	}
	n, ids := 0, map[string]string{}
	for _, r := range Table() {
		o, described := d.of(r)
		if !described {
			if strings.HasPrefix(r.Path, "/api/") {
				t.Errorf("%s %s isn't described", r.Method, r.Path)
			}
			continue
		}
		n++
		if first, known := ids[o.ID]; known && first != r.Method+r.Path {
			t.Errorf("two operations are called %q", o.ID)
		}
		ids[o.ID] = r.Method + r.Path
		d.complete(t, r, o)
		d.habits(r, o, fault)
	}
	for habit, all := range exceptions {
		for at := range all {
			if !used[habit+" "+at] {
				t.Errorf("%s needs no exception from %s any more", at, habit)
			}
		}
	}
	t.Logf("%d operations", len(ids))
}

// complete: id, tag, summary, parameters, bodies, answers and problems.
func (d description) complete(t *testing.T, r Route, o operation) {
	t.Helper()
	at := r.Method + " " + r.Path
	if o.ID == "" || o.Summary == "" || len(o.Tags) == 0 {
		t.Errorf("%s has no id, summary or tag: %+v", at, o)
	}
	for _, m := range parameters.FindAllStringSubmatch(r.Path, -1) {
		if !slices.ContainsFunc(o.Parameters, func(p parameter) bool { return p.In == "path" && p.Name == m[1] }) {
			t.Errorf("%s: {%s} isn't described", at, m[1])
		}
	}
	for _, p := range o.Parameters {
		if len(p.Schema) == 0 {
			t.Errorf("%s: %s has no schema", at, p.Name)
		}
	}
	if r.Body != "" && r.Method != "DELETE" && (o.RequestBody == nil || len(o.RequestBody.Content) == 0) {
		t.Errorf("%s: the body isn't described", at)
	}
	for status, answer := range o.Responses {
		if status[0] == '2' && status != "204" && len(answer.Content) == 0 {
			t.Errorf("%s: what %s answers isn't described", at, status)
		}
		for kind, c := range answer.Content {
			if strings.HasSuffix(kind, "json") && kind != "application/x-ndjson" && len(c.Schema) == 0 {
				t.Errorf("%s: %s has no schema", at, kind)
			}
		}
	}
	if page := o.Responses["200"].Content["text/html"]; page.Schema == nil && o.Responses["default"].Content["application/problem+json"].Schema == nil && !strings.HasPrefix(r.Path, "/login") {
		t.Errorf("%s: its problems aren't described", at)
	}
}

// habits that routes share.
func (d description) habits(r Route, o operation, fault func(string, Route, string)) {
	item := strings.HasSuffix(r.Path, "}")
	if r.Method == "GET" || r.Silent == byPost {
		if strings.HasPrefix(r.Path, project) && !o.takes("as_of") {
			fault("as_of", r, "a read of a project takes as_of")
		}
		if d.lists(o) && !(o.takes("limit") && o.takes("cursor") && d.members(o)["next_cursor"] != nil) {
			fault("cursor", r, "a list takes limit and cursor, and answers next_cursor")
		}
		if item && len(d.member(o, "version")) > 0 && o.Responses["200"].Headers["ETag"] == nil {
			fault("ETag", r, "what has a version answers with an ETag")
		}
		return
	}
	if r.Makes != "" && !o.takes("Idempotency-Key") {
		fault("Idempotency-Key", r, "a change takes an Idempotency-Key")
	}
	if r.Makes != "" && item && (r.Method == "PATCH" || r.Method == "PUT" || r.Method == "DELETE") && !o.takes("If-Match") {
		fault("If-Match", r, "a change of an item takes If-Match")
	}
}

// lists tells whether the answer is a list.
func (d description) lists(o operation) bool {
	for _, schema := range d.members(o) {
		if strings.HasPrefix(o.ID, "list") && strings.Contains(string(schema), `"array"`) {
			return true
		}
	}
	return o.takes("cursor")
}

func (d description) member(o operation, name string) json.RawMessage { return d.members(o)[name] }

// members of the JSON object that an operation answers.
func (d description) members(o operation) map[string]json.RawMessage {
	var s struct {
		Ref        string                     `json:"$ref"`
		Properties map[string]json.RawMessage `json:"properties"`
	}
	_ = json.Unmarshal(o.Responses["200"].Content["application/json"].Schema, &s)
	if name, ok := strings.CutPrefix(s.Ref, "#/components/schemas/"); ok {
		_ = json.Unmarshal(d.Components.Schemas[name], &s)
	}
	return s.Properties
}
