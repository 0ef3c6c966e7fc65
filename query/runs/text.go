package runs

import (
	"slices"

	"runledger/internal/jsontext"
)

// pick says which parts of an object are wanted: all of it, or those of keys.
type pick struct {
	whole bool
	keys  map[string]*pick
}

// add wants the value at a path.
func (p *pick) add(path []string) {
	if len(path) == 0 {
		p.whole = true
		return
	}
	if p.keys == nil {
		p.keys = map[string]*pick{}
	}
	sub := p.keys[path[0]]
	if sub == nil {
		sub = &pick{}
		p.keys[path[0]] = sub
	}
	sub.add(path[1:])
}

// appendObject appends the picked parts of the object in text as JSON, with the keys
// of layer, a person's, over the trainer's; null hides a key. Values keep every digit;
// NaN and infinities, which JSON hasn't, become "NaN", "Infinity", "-Infinity".
func (p *pick) appendObject(out, text, layer []byte) ([]byte, error) {
	over, err := members(layer)
	if err != nil {
		return nil, err
	}
	w := &picking{out: append(out, '{')}
	if len(text) > 0 {
		err := jsontext.Object(text, func(key string, value []byte) error {
			if _, hidden := over[key]; hidden {
				return nil
			}
			return w.member(p, key, value)
		})
		if err != nil {
			return nil, err
		}
	}
	for _, key := range sortedKeys(over) {
		if string(over[key]) == "null" {
			continue
		}
		if err := w.member(p, key, over[key]); err != nil {
			return nil, err
		}
	}
	return append(w.out, '}'), nil
}

// picking writes members of an object.
type picking struct {
	out []byte
	n   int
}

func (w *picking) member(p *pick, key string, value []byte) error {
	sub := p
	if !p.whole {
		if sub = p.keys[key]; sub == nil {
			return nil
		}
	}
	before := len(w.out)
	if w.n > 0 {
		w.out = append(w.out, ',')
	}
	w.out = append(jsontext.AppendString(w.out, key), ':')
	if !sub.whole {
		if value[0] != '{' {
			w.out = w.out[:before]
			return nil
		}
		empty := len(w.out) + 2
		out, err := sub.appendObject(w.out, value, nil)
		if err != nil {
			return err
		}
		if w.out = out; len(out) == empty { // nothing of it was wanted
			w.out = out[:before]
			return nil
		}
	} else {
		w.out = appendValid(w.out, value)
	}
	w.n++
	return nil
}

// appendValid appends a value, with what JSON hasn't in quotes.
func appendValid(out, value []byte) []byte {
	for i := 0; i < len(value); {
		switch value[i] {
		case '"':
			end := i + 1
			for end < len(value) && value[end] != '"' {
				if value[end] == '\\' {
					end++
				}
				end++
			}
			end = min(end+1, len(value))
			out = append(out, value[i:end]...)
			i = end
		case 'N', 'I':
			n := len("NaN")
			if value[i] == 'I' {
				n = len("Infinity")
			}
			if len(out) > 0 && out[len(out)-1] == '-' && i > 0 && value[i-1] == '-' {
				out = append(out[:len(out)-1], `"-`...)
			} else {
				out = append(out, '"')
			}
			n = min(n, len(value)-i)
			out = append(append(out, value[i:i+n]...), '"')
			i += n
		default:
			out = append(out, value[i])
			i++
		}
	}
	return out
}

// members takes an object apart; nothing is an empty object.
func members(object []byte) (map[string][]byte, error) {
	if len(object) == 0 || string(object) == "{}" {
		return nil, nil
	}
	m := map[string][]byte{}
	err := jsontext.Object(object, func(key string, value []byte) error {
		m[key] = value
		return nil
	})
	return m, err
}

func sortedKeys(m map[string][]byte) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
