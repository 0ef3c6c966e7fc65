package shell

import (
	"bytes"
	"encoding/json"
	"strings"
)

// cellOf is what a run's row has in a field such as config.lr, config."a.b" or notes;
// empty if it has nothing there.
func cellOf(row json.RawMessage, field string) string {
	v, ok := valueAt(row, splitField(field))
	if !ok {
		return ""
	}
	return shown(v)
}

// splitField cuts a field at its dots, but for those in quotes.
func splitField(field string) []string {
	var parts []string
	for field != "" {
		if field[0] == '"' {
			var part string
			d := json.NewDecoder(strings.NewReader(field))
			if d.Decode(&part) == nil {
				parts = append(parts, part)
				field = strings.TrimPrefix(field[d.InputOffset():], ".")
				continue
			}
		}
		part, rest, _ := strings.Cut(field, ".")
		parts, field = append(parts, part), rest
	}
	return parts
}

// valueAt goes down path. A key may itself hold dots: the longest that fits counts.
func valueAt(v json.RawMessage, path []string) (json.RawMessage, bool) {
	if len(path) == 0 {
		return v, true
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(v, &object) != nil {
		return nil, false
	}
	for n := len(path); n > 0; n-- {
		if inner, ok := object[strings.Join(path[:n], ".")]; ok {
			if out, ok := valueAt(inner, path[n:]); ok {
				return out, true
			}
		}
	}
	return nil, false
}

// shown is a value as people read it: texts without quotes, all else as JSON.
func shown(v json.RawMessage) string {
	var text string
	if json.Unmarshal(v, &text) == nil {
		return text
	}
	var line bytes.Buffer
	if json.Compact(&line, v) != nil {
		return string(v)
	}
	return line.String()
}
