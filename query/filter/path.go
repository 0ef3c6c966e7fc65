package filter

import (
	"strings"

	"runledger/internal/jsontext"
)

// ColumnPath is the path of a key as a subcolumn of a JSON column: the only place
// where what a person wrote becomes a name in SQL. The escaping of JSON columns leaves
// no quote, backslash, dot or control character in a key, so that it can't end the
// name between its backticks; anything else would be a fault of ours.
func ColumnPath(path []string) string {
	keys := make([]string, len(path))
	for i, key := range path {
		keys[i] = jsontext.EscapeKey(key)
		if strings.ContainsAny(keys[i], "`\\'\".\x00\n\r") {
			panic("filter: a key of a JSON path isn't escaped")
		}
	}
	return "`" + strings.Join(keys, ".") + "`"
}
