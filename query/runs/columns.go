package runs

import (
	"slices"
	"strconv"
	"strings"

	"runledger/query/filter"
)

// column is a field of the run as the statements compute it from the facts f and the
// data d (whose run is 0 where there is no row).
type column struct {
	sql   string
	facts []string // columns of run_facts that it needs
	data  []string // columns of run_data that it needs
}

// runColumns by field. The expression of state is in state, below.
var runColumns = map[string]column{
	"number":      {"f.run", nil, nil},
	"id":          {"f.id", []string{"id"}, nil},
	"name":        {"f.name", []string{"name"}, nil},
	"user":        {"toString(f.user)", []string{"user"}, nil},
	"tags":        {"CAST(f.tags AS Array(String))", []string{"tags"}, nil},
	"notes":       {"f.notes", []string{"notes"}, nil},
	"group":       {"toString(f.run_group)", []string{"run_group"}, nil},
	"job_type":    {"toString(f.job_type)", []string{"job_type"}, nil},
	"host":        {"toString(f.host)", []string{"host"}, nil},
	"program":     {"toString(f.program)", []string{"program"}, nil},
	"commit":      {"f.commit", []string{"commit"}, nil},
	"repo":        {"toString(f.repo)", []string{"repo"}, nil},
	"sweep":       {"toString(f.sweep)", []string{"sweep"}, nil},
	"created":     {"f.created", []string{"created"}, nil},
	"state":       {"", []string{"created", "stop_requested"}, []string{"state", "at"}},
	"last_active": {"if(d.run = 0, NULL, d.at)", nil, []string{"at"}},
	"seconds":     {"if(d.run = 0, NULL, d.seconds)", nil, []string{"seconds"}},
	"exit_code":   {"d.exit_code", nil, []string{"exit_code"}},
	"points":      {"d.points", nil, []string{"points"}},
	"first_step":  {"if(d.points = 0, NULL, d.first_step)", nil, []string{"points", "first_step"}},
	"last_step":   {"if(d.points = 0, NULL, d.last_step)", nil, []string{"points", "last_step"}},
}

// columns collects what a statement needs, and says how its outer part names it. It is
// the filter.Columns of the outer part.
type columns struct {
	source
	params filter.Params
	run    []string       // fields of the run, in the order of asking
	values []filter.Field // paths of config and summary: j0, j1, …
	whole  []bool         // an object at the path is asked for too: o0, o1, …
}

func (c *columns) Run(name string) string {
	if !slices.Contains(c.run, name) {
		c.run = append(c.run, name)
	}
	return "r_" + name
}

func (c *columns) Value(f filter.Field) string { return "j" + strconv.Itoa(c.path(f)) }

func (c *columns) Object(f filter.Field) string {
	i := c.path(f)
	c.whole[i] = true
	return "o" + strconv.Itoa(i)
}

func (c *columns) path(f filter.Field) int {
	i := slices.IndexFunc(c.values, f.Equal)
	if i < 0 {
		i = len(c.values)
		c.values, c.whole = append(c.values, f), append(c.whole, false)
	}
	return i
}

// facts and data list the tables' columns that are needed, each once.
func (c *columns) facts() []string {
	var names []string
	for _, r := range c.run {
		names = append(names, runColumns[r].facts...)
	}
	if c.edits && len(c.values) > 0 {
		names = append(names, "config_edit", "summary_edit")
	}
	return unique(names)
}

func (c *columns) data() []string {
	var names []string
	for _, r := range c.run {
		names = append(names, runColumns[r].data...)
	}
	return unique(names)
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// computed are the columns of the middle part: fields of the run and paths, each with
// its name.
func (c *columns) computed() []string {
	list := []string{"f.run AS run"}
	for _, name := range c.run {
		sql := runColumns[name].sql
		if name == "state" {
			sql = c.state()
		}
		list = append(list, sql+" AS r_"+name)
	}
	for i, f := range c.values {
		no := strconv.Itoa(i)
		list = append(list, c.layered(f, "d.j"+no)+" AS j"+no)
		if c.whole[i] {
			list = append(list, c.layeredObject(f, "d.o"+no)+" AS o"+no)
		}
	}
	return list
}

// state is derived when it's read: a run that isn't finished and was silent for longer
// than the grace has crashed.
func (c *columns) state() string {
	before := c.params.Add("Int64", c.now.Add(-c.grace).UnixMilli())
	return "multiIf(d.state IN ('finished', 'failed', 'killed'), toString(d.state), " +
		"if(d.run = 0, f.created, d.at) < fromUnixTimestamp64Milli(" + before + ", 'UTC'), 'crashed', " +
		"f.stop_requested, 'stopping', d.state = 'preempting', 'preempting', 'running')"
}

// layered is the value of a path: the person's where the person's layer has the path's
// first key, else the trainer's.
func (c *columns) layered(f filter.Field, trainer string) string {
	if !c.edits {
		return trainer
	}
	edit, first, path := c.edit(f)
	return "if(" + edit + " NOT IN ('', '{}') AND JSONHas(" + edit + ", " + first + "), if(JSONType(" + path + ") = 'Object', NULL, JSONExtract(" +
		path + ", 'Dynamic')), " + trainer + ")"
}

func (c *columns) layeredObject(f filter.Field, trainer string) string {
	if !c.edits {
		return trainer
	}
	edit, first, path := c.edit(f)
	return "if(" + edit + " NOT IN ('', '{}') AND JSONHas(" + edit + ", " + first + "), JSONType(" + path + ") = 'Object' AND JSONLength(" + path + ") > 0, " + trainer + ")"
}

// edit is the column of the person's layer, the placeholder of the path's first key,
// and the arguments that name the path in it.
func (c *columns) edit(f filter.Field) (edit, first, path string) {
	edit = "f.config_edit"
	if f.Scope == filter.Summary {
		edit = "f.summary_edit"
	}
	args := []string{edit}
	for _, key := range f.Path {
		args = append(args, c.params.Add("String", key))
	}
	return edit, args[1], strings.Join(args, ", ")
}

// paths are the subcolumns of run_data that hold the paths' values.
func (c *columns) paths() []string {
	var list []string
	for i, f := range c.values {
		column, no := "config", strconv.Itoa(i)
		if f.Scope == filter.Summary {
			column = "summary"
		}
		list = append(list, column+"."+filter.ColumnPath(f.Path)+" AS j"+no)
		if c.whole[i] {
			list = append(list, "toJSONString("+column+".^"+filter.ColumnPath(f.Path)+") != '{}' AS o"+no)
		}
	}
	return list
}
