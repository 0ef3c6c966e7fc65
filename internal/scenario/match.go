package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// names are what $name stands for.
type names map[string]string

// fill puts names into text; the longest ones first, so that $run2 isn't $run and "2".
func (n names) fill(text string) string {
	for _, name := range slices.SortedFunc(maps.Keys(n), func(a, b string) int { return len(b) - len(a) }) {
		text = strings.ReplaceAll(text, "$"+name, n[name])
	}
	return text
}

// match compares an answer with what is expected of it, and takes new names.
func (n names) match(expected, got string) error {
	if expected == "" {
		return nil
	}
	want, err := decode(expected)
	if err != nil {
		if want := n.fill(expected); !strings.Contains(got, want) {
			return fmt.Errorf("%q isn't in it", want)
		}
		return nil
	}
	have, err := decode(got)
	if err != nil {
		return fmt.Errorf("it isn't JSON: %w", err)
	}
	return n.compare("", want, have)
}

func decode(text string) (any, error) {
	var v any
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("more than one value")
	}
	return v, nil
}

// compare reports the first place at which have isn't what want says.
func (n names) compare(at string, want, have any) error {
	switch w := want.(type) {
	case map[string]any:
		h, ok := have.(map[string]any)
		if !ok {
			return fmt.Errorf("%s is %v, not an object", at, have)
		}
		for _, key := range slices.Sorted(maps.Keys(w)) {
			value, there := h[key]
			if !there {
				return fmt.Errorf("%s.%s is missing", at, key)
			}
			if err := n.compare(at+"."+key, w[key], value); err != nil {
				return err
			}
		}
		return nil
	case []any:
		h, ok := have.([]any)
		if !ok || len(h) != len(w) {
			return fmt.Errorf("%s is %v, not a list of %d", at, have, len(w))
		}
		for i := range w {
			if err := n.compare(fmt.Sprintf("%s[%d]", at, i), w[i], h[i]); err != nil {
				return err
			}
		}
		return nil
	case string:
		return n.text(at, w, have)
	}
	if fmt.Sprint(want) != fmt.Sprint(have) {
		return fmt.Errorf("%s is %v, expected %v", at, have, want)
	}
	return nil
}

func (n names) text(at, want string, have any) error {
	if want == "*" {
		return nil
	}
	if name, ok := strings.CutPrefix(want, "$"); ok {
		if _, known := n[name]; !known {
			n[name] = fmt.Sprint(have)
			return nil
		}
	}
	if h, ok := have.(string); !ok && have != nil || h != n.fill(want) {
		return fmt.Errorf("%s is %v, expected %q", at, have, n.fill(want))
	}
	return nil
}
