package runs

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
	"runledger/internal/position"
	"runledger/internal/progress"
	"runledger/query/read"
)

// Of names the project that is read, and when.
type Of struct {
	read.Params
	Entity  string `path:"entity"`
	Project string `path:"project"`
}

type listInput struct {
	Of
	Filter  string   `query:"filter" doc:"A filter expression as text, or its JSON form" example:"config.lr >= 0.1 and state = \"finished\""`
	Search  string   `query:"search" doc:"A part of the runs' names or ids, in any case"`
	Regex   bool     `query:"regex" doc:"search is a regular expression (RE2)"`
	Sort    []string `query:"sort,explode" doc:"Fields, each with :asc or :desc; may be given several times" example:"summary.loss:asc"`
	Columns []string `query:"columns,explode" doc:"Parts of config and summary, and more of the run's own fields; may be given several times"`
	Limit   int      `query:"limit" minimum:"1" maximum:"1000" default:"50"`
	Skip    int      `query:"skip" minimum:"0" doc:"Pass over so many runs: from the cursor's place, or from the first"`
	Cursor  string   `query:"cursor"`
}

type queryInput struct {
	Of
	Body Request
}

type pageOutput struct{ Body *Page }

type groupsInput struct {
	Of
	Body GroupsRequest
}

type groupsOutput struct{ Body *Groups }

type keysInput struct {
	Of
	Scope  []string `query:"scope,explode" enum:"config,summary,metrics,system" doc:"What to list; default config, summary and metrics"`
	Search string   `query:"search" doc:"A part of the keys, in any case"`
}

type keysOutput struct{ Body *Keys }

type service struct{ *Table }

const filterHelp = `Filters: config.lr >= 0.1 and (tags has "baseline" or state in ("finished", "running")) and not name =~ "^sweep-\\d+$". ` +
	`Fields are config.KEY and summary.KEY (keys with other characters than letters, digits, _ - / @ $ in quotes: config."a.b") and the run's own. ` +
	`Operators: = != < <= > >= in, not in, =~ !~ (RE2), contains, starts_with, has (an element of a list), exists, missing. ` +
	`Numbers compare by exact value; a missing key matches missing only; NaN equals NaN only. Times: "2026-01-31", RFC 3339, or "-7d" before now.`

// Register mounts the runs table, groups and keys; one run is RegisterOne's.
func Register(a huma.API, t *Table) {
	s := service{t}
	const path = "/api/v1/projects/{entity}/{project}"
	get := func(id, path, summary string) huma.Operation {
		return huma.Operation{Method: http.MethodGet, OperationID: id, Path: path, Summary: summary, Tags: []string{"Runs"}}
	}
	list := get("list-runs", path+"/runs", "A page of the runs table")
	list.Description = filterHelp
	api.Register(a, list, s.list)
	api.Register(a, huma.Operation{Method: http.MethodPost, OperationID: "query-runs", Path: path + "/runs:query", MaxBodyBytes: maxBody,
		Summary: "A page of the runs table", Description: filterHelp, Tags: []string{"Runs"}}, s.query)
	api.Register(a, huma.Operation{Method: http.MethodPost, OperationID: "group-runs", Path: path + "/runs:groups", MaxBodyBytes: maxBody,
		Summary: "Groups of runs, with counts and aggregates", Description: filterHelp, Tags: []string{"Runs"}}, s.groups)
	api.Register(a, get("list-keys-of-runs", path+"/keys", "Keys that the project's runs have, with types and counts"), s.listKeys)
}

const maxBody = 1 << 20

func (s service) list(ctx context.Context, in *listInput) (*pageOutput, error) {
	r := &Request{Filter: Expression(in.Filter), Search: in.Search, Regex: in.Regex, Sort: in.Sort, Columns: in.Columns, Limit: in.Limit, Skip: in.Skip, Cursor: in.Cursor}
	out, err := s.page(ctx, in.Of, r)
	return out, inQuery(err)
}

func (s service) query(ctx context.Context, in *queryInput) (*pageOutput, error) {
	return s.page(ctx, in.Of, &in.Body)
}

func (s service) page(ctx context.Context, in Of, r *Request) (*pageOutput, error) {
	project, err := api.ReadableProject(ctx, s.catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	at, err := s.momentOf(ctx, in.Params, r.Cursor)
	if err != nil {
		return nil, err
	}
	page, err := s.Page(ctx, project.No, r, at)
	return &pageOutput{page}, err
}

// momentOf is the moment of a page: further pages of the past stay at the first one's.
func (s service) momentOf(ctx context.Context, p read.Params, text string) (read.Moment, error) {
	if c, err := parseCursor(text); err == nil && c.kind == pinnedOrder {
		p.AsOf = c.at.String()
		at, err := s.reader.Moment(ctx, progress.Runs, p)
		at.Time = c.now
		return at, err
	}
	return s.reader.Moment(ctx, progress.Runs, p)
}

func (s service) groups(ctx context.Context, in *groupsInput) (*groupsOutput, error) {
	project, err := api.ReadableProject(ctx, s.catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	at, err := s.reader.Moment(ctx, progress.Runs, in.Params)
	if err != nil {
		return nil, err
	}
	g, err := s.Groups(ctx, project.No, &in.Body, at)
	return &groupsOutput{g}, err
}

func (s service) listKeys(ctx context.Context, in *keysInput) (*keysOutput, error) {
	project, err := api.ReadableProject(ctx, s.catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	if in.AsOf != "" {
		return nil, invalid("query.as_of", "Keys are listed as of now only.")
	}
	at, err := s.reader.Moment(ctx, progress.Runs, in.Params)
	if err != nil {
		return nil, err
	}
	scopes := in.Scope
	if len(scopes) == 0 {
		scopes = Scopes[:3]
	}
	for i, scope := range scopes {
		if !slices.Contains(Scopes, scope) {
			return nil, invalid("query.scope["+strconv.Itoa(i)+"]", "There's no scope %q.", scope)
		}
	}
	need, _ := position.Parse(in.WaitFor) // none: nothing; bad ones were refused above
	k, err := s.Keys(ctx, project.No, scopes, in.Search, at, need)
	return &keysOutput{k}, err
}

// inQuery says of a problem's places that they are parameters.
func inQuery(err error) error {
	p, ok := err.(*api.Problem)
	if !ok {
		return err
	}
	for i := range p.Errors {
		if rest, ok := strings.CutPrefix(p.Errors[i].Location, "body."); ok {
			p.Errors[i].Location = "query." + rest
		}
	}
	return p
}
