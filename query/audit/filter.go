package audit

import (
	"strconv"
	"strings"
	"time"

	"runledger/internal/api"
	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// Filter narrows the trail; empty fields don't.
type Filter struct {
	Actor       string    `query:"actor" doc:"Name of who did it"`
	Key         string    `query:"key" doc:"Public id of the API key that was used"`
	Type        string    `query:"type" doc:"Event type, such as run.renamed.v1; a prefix ends with a dot: run."`
	SubjectKind string    `query:"subject_kind" doc:"user, key, project, run"`
	Subject     string    `query:"subject" doc:"Id of what it is about"`
	Run         uint64    `query:"run" doc:"Number of a run"`
	Outcome     string    `query:"outcome" enum:"accepted,repeated,refused"`
	Since       time.Time `query:"since" doc:"Log time, inclusive"`
	Until       time.Time `query:"until" doc:"Log time, exclusive"`

	Limit  int    `query:"limit" minimum:"1" maximum:"10000" default:"100" doc:"Rows a page"`
	Cursor string `query:"cursor" doc:"next_cursor of the page before"`
	Format string `query:"format" enum:"json,ndjson,csv" default:"json" doc:"ndjson and csv stream all rows"`
}

// statement is the SELECT of the rows that count; project 0 is all of them.
func (f Filter) statement(project uint32, at read.Moment) (read.Query, error) {
	q := read.Query{Params: clickhouse.Params{}}
	var terms []string
	equal := func(column, kind string, value any, given bool) {
		if given {
			terms = append(terms, column+" = {"+column+":"+kind+"}")
			q.Params[column] = value
		}
	}
	equal("project", "UInt32", project, project != 0)
	equal("actor", "String", f.Actor, f.Actor != "")
	equal("key", "String", f.Key, f.Key != "")
	equal("subject_kind", "String", f.SubjectKind, f.SubjectKind != "")
	equal("subject", "String", f.Subject, f.Subject != "")
	equal("run", "UInt64", f.Run, f.Run != 0)
	equal("outcome", "String", f.Outcome, f.Outcome != "")
	if strings.HasSuffix(f.Type, ".") {
		terms = append(terms, "startsWith(toString(type), {type:String})")
		q.Params["type"] = f.Type
	} else {
		equal("type", "String", f.Type, f.Type != "")
	}
	if !f.Since.IsZero() {
		terms = append(terms, "at >= fromUnixTimestamp64Milli({since:Int64})")
		q.Params["since"] = f.Since.UnixMilli()
	}
	if !f.Until.IsZero() {
		terms = append(terms, "at < fromUnixTimestamp64Milli({until:Int64})")
		q.Params["until"] = f.Until.UnixMilli()
	}
	if at.Pinned {
		terms = append(terms, "off < "+strconv.FormatUint(at.Position.Actions, 10))
	}
	if f.Cursor != "" {
		below, err := strconv.ParseUint(f.Cursor, 36, 64)
		if err != nil {
			return q, api.Invalid("That isn't a cursor of this trail.").With("Use next_cursor of the page before unchanged.")
		}
		terms = append(terms, "off < "+strconv.FormatUint(below, 10))
	}
	q.SQL = columns + "FROM audit"
	if len(terms) > 0 {
		q.SQL += "\nWHERE " + strings.Join(terms, " AND ")
	}
	q.SQL += "\nORDER BY off DESC\nLIMIT 1 BY off"
	return q, nil
}

const columns = `SELECT off AS offset, at, client_time, toString(id) AS id, toString(type) AS type, toString(actor_kind) AS actor_kind, toString(actor) AS actor,
  toString(key) AS key, toString(subject_kind) AS subject_kind, subject, project, run, toString(outcome) AS outcome, reason,
  if(cause = toUUID('00000000-0000-0000-0000-000000000000'), '', toString(cause)) AS cause, before, after, body
`
