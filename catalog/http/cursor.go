package cataloghttp

import (
	"encoding/base64"
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
