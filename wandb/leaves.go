package wandb

import (
	"strings"

	"runledger/ingest/scan"
	"runledger/internal/jsontext"
)

// leaf is a number inside a nested object, under the path that leads to it.
type leaf struct {
	key   string
	value float64
}

// appendLeaves appends the numbers inside the object in text. Path segments are
// joined by ".". Objects with a _type are media values and have none. text is valid.
func appendLeaves(out []leaf, text []byte, path string) []leaf {
	before := len(out)
	media := false
	_ = jsontext.Object(text, func(key string, value []byte) error {
		if key == "_type" {
			media = true
		}
		switch c := value[0]; {
		case media:
		case c == '{':
			out = appendLeaves(out, value, path+"."+escapeSegment(key))
		case numeric(c):
			if n, err := readNumber(&scan.Cursor{Text: value}); err == nil {
				out = append(out, leaf{path + "." + escapeSegment(key), n.value})
			}
		}
		return nil
	})
	if media {
		return out[:before]
	}
	return out
}

// escapeSegment makes a key a segment of a path: "." and "\" get a "\" before them.
func escapeSegment(key string) string {
	if !strings.ContainsAny(key, `.\`) {
		return key
	}
	return segmentEscaper.Replace(key)
}

var segmentEscaper = strings.NewReplacer(`.`, `\.`, `\`, `\\`)
