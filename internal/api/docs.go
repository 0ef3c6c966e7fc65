package api

import (
	"html/template"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// docs is what the page shows.
type docs struct {
	Title, Version, Description string
	CSS                         template.CSS
	Groups                      []docsGroup
}

type docsGroup struct {
	Name       string
	Operations []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, Description string
	Public                                 bool
	Params, Body                           []docsField
	BodyTypes                              string
	Answers                                []docsAnswer
}

type docsAnswer struct {
	Status, Description, Types string
	Fields                     []docsField
}

// docsField is a parameter, or a field of a body; Depth is how far it is nested.
type docsField struct {
	Name, Type, Description string
	Required                bool
	Depth                   int
}

var methods = []struct {
	name string
	of   func(*huma.PathItem) *huma.Operation
}{
	{"GET", func(p *huma.PathItem) *huma.Operation { return p.Get }},
	{"POST", func(p *huma.PathItem) *huma.Operation { return p.Post }},
	{"PUT", func(p *huma.PathItem) *huma.Operation { return p.Put }},
	{"PATCH", func(p *huma.PathItem) *huma.Operation { return p.Patch }},
	{"DELETE", func(p *huma.PathItem) *huma.Operation { return p.Delete }},
}

func docsOf(o *huma.OpenAPI) docs {
	d := docs{Title: o.Info.Title, Version: o.Info.Version, Description: o.Info.Description, CSS: template.CSS(docsCSS)}
	groups := map[string][]docsOperation{}
	for _, path := range slices.Sorted(maps.Keys(o.Paths)) {
		for _, m := range methods {
			op := m.of(o.Paths[path])
			if op == nil || op.Hidden {
				continue
			}
			tag := "Other"
			if len(op.Tags) > 0 {
				tag = op.Tags[0]
			}
			groups[tag] = append(groups[tag], docsOf1(o, m.name, path, op))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		d.Groups = append(d.Groups, docsGroup{name, groups[name]})
	}
	return d
}

func docsOf1(o *huma.OpenAPI, method, path string, op *huma.Operation) docsOperation {
	schemas := o.Components.Schemas
	d := docsOperation{
		ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Description: op.Description,
		Public: op.Security != nil && len(op.Security) == 0,
	}
	for _, p := range op.Parameters {
		d.Params = append(d.Params, docsField{
			Name: p.Name, Type: p.In + ", " + typeName(schemas, p.Schema), Description: p.Description, Required: p.Required,
		})
	}
	if op.RequestBody != nil {
		d.BodyTypes = strings.Join(slices.Sorted(maps.Keys(op.RequestBody.Content)), ", ")
		for _, m := range op.RequestBody.Content {
			d.Body = fieldsOf(schemas, m.Schema, 0)
		}
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		r := op.Responses[status]
		a := docsAnswer{Status: status, Description: r.Description, Types: strings.Join(slices.Sorted(maps.Keys(r.Content)), ", ")}
		if status[0] == '2' {
			for _, m := range r.Content {
				a.Fields = fieldsOf(schemas, m.Schema, 0)
			}
		}
		d.Answers = append(d.Answers, a)
	}
	return d
}

const docsDepth = 4 // levels of nested fields that the page shows

// fieldsOf lists the fields of an object, or of a list's objects, in order.
func fieldsOf(r huma.Registry, s *huma.Schema, depth int) []docsField {
	s = resolve(r, s)
	if s != nil && s.Items != nil {
		s = resolve(r, s.Items)
	}
	if s == nil || depth >= docsDepth {
		return nil
	}
	var out []docsField
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[name]
		out = append(out, docsField{
			Name: name, Type: typeName(r, p), Description: resolve(r, p).Description,
			Required: slices.Contains(s.Required, name), Depth: depth,
		})
		out = append(out, fieldsOf(r, p, depth+1)...)
	}
	return out
}

func resolve(r huma.Registry, s *huma.Schema) *huma.Schema {
	for s != nil && s.Ref != "" {
		s = r.SchemaFromRef(s.Ref)
	}
	return s
}

func typeName(r huma.Registry, s *huma.Schema) string {
	switch s = resolve(r, s); {
	case s == nil:
		return ""
	case s.Items != nil:
		return "list of " + typeName(r, s.Items)
	case s.Format != "":
		return s.Type + " (" + s.Format + ")"
	case s.Type == "":
		return "any"
	}
	return s.Type
}
