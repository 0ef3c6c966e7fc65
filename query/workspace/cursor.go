package workspace

import (
	"encoding/base64"
	"sort"
	"strings"

	"runledger/internal/api"
)

// A cursor is the place and id of the last part of a page.

func cursorOf(p *part) string {
	return base64.RawURLEncoding.EncodeToString([]byte("w" + p.place + "\x00" + p.id))
}

// cursorIndex is where in a list, in order, the page after a cursor begins.
func cursorIndex[P any](list []P, of func(P) *part, cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	at, id, ok := strings.Cut(strings.TrimPrefix(string(b), "w"), "\x00")
	if err != nil || !ok || b[0] != 'w' {
		return 0, api.Invalid("The cursor isn't one of ours: use next of the page before, unchanged.")
	}
	last := &part{place: at, id: id}
	return sort.Search(len(list), func(i int) bool { return inPlace(of(list[i]), last) > 0 }), nil
}
