package catalog

import (
	"maps"
	"slices"
)

// Parts returns all documents of a kind that are parts of a root, wherever they stand,
// deleted ones too, in no order.
func (s *State) Parts(p ProjectNo, kind, root string) []*Document {
	var parts []*Document
	for in, docs := range s.children {
		if in.project != p || in.kind != kind || in.root != root {
			continue
		}
		for _, d := range docs {
			parts = append(parts, d)
		}
	}
	return parts
}

// AllDocuments returns every document, deleted ones too, in no order.
func (s *State) AllDocuments() []*Document {
	return slices.Collect(maps.Values(s.docs))
}
