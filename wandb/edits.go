package wandb

import (
	"bytes"
	"slices"
	"strconv"

	"runledger/internal/jsontext"
)

// editsOf returns the members of wanted that now hasn't so, as an object that a
// person's layer takes; nil if there are none. The public API sends whole configs and
// summaries, of which a person changed a little.
func editsOf(now, wanted []byte) ([]byte, error) {
	is := map[string][]byte{}
	if len(now) > 0 {
		err := jsontext.Object(now, func(k string, v []byte) error {
			is[k] = v
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	out, err := mapObject(string(wanted), func(k string, v []byte) ([]byte, error) {
		if k == clientKey || same(is[k], v) {
			return nil, nil
		}
		return strict(v)
	})
	if err != nil || len(out) == 2 {
		return nil, err
	}
	return out, nil
}

// same reports whether two JSON values are equal: members of objects in any order,
// numbers however they are written. A missing value equals nothing.
func same(a, b []byte) bool {
	a, b = bytes.TrimSpace(a), bytes.TrimSpace(b)
	switch {
	case len(a) == 0 || len(b) == 0:
		return false
	case bytes.Equal(a, b):
		return true
	case a[0] == '{' && b[0] == '{':
		return sameObjects(a, b)
	case a[0] == '[' && b[0] == '[':
		return slices.EqualFunc(elements(a), elements(b), same)
	case a[0] == '"' && b[0] == '"':
		x, errX := jsontext.String(a)
		y, errY := jsontext.String(b)
		return errX == nil && errY == nil && x == y
	case integer64(a) && integer64(b):
		return false // the texts differ
	}
	x, errX := strconv.ParseFloat(string(a), 64)
	y, errY := strconv.ParseFloat(string(b), 64)
	return errX == nil && errY == nil && x == y
}

func integer64(text []byte) bool {
	_, err := strconv.ParseInt(string(text), 10, 64)
	return err == nil
}

func sameObjects(a, b []byte) bool {
	x, y := map[string][]byte{}, map[string][]byte{}
	for text, m := range map[*[]byte]map[string][]byte{&a: x, &b: y} {
		if jsontext.Object(*text, func(k string, v []byte) error { m[k] = v; return nil }) != nil {
			return false
		}
	}
	if len(x) != len(y) {
		return false
	}
	for k := range x {
		if !same(x[k], y[k]) {
			return false
		}
	}
	return true
}

func elements(array []byte) (out [][]byte) {
	_ = jsontext.Array(array, func(v []byte) error { // checked when it was read
		out = append(out, v)
		return nil
	})
	return out
}

// strict turns NaN and ±Infinity, which JSON doesn't have, into strings.
func strict(value []byte) ([]byte, error) {
	value = bytes.TrimSpace(value)
	switch {
	case jsontext.NonFinite(value):
		return jsontext.AppendString(nil, string(value)), nil
	case len(value) > 0 && value[0] == '{':
		return mapObject(string(value), func(_ string, v []byte) ([]byte, error) { return strict(v) })
	case len(value) > 0 && value[0] == '[':
		out := []byte{'['}
		for i, v := range elements(value) {
			v, err := strict(v)
			if err != nil {
				return nil, err
			}
			if i > 0 {
				out = append(out, ',')
			}
			out = append(out, v...)
		}
		return append(out, ']'), nil
	}
	return value, nil
}
