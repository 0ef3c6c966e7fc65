package shell

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

var _ kong.HelpProvider = runsCmd{}

type runsCmd struct {
	reach
	output
	selection
	past
	Project projectRef `arg:"" placeholder:"ENTITY/PROJECT" help:"ENTITY/PROJECT"`
	Columns []string   `help:"More columns, by commas: config.KEY, summary.KEY, notes, host, commit, last_step …" placeholder:"FIELD" env:"-"`
	Limit   int        `help:"At most so many runs; 0: all." default:"50" env:"-"`
}

// selection chooses and sorts runs. Embed it.
type selection struct {
	Filter string   `help:"Which runs: an expression of config.KEY, summary.KEY, state, user, tags, created and the like." placeholder:"EXPR" env:"-"`
	Search string   `help:"A part of the runs' names or ids." placeholder:"TEXT" env:"-"`
	Sort   []string `help:"Fields to sort by, each with :asc or :desc; default: the newest first." placeholder:"FIELD" env:"-"`
}

// body is the part of a request that selects.
func (s selection) body() map[string]any {
	body := map[string]any{}
	if s.Filter != "" {
		body["filter"] = s.Filter
	}
	if s.Search != "" {
		body["search"] = s.Search
	}
	if len(s.Sort) > 0 {
		body["sort"] = s.Sort
	}
	return body
}

func (runsCmd) Help() string {
	return `  runledger runs ann/digits
  runledger runs ann/digits --filter 'config.lr >= 0.1 and state = "finished"' --sort summary.loss:asc --limit 5
  runledger runs ann/digits --filter 'tags has "baseline" and created > "-7d"' --columns config.lr,summary.loss
  runledger runs ann/digits --limit 0 --json | jq -r .id
  runledger runs ann/digits --as-of 2026-01-31

Fields: config.KEY, summary.KEY (other characters than letters, digits, _ - / @ $ in quotes: config."a.b") and a
run's own: id, name, state, user, tags, group, job_type, created, last_active, notes, host, commit and so on.
Operators: = != < <= > >= in, not in, =~ !~, contains, starts_with, has, exists, missing; and, or, not, ( ).`
}

type runRow struct {
	ID         string          `json:"id"`
	Name       string          `json:"name"`
	State      string          `json:"state"`
	User       string          `json:"user"`
	Tags       []string        `json:"tags"`
	Created    time.Time       `json:"created"`
	LastActive time.Time       `json:"last_active"`
	Config     json.RawMessage `json:"config"`
	Summary    json.RawMessage `json:"summary"`
}

// mostRuns of a page, as the server bounds it.
const mostRuns = 1000

func (c runsCmd) Run(ctx context.Context, e Env) error {
	server, err := c.connect(e)
	if err != nil {
		return err
	}
	columns := c.Columns
	if len(columns) == 0 && !c.JSON {
		columns = []string{"last_step"} // none would be all
	}
	l := list[json.RawMessage]{
		name: "runs", most: c.Limit, head: []string{"ID", "NAME", "STATE", "USER", "CREATED", "TAGS"}, right: map[int]bool{}, row: c.row,
		ask: func(cursor string) (text json.RawMessage, err error) {
			body := c.selection.body()
			body["limit"] = mostRuns
			if c.Limit > 0 {
				body["limit"] = min(mostRuns, c.Limit)
			}
			if len(columns) > 0 {
				body["columns"] = columns
			}
			if cursor != "" {
				body["cursor"] = cursor
			}
			return text, server.Send(ctx, http.MethodPost, c.Project.path("/runs:query")+c.past.query(), body, &text)
		},
	}
	for _, column := range c.Columns {
		l.right[len(l.head)] = strings.HasPrefix(column, "config") || strings.HasPrefix(column, "summary")
		l.head = append(l.head, column)
	}
	return l.print(e, c.output)
}

func (c runsCmd) row(text json.RawMessage) []string {
	var r runRow
	if err := json.Unmarshal(text, &r); err != nil {
		return []string{string(text), "", "", "", "", ""} // shown as it came
	}
	cells := []string{r.ID, r.Name, r.State, r.User, when(r.Created), strings.Join(r.Tags, " ")}
	for _, column := range c.Columns {
		cells = append(cells, cellOf(text, column))
	}
	return cells
}
