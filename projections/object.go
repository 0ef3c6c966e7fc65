package projections

import (
	"bytes"
	"math"
	"sort"
	"strconv"

	"runledger/internal/jsontext"
)

// object is a JSON object by top-level key; values are JSON text as it was sent.
type object map[string][]byte

// parseObject reads an object; empty text is an empty object. Values are copied.
func parseObject(text []byte) (object, error) {
	o := object{}
	if len(text) == 0 {
		return o, nil
	}
	err := jsontext.Object(text, func(k string, v []byte) error {
		o[k] = bytes.Clone(v)
		return nil
	})
	return o, err
}

// merge sets p's keys in o.
func (o object) merge(p object) {
	for k, v := range p {
		o[k] = v
	}
}

func (o object) keys() []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// text returns the object as JSON text, keys sorted, values as they were sent.
func (o object) text() []byte {
	out := []byte{'{'}
	for i, k := range o.keys() {
		if i > 0 {
			out = append(out, ',')
		}
		out = jsontext.AppendString(out, k)
		out = append(out, ':')
		out = append(out, o[k]...)
	}
	return append(out, '}')
}

// number returns a float64 as JSON text that reads back to the same bits, with the
// bare words NaN, Infinity and -Infinity.
func number(v float64) []byte {
	switch {
	case math.IsNaN(v):
		return []byte("NaN")
	case math.IsInf(v, 1):
		return []byte("Infinity")
	case math.IsInf(v, -1):
		return []byte("-Infinity")
	case v == math.Trunc(v) && math.Abs(v) < 1<<53 && !(v == 0 && math.Signbit(v)):
		return strconv.AppendInt(nil, int64(v), 10)
	}
	return strconv.AppendFloat(nil, v, 'g', -1, 64)
}

// emptyObject is the text of an object without members; texts are never changed in place.
var emptyObject = []byte("{}")

// merged returns the canonical text of the object in text with the members of more.
func merged(text []byte, more object) ([]byte, error) {
	o, err := parseObject(text)
	if err != nil {
		return nil, err
	}
	o.merge(more)
	return o.text(), nil
}

// summary is the last values of a run: what the trainer set, over the automatic last
// value of each metric (unless the trainer sends whole summaries, as the W&B SDK does).
type summary struct {
	explicit []byte // canonical text of an object
	replaced bool
}

// text is the whole summary as canonical text.
func (s *summary) text(series map[keyNo]seriesState, keys *keyTable) []byte {
	if s.replaced || len(series) == 0 {
		return s.explicit
	}
	out := make(object, len(series))
	for k, v := range series {
		out[keys.names[k]] = number(v.value)
	}
	explicit, err := parseObject(s.explicit)
	if err == nil { // it was made by text()
		out.merge(explicit)
	}
	return out.text()
}
