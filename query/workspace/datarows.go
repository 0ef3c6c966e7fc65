package workspace

import (
	"context"
	"slices"
	"strconv"

	"runledger/query/filter"
	"runledger/query/read"
	"runledger/query/runs"
)

// rowsAtOnce is a page of the runs table.
const rowsAtOnce = 1000

// columnsFor are the columns of the runs table that a kind needs.
func (d *drawing) columnsFor(k panelKind) []string {
	var out []string
	for _, m := range d.panel.metrics() {
		out = append(out, filter.Field{Scope: filter.Summary, Path: []string{m}}.String())
	}
	for _, name := range []string{"x_field", "y_field", "color_field"} {
		if _, ok := find(k.fields, name); ok {
			if f, ok := text(d.panel.get(name)); ok {
				out = append(out, f)
			}
		}
	}
	if _, ok := find(k.fields, "fields"); ok {
		more, _ := texts(d.panel.get("fields"))
		out = append(out, more...)
	}
	if k.name == "run_comparer" && len(out) == 0 {
		return nil // all
	}
	return out
}

// runsOf finds the panel's runs.
func (d *drawing) runsOf(ctx context.Context) (*read.RunSet, error) {
	s := d.set.Selection
	if s.Limit == 0 {
		s.Limit = maxRuns
	}
	set, err := d.visible().RunSet(ctx, d.at.project, s, d.set.grouping, d.at.moment)
	if err != nil {
		return nil, err
	}
	d.out.Total = set.Total
	for _, g := range set.Groups {
		d.out.Groups = append(d.out.Groups, RunGroup{Values: g.Values, Runs: []string{}})
	}
	for _, r := range set.Runs {
		if set.Groups != nil {
			d.out.Groups[r.Group].Runs = append(d.out.Groups[r.Group].Runs, r.ID)
		}
	}
	return set, nil
}

func (d *drawing) drawRuns(ctx context.Context, k panelKind) error {
	if err := d.needRuns(ctx); err != nil {
		return err
	}
	set, err := d.runsOf(ctx)
	if err != nil {
		return err
	}
	byNumber := make(map[uint64]runs.Row, len(set.Runs))
	for some := range slices.Chunk(set.Runs, rowsAtOnce) {
		r := &runs.Request{Filter: numbered(some), Columns: d.columnsFor(k), Limit: rowsAtOnce}
		page, err := d.table.Page(ctx, d.at.project.No, r, d.at.moment)
		if err != nil {
			return err
		}
		for _, row := range page.Runs {
			byNumber[row.Number] = row
		}
	}
	d.out.Runs = []runs.Row{}
	for _, r := range set.Runs {
		if row, ok := byNumber[uint64(r.No)]; ok {
			d.out.Runs = append(d.out.Runs, row)
		}
	}
	return nil
}

// numbered is the filter that finds runs by number.
func numbered(list []read.Run) runs.Expression {
	b := []byte("number in (")
	for i, r := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendUint(b, uint64(r.No), 10)
	}
	return runs.Expression(append(b, ')'))
}

func (d *drawing) drawMembers(ctx context.Context) error {
	if !d.set.simple() {
		if err := d.needRuns(ctx); err != nil {
			return err
		}
	}
	set, err := d.runsOf(ctx)
	if err != nil {
		return err
	}
	d.out.Members = []Member{}
	for _, r := range set.Runs {
		d.out.Members = append(d.out.Members, Member{ID: r.ID, Number: uint64(r.No), Name: r.Name, Color: r.Color})
	}
	return nil
}
