package ingest

// layer merges what the lines of a request say of a run's config or summary: of each
// key the last value counts. Nested objects are replaced as a whole.
type layer struct {
	keys   []string
	values map[string][]byte
}

func (l *layer) merge(members []member) {
	if len(members) == 0 {
		return
	}
	if l.values == nil {
		l.values = make(map[string][]byte, len(members))
	}
	for _, m := range members {
		if _, seen := l.values[m.key]; !seen {
			l.keys = append(l.keys, m.key)
		}
		l.values[m.key] = m.raw
	}
}

// newKeys counts the members whose keys are new.
func (l *layer) newKeys(members []member) int {
	n := 0
	for _, m := range members {
		if _, seen := l.values[m.key]; !seen {
			n++
		}
	}
	return n
}

// json returns the object, keys in the order in which they came first; nil if nothing
// was said.
func (l *layer) json() []byte {
	if len(l.keys) == 0 {
		return nil
	}
	var out []byte
	for _, k := range l.keys {
		out = appendMember(out, k, l.values[k])
	}
	return append(out, '}')
}
