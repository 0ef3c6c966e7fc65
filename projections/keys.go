package projections

import "sort"

// keyNo stands for a metric name within one projector.
type keyNo uint32

// keyTable interns metric names. It belongs to the goroutine that applies events.
type keyTable struct {
	names []string
	nos   map[string]keyNo
}

func newKeyTable() *keyTable { return &keyTable{nos: map[string]keyNo{}} }

func (t *keyTable) no(name string) keyNo {
	if n, ok := t.nos[name]; ok {
		return n
	}
	n := keyNo(len(t.names))
	t.names = append(t.names, name)
	t.nos[name] = n
	return n
}

// ranks returns the names of the used numbers in order, and each number's place there.
func (t *keyTable) ranks(used map[keyNo]struct{}) (sorted []string, rank map[keyNo]int) {
	nos := make([]keyNo, 0, len(used))
	for n := range used {
		nos = append(nos, n)
	}
	sort.Slice(nos, func(i, j int) bool { return t.names[nos[i]] < t.names[nos[j]] })
	rank = make(map[keyNo]int, len(nos))
	for i, n := range nos {
		rank[n] = i
		sorted = append(sorted, t.names[n])
	}
	return sorted, rank
}
