package report

import (
	"cmp"
	"encoding/base64"
	"strings"

	"runledger/catalog"
)

// pageOf returns the documents after a cursor, and the cursor of the next page. A cursor
// is the place of the last one shown: what is added, moved or deleted meanwhile neither
// repeats nor hides others. One that can't be read begins anew.
func pageOf(all []*catalog.Document, cursor string, limit int) (page []*catalog.Document, next string) {
	order, id, ok := placeIn(cursor)
	for _, d := range all {
		if ok && cmp.Or(strings.Compare(d.Order, order), strings.Compare(d.ID, id)) <= 0 {
			continue
		}
		if len(page) == limit {
			last := page[limit-1]
			return page, base64.RawURLEncoding.EncodeToString([]byte(last.Order + "/" + last.ID))
		}
		page = append(page, d)
	}
	return page, ""
}

func placeIn(cursor string) (order, id string, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return "", "", false
	}
	return strings.Cut(string(b), "/")
}
