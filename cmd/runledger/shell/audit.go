package shell

import (
	"context"
	"encoding/json"
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
	past
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
	c.past.set(query)
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
	return list[auditEntry]{
		name: "rows", most: c.Limit, head: []string{"ACTION", "AT", "ACTOR", "TYPE", "SUBJECT", "OUTCOME"}, right: map[int]bool{0: true},
		ask: func(cursor string) (text json.RawMessage, err error) {
			query.Set("limit", pageOf(c.Limit, mostAudit))
			if cursor != "" {
				query.Set("cursor", cursor)
			}
			return text, server.Get(ctx, path, query, &text)
		},
		row: auditEntry.cells,
	}.print(e, c.output)
}

// mostAudit rows of a page, as the server bounds it.
const mostAudit = 10000

// pageOf is how many items to ask for when limit are wanted.
func pageOf(limit, most int) string {
	if limit > 0 {
		most = min(most, limit)
	}
	return strconv.Itoa(most)
}

func (a auditEntry) cells() []string {
	outcome := a.Outcome
	if a.Reason != "" {
		outcome += ": " + a.Reason
	}
	return []string{strconv.FormatUint(a.Offset, 10), when(a.At), a.Actor, a.Type, strings.TrimSpace(a.Kind + " " + a.Subject), outcome}
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
