package workspace

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
)

// Fields are stored values, whatever they are.
type Fields map[string]json.RawMessage

// Schema describes them.
func (Fields) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
}

// The bodies of changes: what they may say stands in lists of fields.
type (
	workspaceBody struct{ Fields }
	sectionBody   struct{ Fields }
	sectionStart  struct{ Fields }
	panelBody     struct{ Fields }
	panelStart    struct{ Fields }
)

// Schema describes an edit of a workspace.
func (workspaceBody) Schema(huma.Registry) *huma.Schema {
	s := schemaOf("Fields to set; others stay", workspaceFields)
	s.Properties["visibility"] = &huma.Schema{
		Type: huma.TypeObject, Description: "By run id: whether the run is shown in panels; null takes back what was said",
		AdditionalProperties: &huma.Schema{Type: huma.TypeBoolean, Nullable: true},
	}
	return s
}

// Schema describes an edit of a section.
func (sectionBody) Schema(huma.Registry) *huma.Schema {
	return schemaOf("Fields to set; others stay", sectionFields)
}

// Schema describes a new section.
func (sectionStart) Schema(huma.Registry) *huma.Schema {
	s := schemaOf("Its fields; after or before another section, else it comes last", sectionFields)
	for _, name := range []string{"after", "before"} {
		s.Properties[name] = &huma.Schema{Type: huma.TypeString}
	}
	return s
}

// Schema describes a panel's spec.
func (panelBody) Schema(huma.Registry) *huma.Schema {
	lists := [][]field{panelCommon}
	for _, k := range panelKinds {
		lists = append(lists, k.fields)
	}
	return schemaOf("A panel's spec", lists...)
}

// Schema describes a new panel.
func (panelStart) Schema(r huma.Registry) *huma.Schema {
	s := panelBody{}.Schema(r)
	s.Description = "Its spec; after or before another panel of the section, else it comes last"
	for _, name := range []string{"after", "before"} {
		s.Properties[name] = &huma.Schema{Type: huma.TypeString}
	}
	return s
}

// UnmarshalJSON takes an object.
func (b *workspaceBody) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &b.Fields) }

// UnmarshalJSON takes an object.
func (b *sectionBody) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &b.Fields) }

// UnmarshalJSON takes an object.
func (b *sectionStart) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &b.Fields) }

// UnmarshalJSON takes an object.
func (b *panelBody) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &b.Fields) }

// UnmarshalJSON takes an object.
func (b *panelStart) UnmarshalJSON(raw []byte) error { return json.Unmarshal(raw, &b.Fields) }

// beside takes out of the fields of something new beside what it is put.
func (f Fields) beside() (rest Fields, after, before string) {
	rest = maps.Clone(f)
	after, _ = text(rest["after"])
	before, _ = text(rest["before"])
	delete(rest, "after")
	delete(rest, "before")
	return rest, after, before
}

// edit is fields to set and to take away.
type edit struct {
	set     Fields
	removed []string
}

// mostFieldName is how long a name may be, in bytes.
const mostFieldName = 200

// editOf reads the fields of a request: known ones are checked, unknown ones kept, and
// none that the program keeps itself may be said.
func editOf(fields Fields, known func(string) (field, bool)) (edit, error) {
	e := edit{set: Fields{}}
	var faults []api.FieldError
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		v := fields[name]
		switch f, ok := known(name); {
		case isOurs(name) || name == "" || len(name) > mostFieldName:
			faults = append(faults, api.FieldError{Location: "body." + name[:min(len(name), mostFieldName)], Code: "invalid", Message: "no field can be called so"})
		case !isSet(v):
			e.removed = append(e.removed, name)
		case ok:
			if fault := f.faultOf(v, "body."); fault != nil {
				faults = append(faults, *fault)
			}
			e.set[name] = v
		default:
			e.set[name] = v
		}
	}
	if len(fields) == 0 {
		return e, api.Invalid("The request changes nothing: name fields to set.")
	}
	return e, refused(faults)
}

// only tells whether an edit is about nothing but these fields.
func (e edit) only(names ...string) bool {
	for name := range e.set {
		if !slices.Contains(names, name) {
			return false
		}
	}
	for _, name := range e.removed {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// onlyVisibility tells whether an edit is about nothing but which runs are shown.
func (e edit) onlyVisibility() bool {
	for _, name := range e.names() {
		if name != "visibility_default" && !strings.HasPrefix(name, visibilityField) {
			return false
		}
	}
	return true
}

// over gives the fields as they are after the edit.
func (e edit) over(get func(string) json.RawMessage) func(string) json.RawMessage {
	return func(name string) json.RawMessage {
		if v, ok := e.set[name]; ok {
			return v
		}
		if slices.Contains(e.removed, name) {
			return nil
		}
		return get(name)
	}
}

func (e edit) names() []string { return append(slices.Collect(maps.Keys(e.set)), e.removed...) }

// object is fields as an event has them; nil if there are none. Numbers stay as written.
func (f Fields) object() []byte {
	if len(f) == 0 {
		return nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(map[string]json.RawMessage(f)) != nil { // they came out of valid JSON
		return nil
	}
	return bytes.TrimSpace(b.Bytes())
}
