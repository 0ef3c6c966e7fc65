package cataloghttp

import (
	"encoding/base64"
	"slices"
	"strconv"

	"runledger/internal/api"
)

// cursorAfter names the place behind a number in a list of a kind.
func cursorAfter(kind byte, no uint64) string {
	return base64.RawURLEncoding.EncodeToString(strconv.AppendUint([]byte{kind}, no, 10))
}

func parseCursor(kind byte, cursor string) (uint64, error) {
	if cursor == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil && len(b) > 1 && b[0] == kind {
		if no, err := strconv.ParseUint(string(b[1:]), 10, 64); err == nil {
			return no, nil
		}
	}
	return 0, api.Invalid("The cursor isn't one of ours: use next_cursor of the page before, unchanged.")
}

// Paging is what lists take.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Cursor string `query:"cursor" maxLength:"200" doc:"next_cursor of the page before"`
}

// Paged is what lists answer.
type Paged struct {
	Next string `json:"next_cursor,omitempty" doc:"Cursor of the next page; none on the last"`
}

// pageByNo cuts a page out of a list in the order of numbers.
func pageByNo[T any](in Paging, kind byte, list []T, no func(T) uint64) ([]T, Paged, error) {
	after, err := parseCursor(kind, in.Cursor)
	if err != nil {
		return nil, Paged{}, err
	}
	from := slices.IndexFunc(list, func(v T) bool { return no(v) > after })
	if from < 0 {
		return []T{}, Paged{}, nil
	}
	if list = list[from:]; len(list) <= in.Limit {
		return list, Paged{}, nil
	}
	list = list[:in.Limit]
	return list, Paged{cursorAfter(kind, no(list[in.Limit-1]))}, nil
}

// pageByName cuts a page out of a list in the order of names.
func pageByName[T any](in Paging, list []T, name func(T) string) ([]T, Paged, error) {
	after, err := base64.RawURLEncoding.DecodeString(in.Cursor)
	if err != nil {
		return nil, Paged{}, api.Invalid("The cursor isn't one of ours: use next_cursor of the page before, unchanged.")
	}
	from := slices.IndexFunc(list, func(v T) bool { return in.Cursor == "" || name(v) > string(after) })
	if from < 0 {
		return []T{}, Paged{}, nil
	}
	if list = list[from:]; len(list) <= in.Limit {
		return list, Paged{}, nil
	}
	list = list[:in.Limit]
	return list, Paged{base64.RawURLEncoding.EncodeToString([]byte(name(list[in.Limit-1])))}, nil
}
