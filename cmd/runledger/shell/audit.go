package shell

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

var _ kong.HelpProvider = auditCmd{}

type auditCmd struct {
	reach
	output
	Project *projectRef `arg:"" optional:"" placeholder:"ENTITY/PROJECT" help:"ENTITY/PROJECT; all there is without it (administrators)."`
	Since   moment      `help:"From then on: 2026-01-31, RFC 3339, or how long ago, as 7d, 12h." placeholder:"TIME" env:"-"`
	Until   moment      `help:"Before then." placeholder:"TIME" env:"-"`
	Actor   string      `help:"Who did it." placeholder:"USER" env:"-"`
	Type    string      `help:"What was done, such as run.renamed.v1; a prefix ends with a dot: run." placeholder:"TYPE" env:"-"`
	Outcome string      `help:"accepted, repeated or refused." placeholder:"OUTCOME" env:"-"`
	Limit   int         `help:"At most so many rows of the table, the newest first; 0: all." default:"50" env:"-"`
	Format  string      `help:"table; or ndjson or csv: all rows, with before and after." enum:"table,ndjson,csv" default:"table" env:"-"`
}

func (auditCmd) Help() string {
	return `  runledger audit ann/digits
  runledger audit ann/digits --since 7d --actor bob --type run.
  runledger audit --since 2026-01-01 --format csv > audit.csv

The number in the first column is what runledger undo takes as --action.`
}

type auditEntry struct {
	Offset  uint64    `json:"offset"`
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"`
	Type    string    `json:"type"`
	Kind    string    `json:"subject_kind"`
	Subject string    `json:"subject"`
	Outcome string    `json:"outcome"`
	Reason  string    `json:"reason"`
}

func (c auditCmd) Run(ctx context.Context, e Env) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	path := "/api/v1/audit"
	if c.Project != nil {
		path = c.Project.path("/audit")
	}
	query := c.query(e.Now())
	if c.Format != "table" {
		query.Set("format", c.Format)
		rows, err := server.Stream(ctx, http.MethodGet, path+"?"+query.Encode(), nil)
		if err != nil {
			return err
		}
		defer rows.Close()
		_, err = copyAll(e.Out, rows)
		return err
	}
	items, err := everyPage("rows", c.Limit, func(cursor string) (text json.RawMessage, err error) {
		most := 10000
		if c.Limit > 0 {
			most = min(most, c.Limit)
		}
		query.Set("limit", strconv.Itoa(most))
		if cursor != "" {
			query.Set("cursor", cursor)
		}
		return text, server.Get(ctx, path, query, &text)
	})
	if err != nil {
		return err
	}
	t := &table{head: []string{"ACTION", "AT", "ACTOR", "TYPE", "SUBJECT", "OUTCOME"}, right: map[int]bool{0: true}}
	return printed(e, c.output, items, t, func(a auditEntry) []string {
		outcome := a.Outcome
		if a.Reason != "" {
			outcome += ": " + a.Reason
		}
		return []string{strconv.FormatUint(a.Offset, 10), when(a.At), a.Actor, a.Type, strings.TrimSpace(a.Kind + " " + a.Subject), outcome}
	})
}

func (c auditCmd) query(now time.Time) url.Values {
	query := url.Values{}
	set := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	set("since", c.Since.at(now))
	set("until", c.Until.at(now))
	set("actor", c.Actor)
	set("type", c.Type)
	set("outcome", c.Outcome)
	return query
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
