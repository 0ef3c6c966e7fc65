package routes

import (
	"encoding/json"
	"testing"
)

// description is /openapi.json.
type description struct {
	Paths      map[string]map[string]operation `json:"paths"` // by path and method in lower case
	Components struct {
		Schemas map[string]json.RawMessage `json:"schemas"`
	} `json:"components"`
	schemas *schemas
}

type operation struct {
	ID          string                `json:"operationId"`
	Summary     string                `json:"summary"`
	Tags        []string              `json:"tags"`
	Parameters  []parameter           `json:"parameters"`
	RequestBody *content              `json:"requestBody"`
	Responses   map[string]content    `json:"responses"`
	Security    []map[string][]string `json:"security"`
}

type parameter struct {
	Name   string          `json:"name"`
	In     string          `json:"in"`
	Schema json.RawMessage `json:"schema"`
}

type content struct {
	Content map[string]struct {
		Schema json.RawMessage `json:"schema"`
	} `json:"content"`
	Headers map[string]any `json:"headers"`
}

func describe(t testing.TB, base string) description {
	t.Helper()
	var doc description
	a := call(t, base, request{method: "GET", path: "/openapi.json"})
	if err := json.Unmarshal(a.Body, &doc); err != nil {
		t.Fatal(err)
	}
	var err error
	if doc.schemas, err = newSchemas(a.Body); err != nil {
		t.Fatal(err)
	}
	return doc
}

// of returns a route's operation; false if it isn't described.
func (d description) of(r Route) (operation, bool) {
	o, ok := d.Paths[r.Path][lower(r.Method)]
	return o, ok
}

func lower(method string) string {
	b := []byte(method)
	for i := range b {
		b[i] |= 0x20
	}
	return string(b)
}

// takes tells whether a route has a parameter.
func (d description) takes(r Route, name string) bool {
	o, _ := d.of(r)
	return o.takes(name)
}

func (o operation) takes(name string) bool {
	for _, p := range o.Parameters {
		if p.Name == name {
			return true
		}
	}
	return false
}
