package ingest

// Bounds of what an interner keeps from one request to the next.
const (
	internedTexts = 1 << 14
	internedBytes = 1 << 20
)

// interner gives equal texts the same string, without allocating for one that it
// knows.
type interner struct {
	texts map[string]string
	bytes int
}

func (n *interner) of(text []byte) string {
	if s, ok := n.texts[string(text)]; ok {
		return s
	}
	if n.texts == nil {
		n.texts = make(map[string]string)
	}
	s := string(text)
	n.texts[s] = s
	n.bytes += len(s)
	return s
}

// trim forgets everything if it has become much.
func (n *interner) trim() {
	if len(n.texts) > internedTexts || n.bytes > internedBytes {
		*n = interner{}
	}
}
