package testenv

import "slices"

// Timeless is a decoded JSON answer without the members, at any depth, that say when it
// was asked for: two answers to one question are compared so.
func Timeless(v any, members ...string) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, one := range v {
			if !slices.Contains(members, k) {
				out[k] = Timeless(one, members...)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = Timeless(v[i], members...)
		}
		return out
	}
	return v
}
