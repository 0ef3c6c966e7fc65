package runs

import (
	"strconv"
	"strings"

	"runledger/catalog"
	"runledger/internal/clickhouse"
	"runledger/query/filter"
	"runledger/query/read"
)

// selection says which runs of a project, and in which order. Statements find runs in the
// trash and runs that went elsewhere, too: who asks leaves them out by the catalog, which
// is ahead of the tables.
type selection struct {
	filter filter.Expr // nil: all
	search string      // a part of the name or id, in any case; a regular expression if regex
	regex  bool
	among  *read.RunList // nil: all
	keys   []filter.Key  // to sort by; then by run number
}

// statement is a query over a project's runs: what outer makes of the matching ones.
// The selected columns and the clauses behind WHERE may use c's names.
func (s source) statement(sel selection, outer func(c *columns, where string) string) read.Query {
	c := &columns{source: s, params: filter.Params{}}
	where := "1"
	if terms := s.conditions(sel, c); len(terms) > 0 {
		where = strings.Join(terms, "\n  AND ")
	}
	text := outer(c, where)
	inner := c.middle()
	if s.dataAlone(sel, c) {
		inner = c.alone()
	}
	text = strings.Replace(text, "{runs}", "(\n"+inner+"\n)", 1)
	params := clickhouse.Params(c.params)
	params["project"] = uint32(s.project)
	return read.Query{SQL: text, Params: params}
}

// dataAlone tells whether the facts needn't be joined, which takes half of the time:
// nothing is asked of them, and no run without data matches.
func (s source) dataAlone(sel selection, c *columns) bool {
	if s.edits || len(c.facts()) > 0 || len(c.values) == 0 || filter.MatchesMissing(sel.filter) {
		return false
	}
	alone := true
	filter.Walk(sel.filter, func(e *filter.Condition) {
		alone = alone && (e.Field.Scope != filter.Run || !runColumns[e.Field.Name].always)
	})
	return alone
}

func (s source) conditions(sel selection, c *columns) []string {
	var terms []string
	if sel.among != nil {
		terms = append(terms, sel.among.In())
	}
	if sel.search != "" {
		name, id := c.Run("name"), c.Run("id")
		text := c.params.Add("String", sel.search)
		if sel.regex {
			terms = append(terms, "(match("+name+", "+text+") OR match("+id+", "+text+"))")
		} else {
			terms = append(terms, "(positionCaseInsensitiveUTF8("+name+", "+text+") > 0 OR positionCaseInsensitiveUTF8("+id+", "+text+") > 0)")
		}
	}
	if sel.filter != nil {
		terms = append(terms, filter.SQL(sel.filter, c, c.params, s.now))
	}
	return terms
}

// ordered is the query of all matching runs in order: run, then the labels of the
// fields asked for.
func (s source) ordered(sel selection, labels []filter.Field) read.Query {
	return s.statement(sel, func(c *columns, where string) string {
		list := []string{"run"}
		for _, f := range labels {
			list = append(list, filter.LabelSQL(f, c))
		}
		order := append(filter.OrderSQL(sel.keys, c), "run")
		return "SELECT " + strings.Join(list, ",\n  ") + "\nFROM {runs}\nWHERE " + where +
			"\nORDER BY " + strings.Join(order, ",\n  ") + "\nSETTINGS max_threads = 1\nFORMAT RowBinary"
	})
}

// middle computes the fields and paths of every run of the project, also of those in the
// trash.
func (c *columns) middle() string {
	computed := strings.Join(c.computed(), ",\n    ")
	text := "  SELECT " + computed + "\n  FROM (\n" + c.factsPart() + "\n  ) AS f\n"
	if data := append(c.data(), c.paths("")...); len(data) > 0 {
		text += "  LEFT JOIN (\n" + c.dataPart(data) + "\n  ) AS d ON d.run = f.run\n"
	}
	return text + "  WHERE f.project = {project:UInt32}"
}

// alone is middle without the facts, of runs with data.
func (c *columns) alone() string {
	computed := strings.ReplaceAll(strings.Join(c.computed(), ",\n    "), "f.run", "d.run")
	return "  SELECT " + computed + "\n  FROM (\n" + c.dataPart(append(c.data(), c.paths("")...)) + "\n  ) AS d"
}

// home is the condition on where a project's runs lie whose home it is: the project
// that they were created in.
const home = "home = {project:UInt32}"

// homeOf is the condition on where the runs of a project lie that has had guests: runs
// from elsewhere, whose rows stay where they were. Who is in the project, and when, is
// for others to tell.
func homeOf(guests []*catalog.Run) string {
	if len(guests) == 0 {
		return home
	}
	list := make([]read.Run, len(guests))
	for i, r := range guests {
		list[i] = read.Run{No: r.No, Home: r.Home}
	}
	runs := read.NewRunList(list)
	return "(" + home + " OR " + runs.InHome() + " AND " + runs.In() + ")"
}

// factsPart is each run's newest row of run_facts.
func (c *columns) factsPart() string {
	names := append([]string{"run", "project"}, append(c.facts(), c.layers()...)...)
	below := ""
	if c.at.Pinned {
		below = " AND off < " + strconv.FormatUint(c.at.Position.Actions, 10)
	}
	return "    SELECT " + strings.Join(names, ", ") + "\n    FROM run_facts\n    WHERE " + c.home + below +
		"\n    ORDER BY run DESC, off DESC\n    LIMIT 1 BY run"
}

// dataPart is each run's newest row of run_values; for a moment in the past, the newest
// below it of run_versions and of run_values, which still holds what hasn't changed since.
func (c *columns) dataPart(list []string) string {
	if !c.at.Pinned {
		return "    SELECT run, " + strings.Join(list, ", ") + "\n    FROM run_values FINAL\n    WHERE " + c.home
	}
	return read.PastRows("run_values", list, c.home+" AND "+c.at.Below())
}
