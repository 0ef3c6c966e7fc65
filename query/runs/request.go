package runs

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
	"runledger/query/filter"
)

// Request is a page of the table as it is asked for.
type Request struct {
	Filter  Expression `json:"filter,omitempty" doc:"A filter expression as text, or its JSON form: {\"and\": [{\"field\", \"op\", \"value\"}, …]}"`
	Search  string     `json:"search,omitempty" doc:"A part of the runs' names or ids, in any case"`
	Regex   bool       `json:"regex,omitempty" doc:"search is a regular expression (RE2), found anywhere"`
	Sort    []string   `json:"sort,omitempty" maxItems:"10" doc:"Fields, each with :asc (default) or :desc, the most important first. NaN and runs without the key come last in both directions. Default: number:desc, the newest first"`
	Columns []string   `json:"columns,omitempty" maxItems:"1000" doc:"Which parts of config and summary to return: config.KEY, summary.KEY, or config and summary for all of it; and more of the run's own fields. Default: all"`
	Limit   int        `json:"limit,omitempty" minimum:"1" maximum:"1000" doc:"Runs a page; default 50"`
	Skip    int        `json:"skip,omitempty" minimum:"0" doc:"Pass over so many runs: from the cursor's place, or from the first"`
	Cursor  string     `json:"cursor,omitempty" doc:"next_cursor of the page before, with the same filter, search and sort. The pages after the first show every run of the first page's order once, with its values as they are then"`
}

// Expression is a filter: in a body a string, or an object in the JSON form; as a
// parameter either as text.
type Expression string

// UnmarshalJSON takes either form.
func (e *Expression) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		*e = Expression(text)
		return nil
	}
	*e = Expression(b)
	return nil
}

// Schema describes both forms.
func (Expression) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{OneOf: []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeObject, AdditionalProperties: true}}}
}

const (
	defaultLimit = 50
	mostLimit    = 1000
	mostKeys     = 10
	mostColumns  = 1000
	mostSearch   = 4096
)

// query is a request that was read and checked.
type query struct {
	selection
	columns columnPicks
	limit   int
	skip    int
	cursor  *cursor
	hash    queryHash
}

// columnPicks are the columns of a page.
type columnPicks struct {
	config, summary pick
	all             bool
	run             map[string]bool
}

func (r *Request) read() (*query, error) {
	q := &query{limit: r.Limit, skip: r.Skip}
	var err error
	if q.selection, err = readSelection(string(r.Filter), r.Search, r.Regex, r.Sort, "body."); err != nil {
		return nil, err
	}
	if q.limit == 0 {
		q.limit = defaultLimit
	}
	if q.limit < 0 || q.limit > mostLimit {
		return nil, invalid("body.limit", "A page has 1 to %d runs.", mostLimit)
	}
	if q.skip < 0 {
		return nil, invalid("body.skip", "A number of runs, from 0.")
	}
	if err := q.columns.read(r.Columns); err != nil {
		return nil, err
	}
	q.hash = q.selection.hash()
	if r.Cursor != "" {
		c, err := parseCursor(r.Cursor)
		if err != nil {
			return nil, invalid("body.cursor", "%s.", sentence(err))
		}
		q.cursor = &c
	}
	return q, nil
}

func sentence(err error) string { s := err.Error(); return strings.ToUpper(s[:1]) + s[1:] }

// hash of what makes the order of runs.
func (s selection) hash() queryHash {
	parts := []string{s.search, strconv.FormatBool(s.regex), string(filter.AppendJSON(nil, s.filter))}
	for _, k := range s.keys {
		parts = append(parts, k.String())
	}
	return hashQuery(parts...)
}

// readSelection reads what chooses and sorts runs; at is where it stands in the request.
func readSelection(expr, search string, regex bool, sort []string, at string) (selection, error) {
	s := selection{search: search, regex: regex}
	var err error
	if s.filter, err = filter.ParseText(expr); err != nil {
		return s, faulty(err, at+"filter", "The filter can't be read.")
	}
	if len(search) > mostSearch {
		return s, invalid(at+"search", "At most %d bytes.", mostSearch)
	}
	if regex && search != "" {
		if s.search, err = filter.CheckRegexp(search); err != nil {
			return s, faulty(err, at+"search", "The search can't be read.")
		}
	}
	if len(sort) > mostKeys {
		return s, invalid(at+"sort", "At most %d fields.", mostKeys)
	}
	for i, text := range sort {
		k, err := filter.ParseKey(text)
		if err != nil {
			return s, faulty(err, at+"sort["+strconv.Itoa(i)+"]", "The sort order can't be read.")
		}
		s.keys = append(s.keys, k)
	}
	if len(sort) == 0 {
		s.keys = []filter.Key{{Field: filter.Field{Scope: filter.Run, Name: "number"}, Desc: true}}
	}
	return s, nil
}

func (c *columnPicks) read(columns []string) error {
	c.all = len(columns) == 0
	c.run = map[string]bool{}
	if c.all {
		c.config.whole, c.summary.whole = true, true
	}
	if len(columns) > mostColumns {
		return invalid("body.columns", "At most %d columns.", mostColumns)
	}
	for i, text := range columns {
		f, err := filter.ParseField(text)
		if err != nil {
			return faulty(err, "body.columns["+strconv.Itoa(i)+"]", "A column can't be read.")
		}
		switch f.Scope {
		case filter.Config:
			c.config.add(f.Path)
		case filter.Summary:
			c.summary.add(f.Path)
		default:
			c.run[f.Name] = true
		}
	}
	return nil
}

// texts says which texts the columns need.
func (c *columnPicks) texts() texts {
	return texts{config: c.config.whole || c.config.keys != nil, summary: c.summary.whole || c.summary.keys != nil}
}

// invalid is a problem with one part of the request.
func invalid(location, format string, args ...any) *api.Problem {
	p := api.Invalid(format, args...)
	p.Errors = []api.FieldError{{Location: location, Code: "invalid", Message: p.Detail}}
	return p
}

// faulty is a problem with an expression: where in the text it's wrong, for programs
// and, with the line and a pointer below it, for people.
func faulty(err error, location, detail string) error {
	var f *filter.Fault
	if !errors.As(err, &f) {
		return err
	}
	p := api.Invalid("%s", detail+" "+f.Message)
	p.Hint = f.Hint
	e := api.FieldError{Location: location, Code: "invalid_expression", Message: f.Message}
	if f.Path != "" {
		e.Location += "." + f.Path
		p.Errors = []api.FieldError{e}
		return p
	}
	if f.Line > 0 {
		e.Message = fmt.Sprintf("line %d, column %d (byte %d, length %d): %s", f.Line, f.Column, f.Offset, f.Length, f.Message)
		p.Detail = detail + " " + f.Message + "\n" + f.Excerpt
	}
	p.Errors = []api.FieldError{e}
	return p
}
