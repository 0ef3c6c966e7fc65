package catalog

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// editLayer merges an edit into a person's layer over what the trainer sends: a JSON
// object with sorted keys, in which null hides the trainer's key. It takes only the
// first level apart. The result is nil if nothing is left.
func editLayer(name string, layer, set []byte, removed []string, d *diff) ([]byte, error) {
	old, err := layerFields(name, layer)
	if err != nil {
		return nil, err
	}
	changes, err := layerFields(name, set)
	if err != nil {
		return nil, err
	}
	for _, k := range removed {
		changes[k] = json.RawMessage("null")
	}
	changed := false
	for _, k := range sortedKeys(changes) {
		if was, had := old[k]; !had || !bytes.Equal(was, changes[k]) {
			d.raw(name+"."+k, was, changes[k])
			old[k], changed = changes[k], true
		}
	}
	if !changed {
		return layer, nil
	}
	return mergedLayer(name, old)
}

// setLayer sets one key of a layer; nil takes the edit back.
func setLayer(name string, layer []byte, key string, value json.RawMessage) ([]byte, error) {
	fields, err := layerFields(name, layer)
	if err != nil {
		return nil, err
	}
	if value == nil {
		delete(fields, key)
	} else {
		fields[key] = value
	}
	return mergedLayer(name, fields)
}

func mergedLayer(name string, fields map[string]json.RawMessage) ([]byte, error) {
	if len(fields) == 0 {
		return nil, nil
	}
	merged := appendObject(nil, fields)
	if len(merged) > maxLayer {
		return nil, fmt.Errorf("the edits of a run's %s have at most %d bytes together", name, maxLayer)
	}
	return merged, nil
}

// layerFields takes a JSON object apart; nothing is an empty object. Values are
// compacted, so that equal ones compare equal.
func layerFields(name string, object []byte) (map[string]json.RawMessage, error) {
	fields := map[string]json.RawMessage{}
	if len(object) == 0 {
		return fields, nil
	}
	if !utf8.Valid(object) {
		return nil, fmt.Errorf("%s isn't UTF-8", name)
	}
	if err := json.Unmarshal(object, &fields); err != nil {
		return nil, fmt.Errorf("%s isn't a JSON object: %w", name, err)
	}
	for k, v := range fields {
		var b bytes.Buffer
		if err := json.Compact(&b, v); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		fields[k] = b.Bytes()
	}
	return fields, nil
}

func appendObject(b []byte, fields map[string]json.RawMessage) []byte {
	b = append(b, '{')
	for i, k := range sortedKeys(fields) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(appendText(b, k), ':'), fields[k]...)
	}
	return append(b, '}')
}

func sortedKeys(fields map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(fields))
	for k := range fields {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
