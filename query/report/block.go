package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/query/read"
	"runledger/query/runs"
)

// The kinds of blocks.
const (
	kindMarkdown  = "markdown"
	kindRunSet    = "run_set"
	kindPanelGrid = "panel_grid"
	kindImage     = "image"
)

var blockKinds = []string{kindMarkdown, kindRunSet, kindPanelGrid, kindImage}

// RunSet is which runs a block shows, and how.
type RunSet struct {
	IDs      []string        `json:"ids,omitempty" maxItems:"10000" doc:"Exactly these runs. Those that are gone are left out, and named in the answer"`
	Filter   runs.Expression `json:"filter,omitempty" doc:"As in the runs table"`
	Search   string          `json:"search,omitempty" maxLength:"4096"`
	Regex    bool            `json:"regex,omitempty"`
	Sort     []string        `json:"sort,omitempty" maxItems:"10"`
	Grouping read.GroupBy    `json:"grouping,omitzero" doc:"Keys whose equal values make a group; the table then has a row a group"`
	Columns  []string        `json:"columns,omitempty" maxItems:"1000"`
	Limit    int             `json:"limit,omitempty" minimum:"0" maximum:"1000" doc:"Rows of the table at most; default 100"`
}

// Image of a block. There's no field for an address: the server fetches nothing.
type Image struct {
	SHA256 string `json:"sha256,omitempty" maxLength:"64" doc:"Of an image that a report of this project holds already; else data"`
	Data   []byte `json:"data,omitempty" doc:"PNG, JPEG, WebP or GIF, base64; for large ones there's POST …/images"`
	Name   string `json:"name,omitempty" maxLength:"512"`
	Alt    string `json:"alt,omitempty" maxLength:"4096" doc:"What is to be seen, in words"`
}

// BlockContent is a block as it is given.
type BlockContent struct {
	Text   *string           `json:"text,omitempty" doc:"Of a markdown block"`
	RunSet *RunSet           `json:"run_set,omitempty" doc:"Of a run_set block: its runs. Of a panel_grid: those of its panels"`
	Panels []json.RawMessage `json:"panels,omitempty" doc:"Of a panel_grid: specs of panels, as in workspaces"`
	Image  *Image            `json:"image,omitempty"`
}

// NewBlock is a block to be made.
type NewBlock struct {
	Kind string `json:"kind" enum:"markdown,run_set,panel_grid,image"`
	BlockContent
}

// Block is a block as it is shown. What is stored and can't be read is left out and named
// in fault: the report opens all the same.
type Block struct {
	ID      string            `json:"id"`
	Kind    string            `json:"kind" doc:"markdown, run_set, panel_grid, image; another one was stored by a newer program"`
	Text    string            `json:"text,omitempty"`
	RunSet  json.RawMessage   `json:"run_set,omitempty"`
	Panels  []json.RawMessage `json:"panels,omitempty"`
	Image   *StoredImage      `json:"image,omitempty"`
	Fault   string            `json:"fault,omitempty" doc:"What of the block can't be shown"`
	Version uint64            `json:"version" doc:"For If-Match"`
}

// StoredImage is an image in the blob store.
type StoredImage struct {
	SHA256 string `json:"sha256"`
	Type   string `json:"type"`
	Size   int64  `json:"size" doc:"Bytes"`
	Name   string `json:"name,omitempty"`
	Alt    string `json:"alt,omitempty"`
}

// blockOf reads a document, whatever is in it.
func blockOf(d *catalog.Document) Block {
	b := Block{ID: d.ID, Kind: d.Text("kind"), Version: d.Version}
	read := func(field string, into any) {
		if v := d.Fields[field]; v != nil && json.Unmarshal(v, into) != nil {
			b.Fault = fmt.Sprintf("%s can't be read", field)
		}
	}
	if !slices.Contains(blockKinds, b.Kind) {
		b.Fault = "this kind of block isn't known"
	}
	read("text", &b.Text)
	read("panels", &b.Panels)
	var set map[string]json.RawMessage
	if read("run_set", &set); set != nil {
		b.RunSet = d.Fields["run_set"]
	}
	read("image", &b.Image)
	if b.Image != nil && !imageTypes[b.Image.Type] {
		b.Image, b.Fault = nil, "image can't be read"
	}
	if b.Kind == kindImage && b.Image == nil && b.Fault == "" {
		b.Fault = "there's no image"
	}
	return b
}

// fields of a block's content as they are stored; at is where it stands in the request.
// Images are stored on the way.
func (c *BlockContent) fields(kind, at string) (map[string]json.RawMessage, error) {
	set := map[string]json.RawMessage{}
	put := func(name string, given, fits bool, v any) error {
		if !given {
			return nil
		}
		if !fits {
			return fault(at+name, "A %s block has no %s.", kind, name)
		}
		return putJSON(set, at, name, v)
	}
	if c.Text != nil && len(*c.Text) > maxText {
		return nil, fault(at+"text", "A text has at most %d bytes.", maxText)
	}
	if err := checkPanels(c.Panels, at); err != nil {
		return nil, err
	}
	if c.Image != nil && kind != kindImage {
		return nil, fault(at+"image", "A %s block has no image.", kind)
	}
	for _, err := range []error{
		put("text", c.Text != nil, kind == kindMarkdown, c.Text),
		put("run_set", c.RunSet != nil, kind == kindRunSet || kind == kindPanelGrid, c.RunSet),
		put("panels", c.Panels != nil, kind == kindPanelGrid, c.Panels),
	} {
		if err != nil {
			return nil, err
		}
	}
	return set, nil
}

func putJSON(set map[string]json.RawMessage, at, name string, v any) error {
	b, err := encoded(v)
	if err != nil {
		return fault(at+name, "It can't be stored: %v.", err)
	}
	if len(b) > maxBlockJSON {
		return fault(at+name, "At most %d bytes of JSON.", maxBlockJSON)
	}
	set[name] = b
	return nil
}

// encoded is JSON as it is stored: six bytes for each < would eat up the limits.
func encoded(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// checkPanels: what a spec holds is the business of who draws it; here it's an object of
// bounded size.
func checkPanels(panels []json.RawMessage, at string) error {
	if len(panels) > maxPanels {
		return fault(at+"panels", "A block has at most %d panels.", maxPanels)
	}
	for i, p := range panels {
		var spec map[string]json.RawMessage
		place := fmt.Sprintf("%spanels[%d]", at, i)
		if json.Unmarshal(p, &spec) != nil || spec == nil {
			return fault(place, "A panel is an object.")
		}
		if len(p) > maxSpec {
			return fault(place, "A panel's spec has at most %d bytes.", maxSpec)
		}
	}
	return nil
}

// fault is a problem with one part of a request.
func fault(location, format string, args ...any) *api.Problem {
	p := api.Invalid(format, args...)
	p.Errors = []api.FieldError{{Location: location, Code: "invalid", Message: p.Detail}}
	return p
}
