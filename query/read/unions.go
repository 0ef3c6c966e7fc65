package read

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// Runs is a list of ids or a selection.
type Runs struct{ Selection }

// UnmarshalJSON takes either form.
func (r *Runs) UnmarshalJSON(b []byte) error {
	if isList(b) {
		r.Selection = Selection{IDs: []string{}}
		return json.Unmarshal(b, &r.IDs)
	}
	return Strict(b, &r.Selection)
}

// Schema describes both forms.
func (Runs) Schema(reg huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{list(), reg.Schema(typeOf[Selection](), true, "Selection")}}
}

// GroupBy is a list of keys or all except a list.
type GroupBy struct{ Grouping }

// UnmarshalJSON takes either form.
func (g *GroupBy) UnmarshalJSON(b []byte) error {
	if isList(b) {
		return json.Unmarshal(b, &g.By)
	}
	return Strict(b, &g.Grouping)
}

// Schema describes both forms.
func (GroupBy) Schema(reg huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{list(), reg.Schema(typeOf[Grouping](), true, "Grouping")}}
}

func list() *huma.Schema {
	return &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}}
}

func isList(b []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(b), []byte("[")) }

// Strict decodes an object and refuses fields that it doesn't know.
func Strict(b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(into)
}

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }
