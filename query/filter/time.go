package filter

import (
	"strconv"
	"time"
)

const timeHint = `Times are "2026-01-31", "2026-01-31T12:00:00Z", or a span before now: "-90m", "-12h", "-7d", "-2w".`

// anyTime stands for now where only the form of a time is checked.
var anyTime = time.Unix(1<<31, 0).UTC()

var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02"}

// ParseTime reads a time of an expression; without a zone it is UTC.
func ParseTime(s string, now time.Time) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), t.Year() >= 1900 && t.Year() <= 2299 // what the tables hold
		}
	}
	if len(s) < 3 || s[0] != '-' {
		return time.Time{}, false
	}
	unit, ok := map[byte]time.Duration{'s': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[s[len(s)-1]]
	n, err := strconv.ParseUint(s[1:len(s)-1], 10, 32)
	if !ok || err != nil || time.Duration(n) > 100*365*24*time.Hour/unit {
		return time.Time{}, false
	}
	return now.Add(-time.Duration(n) * unit).UTC(), true
}
