package shell

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// past is a time to read as of. Embed it in commands that read.
type past struct {
	AsOf string `help:"Show what was known then: a time such as 2026-01-31T12:00:00Z, or a position from an earlier answer." placeholder:"TIME" env:"-"`
}

func (p past) set(query url.Values) {
	if p.AsOf == "" {
		return
	}
	var m moment
	if m.UnmarshalText([]byte(p.AsOf)) == nil && m.ago == 0 { // in the words of the API
		query.Set("as_of", m.at(time.Time{}))
		return
	}
	query.Set("as_of", p.AsOf) // a position, or the server says what is wrong
}

// query is the part of a path behind it, with its ?.
func (p past) query() string {
	query := url.Values{}
	if p.set(query); len(query) == 0 {
		return ""
	}
	return "?" + query.Encode()
}

// moment is a time, or how long ago it was.
type moment struct {
	time time.Time
	ago  time.Duration
}

func (m *moment) UnmarshalText(text []byte) error {
	s := string(text)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, s, time.Local); err == nil {
			*m = moment{time: t}
			return nil
		}
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.ParseUint(days, 10, 16); err == nil && n > 0 {
			*m = moment{ago: time.Duration(n) * 24 * time.Hour}
			return nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d > 0 {
		*m = moment{ago: d}
		return nil
	}
	return fmt.Errorf("%q isn't a time: write 2026-01-31, 2026-01-31T12:00:00Z, or how long ago: 7d, 12h, 30m", s)
}

// at is the time in the API's words; empty if none was given.
func (m moment) at(now time.Time) string {
	switch {
	case m.ago > 0:
		return now.Add(-m.ago).UTC().Format(time.RFC3339Nano)
	case m.time.IsZero():
		return ""
	}
	return m.time.UTC().Format(time.RFC3339Nano)
}
