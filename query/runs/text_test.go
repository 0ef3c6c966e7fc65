package runs

import (
	"encoding/json"
	"testing"

	"runledger/internal/jsontext"
)

func TestPickedPartsAreExact(t *testing.T) {
	text := `{"a":1,"a.b":9007199254740993,"big":123456789012345678901234567890,"e":1E2,"h":{"x":NaN,"y":{"z":[1,-Infinity,"NaN, Infinity"]}},"i":Infinity,"n":null,"s":"\"N\\","z":-0.0}`
	for _, c := range []struct {
		name, layer, want string
		paths             [][]string
	}{
		{"all", "", `{"a":1,"a.b":9007199254740993,"big":123456789012345678901234567890,"e":1E2,"h":{"x":"NaN","y":{"z":[1,"-Infinity","NaN, Infinity"]}},"i":"Infinity","n":null,"s":"\"N\\","z":-0.0}`, [][]string{{}}},
		{"some", "", `{"a.b":9007199254740993,"h":{"y":{"z":[1,"-Infinity","NaN, Infinity"]}}}`, [][]string{{"a.b"}, {"h", "y"}, {"nope"}, {"a", "b"}, {"h", "q"}}},
		{"none of an object", "", `{}`, [][]string{{"h", "q"}, {"h", "x", "y"}}},
		{"part and whole", "", `{"h":{"x":"NaN","y":{"z":[1,"-Infinity","NaN, Infinity"]}}}`, [][]string{{"h", "x"}, {"h"}}},
		{"layer", `{"a":2,"h":{"x":5},"i":null,"new":[true]}`, `{"e":1E2,"a":2,"h":{"x":5},"new":[true]}`, [][]string{{"a"}, {"e"}, {"h", "x"}, {"i"}, {"new"}}},
		{"no text", `{"a":2}`, `{"a":2}`, [][]string{{}}},
	} {
		p := &pick{}
		for _, path := range c.paths {
			p.add(path)
		}
		in := text
		if c.name == "no text" {
			in = ""
		}
		got, err := p.appendObject([]byte("x"), []byte(in), []byte(c.layer))
		if err != nil || string(got) != "x"+c.want {
			t.Errorf("%s: %v\n got %s\nwant x%s", c.name, err, got, c.want)
		}
	}
}

// What is written is JSON, whatever was sent.
func FuzzAppendObject(f *testing.F) {
	f.Add([]byte(`{"a":NaN,"b":{"c":[-Infinity,"\"N"]}}`), "b", "c")
	f.Add([]byte(`{"a":-Infinity,"":{"":1}}`), "", "")
	f.Fuzz(func(t *testing.T, text []byte, a, b string) {
		if jsontext.Object(text, func(string, []byte) error { return nil }) != nil {
			return
		}
		for _, p := range []*pick{{whole: true}, {keys: map[string]*pick{a: {whole: true}}}, {keys: map[string]*pick{a: {keys: map[string]*pick{b: {whole: true}}}}}} {
			out, err := p.appendObject(nil, text, nil)
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if !json.Valid(out) {
				t.Fatalf("%q became %q", text, out)
			}
		}
	})
}

func FuzzParseCursor(f *testing.F) {
	f.Add(cursor{project: 1, kind: restInside, rest: []uint64{5, 3, 900}, from: 9}.String())
	f.Add(cursor{project: 1, kind: keptOrder, from: 70000}.String())
	f.Add(cursor{project: 1 << 30, kind: pinnedOrder, from: 3}.String())
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseCursor(s)
		if err != nil {
			return
		}
		if again, err := parseCursor(c.String()); err != nil || again.String() != c.String() {
			t.Fatalf("%q: %+v, then %+v, %v", s, c, again, err)
		}
	})
}
