package runs

import (
	"slices"
	"strconv"

	"runledger/query/filter"
	"runledger/query/read"
)

// column is a field of the run as the statements compute it from the facts f and the
// data d (whose run is 0 where there is no row).
type column struct {
	sql   string
	facts []string // columns of run_facts that it needs
	data  []string // columns of run_values that it needs

	always bool // runs without data have it too
}

// runColumns by field. The expression of state is in state, below.
var runColumns = map[string]column{
	"number":      {"f.run", nil, nil, true},
	"id":          {"f.id", []string{"id"}, nil, true},
	"name":        {"f.name", []string{"name"}, nil, true},
	"user":        {"toString(f.user)", []string{"user"}, nil, true},
	"tags":        {"CAST(f.tags AS Array(String))", []string{"tags"}, nil, true},
	"notes":       {"f.notes", []string{"notes"}, nil, true},
	"group":       {"toString(f.run_group)", []string{"run_group"}, nil, true},
	"job_type":    {"toString(f.job_type)", []string{"job_type"}, nil, true},
	"host":        {"toString(f.host)", []string{"host"}, nil, true},
	"program":     {"toString(f.program)", []string{"program"}, nil, true},
	"commit":      {"f.commit", []string{"commit"}, nil, true},
	"repo":        {"toString(f.repo)", []string{"repo"}, nil, true},
	"sweep":       {"toString(f.sweep)", []string{"sweep"}, nil, true},
	"parent":      {"toString(f.parent)", []string{"parent"}, nil, true},
	"command":     {"f.command", []string{"command"}, nil, true},
	"color":       {"toString(f.color)", []string{"color"}, nil, true},
	"created":     {"f.created", []string{"created"}, nil, true},
	"state":       {"", []string{"created", "stop_requested"}, []string{"state", "at"}, true},
	"last_active": {"if(d.run = 0, NULL, d.at)", nil, []string{"at"}, false},
	"seconds":     {"if(d.run = 0, NULL, d.seconds)", nil, []string{"seconds"}, false},
	"exit_code":   {"d.exit_code", nil, []string{"exit_code"}, false},
	"points":      {"d.points", nil, []string{"points"}, true},
	"first_step":  {"if(d.points = 0, NULL, d.first_step)", nil, []string{"points", "first_step"}, false},
	"last_step":   {"if(d.points = 0, NULL, d.last_step)", nil, []string{"points", "last_step"}, false},
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
	for i := range c.values {
		no := strconv.Itoa(i)
		list = append(list, c.layered("j", no)+" AS j"+no)
		if c.whole[i] {
			list = append(list, c.layered("o", no)+" AS o"+no)
		}
	}
	return list
}

// state is derived when it's read: a run that isn't finished and was silent for longer
// than the grace has crashed.
func (c *columns) state() string {
	before := c.params.Add("Int64", c.now.Add(-c.grace).UnixMilli())
	return read.StateSQL("d.state", "if(d.run = 0, f.created, d.at)", "f.stop_requested", "fromUnixTimestamp64Milli("+before+", 'UTC')")
}

// layered is the value of a path: the person's where the person's layer has the path's
// first key, else the trainer's.
func (c *columns) layered(prefix, no string) string {
	if !c.edits {
		return "d." + prefix + no
	}
	return "if(f.h" + no + ", f." + prefix + no + ", d." + prefix + no + ")"
}

// layers are the paths in the persons' layers, and whether a layer has their first key.
func (c *columns) layers() []string {
	if !c.edits {
		return nil
	}
	list := c.paths("_layer")
	for i, f := range c.values {
		list = append(list, "has("+columnOf(f)+"_keys, "+c.params.Add("String", f.Path[0])+") AS h"+strconv.Itoa(i))
	}
	return list
}

func columnOf(f filter.Field) string {
	if f.Scope == filter.Summary {
		return "summary"
	}
	return "config"
}

// paths are the subcolumns of a table that hold the paths' values.
func (c *columns) paths(suffix string) []string {
	var list []string
	for i, f := range c.values {
		column, no := columnOf(f)+suffix, strconv.Itoa(i)
		list = append(list, column+"."+filter.ColumnPath(f.Path)+" AS j"+no)
		if c.whole[i] {
			list = append(list, "toJSONString("+column+".^"+filter.ColumnPath(f.Path)+") != '{}' AS o"+no)
		}
	}
	return list
}
