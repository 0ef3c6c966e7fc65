package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/query/filter"
	"runledger/query/read"
)

// RunSet says which runs a workspace, or one of its panels, is about.
type RunSet struct {
	ID      string        `json:"id" doc:"Equal for equal run sets: sidebar, table and panels without settings of their own have the same"`
	IDs     []string      `json:"ids,omitempty" doc:"Of a panel: these"`
	Filter  string        `json:"filter,omitempty"`
	Search  string        `json:"search,omitempty"`
	Regex   bool          `json:"regex,omitempty"`
	Sort    []string      `json:"sort,omitempty"`
	GroupBy *read.GroupBy `json:"group_by,omitempty"`
	MaxRuns int           `json:"max_runs,omitempty" doc:"Of a panel: so many of the sorted ones"`
	Errors  []SpecFault   `json:"errors,omitempty" doc:"What is stored and can't be used"`
}

// runSet is what is read of a workspace, and of a panel in it, about runs. Stored values
// that can't be used are left out and named.
type runSet struct {
	read.Selection
	grouping read.Grouping
	faults   []SpecFault

	shownAtFirst bool
	differ       map[catalog.RunNo]bool // runs whose eye is set the other way
}

// runSet resolves the run set of a panel, or of the workspace alone (nil).
func (w stored) runSet(p *panel) runSet {
	get := func(name string) json.RawMessage {
		if p != nil {
			if v := p.raw(name); v != nil {
				return v
			}
		}
		return w.raw(name)
	}
	if p != nil && isSet(p.raw("search")) { // the mode belongs to the search
		outer := get
		get = func(name string) json.RawMessage {
			if name == "search_mode" {
				return p.raw(name)
			}
			return outer(name)
		}
	}
	set := runSet{shownAtFirst: flag(w.raw("visibility_default"), true), differ: map[catalog.RunNo]bool{}}
	for _, name := range []string{"filter", "search", "search_mode", "sort", "grouping"} {
		f, _ := find(runSetFields, name)
		if fault := f.faultOf(get(name), ""); fault != nil {
			set.faults = append(set.faults, *faultOf(*fault))
			continue
		}
		set.take(name, get(name))
	}
	if f := searchFault(get, nil, ""); f != nil {
		set.faults, set.Search = append(set.faults, *faultOf(f[0])), ""
	}
	if set.Search == "" {
		set.Regex = false
	}
	set.visibility(w)
	if p != nil {
		set.only(p)
	}
	if p != nil && set.grouping.Empty() && set.IDs == nil {
		set.Limit = w.maxRunsOf(p)
	}
	return set
}

// only takes the runs that a panel names.
func (s *runSet) only(p *panel) {
	f, _ := find(panelCommon, "ids")
	v := p.raw("ids")
	if fault := f.faultOf(v, ""); fault != nil {
		s.faults = append(s.faults, *faultOf(*fault))
	} else if ids, ok := texts(v); ok {
		s.Selection = read.Selection{IDs: ids}
	}
}

func (s *runSet) take(name string, v json.RawMessage) {
	switch name {
	case "filter":
		s.Filter = filterText(v)
	case "search":
		s.Search, _ = text(v)
	case "search_mode":
		mode, _ := text(v)
		s.Regex = mode == "regex"
	case "sort":
		s.Sort, _ = texts(v)
	case "grouping":
		s.grouping, _ = groupBy(v)
	}
}

func (s *runSet) visibility(w stored) {
	if w.doc == nil {
		return
	}
	for name := range w.doc.Fields {
		if no, ok := strings.CutPrefix(name, visibilityField); ok {
			if n, err := strconv.ParseUint(no, 10, 64); err == nil && flag(w.raw(name), s.shownAtFirst) != s.shownAtFirst {
				s.differ[catalog.RunNo(n)] = true
			}
		}
	}
}

// shows tells whether a run's eye is on.
func (s *runSet) shows(no catalog.RunNo) bool { return s.differ[no] != s.shownAtFirst }

// show is the run set as it is answered.
func (s *runSet) show() RunSet {
	out := RunSet{IDs: s.IDs, Filter: s.Filter, Search: s.Search, Regex: s.Regex, Sort: s.Sort, MaxRuns: s.Limit, Errors: s.faults}
	if !s.grouping.Empty() {
		out.GroupBy = &read.GroupBy{Grouping: s.grouping}
	}
	h := sha256.New()
	e, _ := filter.ParseText(s.Filter) // it was checked
	h.Write(filter.AppendJSON(nil, e))
	for _, part := range append([]string{strings.Join(s.IDs, "\x01"), s.Search, strconv.FormatBool(s.Regex), strings.Join(s.grouping.By, "\x01"), strings.Join(s.grouping.AllExcept, "\x01")}, s.Sort...) {
		h.Write([]byte("\x00" + part))
	}
	out.ID = hex.EncodeToString(h.Sum(nil)[:8])
	return out
}

// searchFault is what is wrong with a search that is a regular expression, where the
// fields of names touch it; nil are all.
func searchFault(get func(string) json.RawMessage, names []string, at string) []api.FieldError {
	if names != nil && !slices.Contains(names, "search") && !slices.Contains(names, "search_mode") {
		return nil
	}
	mode, _ := text(get("search_mode"))
	search, ok := text(get("search"))
	if !ok || mode != "regex" || search == "" {
		return nil
	}
	f := field{"search", kindOfValue{check: func(json.RawMessage) error { _, err := filter.CheckRegexp(search); return err }}, ""}
	if fault := f.faultOf(get("search"), at); fault != nil {
		return []api.FieldError{*fault}
	}
	return nil
}

// visible finds run sets without the runs whose eye is off. It implements read.RunSets.
type visible struct {
	cat *catalog.Catalog
	all read.RunSets
	set *runSet
}

// RunSet implements read.RunSets.
func (v visible) RunSet(ctx context.Context, p *catalog.Project, s read.Selection, g read.Grouping, at read.Moment) (*read.RunSet, error) {
	limit := s.Limit
	s.Limit = 0
	var set *read.RunSet
	var err error
	if s.IDs != nil {
		s.IDs = v.there(p, s.IDs)
	}
	if plain := s.IDs == nil && s.Filter == "" && s.Search == "" && len(s.Sort) == 0 && g.Empty(); plain && !at.Pinned {
		set = v.newest(p)
	} else if set, err = v.all.RunSet(ctx, p, s, g, at); err != nil {
		return nil, err
	}
	set.Runs = slices.DeleteFunc(set.Runs, func(r read.Run) bool { return !v.set.shows(r.No) })
	set.Total = len(set.Runs)
	if limit > 0 && len(set.Runs) > limit {
		set.Runs = set.Runs[:limit]
	}
	withoutEmpty(set)
	return set, nil
}

// there are those of a list of ids that are runs of the project.
func (v visible) there(p *catalog.Project, ids []string) []string {
	out := []string{}
	v.cat.View(func(st *catalog.State) {
		for _, id := range ids {
			if r := st.Run(p.No, id); r != nil && !r.Deleted {
				out = append(out, id)
			}
		}
	})
	return out
}

// newest are all runs of a project, the newest first, as the catalog knows them.
func (v visible) newest(p *catalog.Project) *read.RunSet {
	set := &read.RunSet{}
	v.cat.View(func(st *catalog.State) {
		for r := range st.Runs(p.No) {
			if !r.Deleted {
				set.Runs = append(set.Runs, read.Run{No: r.No, Home: r.Home, ID: r.ID, Name: r.DisplayName, Color: r.Color})
			}
		}
	})
	slices.Reverse(set.Runs)
	return set
}

// withoutEmpty leaves out groups of which all runs are hidden.
func withoutEmpty(set *read.RunSet) {
	if set.Groups == nil {
		return
	}
	to := make([]int, len(set.Groups))
	for _, r := range set.Runs {
		to[r.Group] = 1
	}
	kept := []read.Group{}
	for i, g := range set.Groups {
		if to[i] == 1 {
			to[i] = len(kept)
			kept = append(kept, g)
		}
	}
	for i := range set.Runs {
		set.Runs[i].Group = to[set.Runs[i].Group]
	}
	set.Groups = kept
}
