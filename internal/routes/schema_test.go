package routes

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas are those of the description, compiled when first needed.
type schemas struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	at       map[string]*jsonschema.Schema
	seen     map[string]bool // operations of which an answer was compared, by METHOD PATTERN
}

const documentURL = "https://example.org/openapi.json"

func newSchemas(document []byte) (*schemas, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	return &schemas{compiler: c, at: map[string]*jsonschema.Schema{}, seen: map[string]bool{}}, c.AddResource(documentURL, doc)
}

// of returns the schema at a place of the document.
func (s *schemas) of(place ...string) (*jsonschema.Schema, error) {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	url := documentURL + "#"
	for _, p := range place {
		url += "/" + pathEscape(escape.Replace(p))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if known := s.at[url]; known != nil {
		return known, nil
	}
	found, err := s.compiler.Compile(url)
	s.at[url] = found
	return found, err
}

func pathEscape(s string) string {
	return strings.NewReplacer("%", "%25", "{", "%7B", "}", "%7D", " ", "%20").Replace(s)
}

// conform compares an answer with what the description says of it.
func (d description) conform(t *testing.T, r Route, a answer) {
	t.Helper()
	o, described := d.of(r)
	if !described || r.Long && a.ok() {
		return
	}
	if err := d.fault(r, o, a); err != nil {
		t.Errorf("%s %s: %d isn't as described: %v\n%.400s", r.Method, r.Path, a.Status, err, a.Body)
	}
}

func (d description) fault(r Route, o operation, a answer) error {
	status := fmt.Sprint(a.Status)
	response, ok := o.Responses[status]
	if !ok {
		status = "default"
		if response, ok = o.Responses[status]; !ok {
			return fmt.Errorf("no such status")
		}
		if a.Status < 400 {
			return fmt.Errorf("it's no problem")
		}
	}
	if len(a.Body) == 0 && len(response.Content) == 0 {
		return nil
	}
	kind, media := a.Header.Get("Content-Type"), ""
	plain, _, err := mime.ParseMediaType(kind)
	if err != nil {
		return fmt.Errorf("content type %q", kind)
	}
	for m := range response.Content {
		if m == kind || m == plain {
			media = m
		}
	}
	if media == "" {
		return fmt.Errorf("content type %q", kind)
	}
	if !strings.HasSuffix(plain, "json") || response.Content[media].Schema == nil {
		return nil
	}
	schema, err := d.schemas.of("paths", r.Path, lower(r.Method), "responses", status, "content", media, "schema")
	if err != nil {
		return err
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(a.Body))
	if err != nil {
		return err
	}
	if a.ok() {
		d.schemas.mu.Lock()
		d.schemas.seen[r.Method+" "+r.Path] = true
		d.schemas.mu.Unlock()
	}
	return schema.Validate(v)
}
