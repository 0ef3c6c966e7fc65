package runs

import (
	"bufio"
	"context"
	"slices"
	"time"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/position"
	"runledger/query/filter"
	"runledger/query/read"
)

// Page is a page of the table.
type Page struct {
	Runs     []Row  `json:"runs"`
	Total    int    `json:"total" doc:"Runs of the project"`
	Matched  int    `json:"matched" doc:"Runs that filter and search match"`
	Next     string `json:"next_cursor,omitempty" doc:"Cursor of the next page; absent on the last"`
	Position string `json:"position" doc:"What the order of the pages includes, at least; with as_of exactly"`
	AsOf     *AsOf  `json:"as_of,omitempty"`
}

// AsOf says what a read of the past shows.
type AsOf struct {
	Position string    `json:"position" doc:"Pass it as as_of again for the same answer"`
	Time     time.Time `json:"time" doc:"Log time of the latest record below the position, or the time asked for"`
	Rounded  string    `json:"rounded" doc:"How exact it is"`
}

// Rounding is what as_of of run rows shows.
const Rounding = "Config, summary and state of a run that changed later are from the end of the last minute in which it had changed before, or from its last change of state: its last_active says when. All else is exact."

// asOf is nil for now.
func (s source) asOf() *AsOf {
	if !s.at.Pinned {
		return nil
	}
	return &AsOf{Position: s.at.Position.String(), Time: s.now.UTC(), Rounded: Rounding}
}

// Page answers a request; the moment was found with progress.Runs. The caller has
// checked that the project may be read.
func (t *Table) Page(ctx context.Context, project catalog.ProjectNo, r *Request, at read.Moment) (*Page, error) {
	q, err := r.read()
	if err != nil {
		return nil, err
	}
	if c := q.cursor; c != nil && (c.project != project || c.query != q.hash || (c.kind == pinnedOrder) != at.Pinned) {
		return nil, invalid("body.cursor", "The cursor belongs to another query.").
			With("Repeat filter, search, sort and as_of of the first page, or leave the cursor out.")
	}
	s, err := t.source(ctx, project, at)
	if err != nil {
		return nil, err
	}
	o, err := t.order(ctx, s, q)
	if err != nil {
		return nil, err
	}
	o.from = min(o.from, len(o.runs))
	o.from += min(q.skip, len(o.runs)-o.from)
	rows, used, err := t.rows(ctx, s, o.runs[o.from:], q)
	if err != nil {
		return nil, err
	}
	p := &Page{Runs: rows, Matched: o.matched, Position: o.at.String(), AsOf: s.asOf()}
	p.Next, p.Total = t.next(s, q, o, o.from+used), s.total()
	return p, nil
}

// paging is an order and where in it a page begins.
type paging struct {
	runs    []uint64
	from    int
	matched int
	at      position.Position
	kept    *orderID // where the order is kept already
}

// order finds the order of runs: of the first page by asking, of others by the cursor.
func (t *Table) order(ctx context.Context, s source, q *query) (paging, error) {
	c := q.cursor
	switch {
	case c == nil:
		runs, err := t.find(ctx, s, q.selection)
		return paging{runs: runs, matched: len(runs), at: s.at.Position}, err
	case c.kind == pinnedOrder:
		runs, err := t.find(ctx, s, q.selection)
		return paging{runs: runs, from: int(min(c.from, uint64(len(runs)))), matched: len(runs), at: s.at.Position}, err
	case c.kind == restInside:
		return paging{runs: c.rest, matched: int(c.from), at: c.at}, nil
	}
	k := t.orders.find(c.id)
	if k == nil || k.project != s.project || k.query != q.hash {
		t.metrics.expired.Inc()
		return paging{}, api.NewProblem(410, "cursor_expired", "The order of the first page is no longer kept.").
			With("Begin again with the first page. Orders are kept for half an hour after their last use, by the process that answered.")
	}
	return paging{runs: k.runs, from: int(min(c.from, uint64(len(k.runs)))), matched: len(k.runs), at: k.at, kept: &c.id}, nil
}

// find returns all matching runs in order.
func (t *Table) find(ctx context.Context, s source, sel selection) ([]uint64, error) {
	var runs []uint64
	err := t.reader.Ask(ctx, s.ordered(sel, nil), func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			runs = append(runs, rows.Uint64())
		}
		return rows.Err()
	})
	if err != nil {
		return nil, expression(err)
	}
	return s.present(runs), nil
}

// present leaves out runs that the catalog knows to be deleted or elsewhere; the tables
// find them.
func (s source) present(runs []uint64) []uint64 {
	s.past.View(func(st *catalog.State) {
		if !s.whole(st) {
			runs = slices.DeleteFunc(runs, func(no uint64) bool { return s.member(st, catalog.RunNo(no)) == nil })
		}
	})
	return runs
}

// whole tells whether all runs that the tables find count.
func (s source) whole(st *catalog.State) bool {
	_, deleted := st.CountRuns(s.project)
	return deleted == 0 && !s.left && !s.at.Pinned
}

// among is the runs that the catalog knows to be there; nil: all that the tables find.
func (s source) among() (list *read.RunList) {
	s.past.View(func(st *catalog.State) {
		if s.whole(st) {
			return
		}
		var there []read.Run
		for r := range st.Runs(s.project) {
			if s.member(st, r.No) != nil {
				there = append(there, read.Run{No: r.No, Home: r.Home})
			}
		}
		l := read.NewRunList(there)
		list = &l
	})
	return list
}

// rows reads the page: the first limit of runs that are still there. used is how many
// of runs were looked at.
func (t *Table) rows(ctx context.Context, s source, runs []uint64, q *query) (rows []Row, used int, err error) {
	rows = []Row{}
	for len(rows) < q.limit && used < len(runs) {
		some := runs[used:min(len(runs), used+q.limit-len(rows))]
		used += len(some)
		more, err := t.someRows(ctx, s, some, &q.columns)
		if err != nil {
			return nil, 0, err
		}
		rows = append(rows, more...)
	}
	return rows, used, nil
}

func (t *Table) someRows(ctx context.Context, s source, runs []uint64, c *columnPicks) ([]Row, error) {
	facts := s.factsOf(runs)
	data, err := t.dataOf(ctx, s, runs, c.texts())
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, no := range runs {
		f, there := facts[no]
		if !there {
			continue // deleted since the first page
		}
		d, reported := data[no]
		row, err := s.row(f, d, reported, c)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// next is the cursor of the page that begins at index from of the order.
func (t *Table) next(s source, q *query, o paging, from int) string {
	if from >= len(o.runs) {
		return ""
	}
	c := cursor{project: s.project, query: q.hash, at: o.at, from: uint64(from)}
	switch {
	case s.at.Pinned:
		c.kind, c.now = pinnedOrder, s.now
	case len(o.runs)-from <= mostInside:
		c.kind, c.rest, c.from = restInside, o.runs[from:], uint64(o.matched)
	default:
		c.kind = keptOrder
		if o.kept == nil {
			id := t.orders.keep(order{project: s.project, query: q.hash, at: o.at, runs: slices.Clip(o.runs)})
			o.kept = &id
		}
		c.id = *o.kept
	}
	return c.String()
}

// total is how many runs the project has.
func (s source) total() (n int) {
	s.past.View(func(st *catalog.State) {
		all, deleted := st.CountRuns(s.project)
		n = all - deleted
	})
	return n
}

// labelled is a run and its labels, JSON texts; "" = missing.
type labelled struct {
	run    uint64
	labels []string
}

// findLabelled returns all matching runs in order, with labels.
func (t *Table) findLabelled(ctx context.Context, s source, sel selection, fields []filter.Field) ([]labelled, error) {
	var runs []labelled
	err := t.reader.Ask(ctx, s.ordered(sel, fields), func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			l := labelled{run: rows.Uint64(), labels: make([]string, len(fields))}
			for i := range l.labels {
				l.labels[i] = rows.Text()
			}
			runs = append(runs, l)
		}
		return rows.Err()
	})
	return runs, expression(err)
}
