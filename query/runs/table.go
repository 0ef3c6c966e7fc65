package runs

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/query/read"
)

// Deps of the runs table. Catalog and Reader are needed; Log only for as_of.
type Deps struct {
	Catalog    *catalog.Catalog
	Reader     *read.Reader
	Log        eventlog.Log
	Clock      func() time.Time      // default time.Now
	Grace      time.Duration         // silence after which an unfinished run counts as crashed; default read.Grace
	Registerer prometheus.Registerer // default: no metrics
}

// Table answers questions about a project's runs. It is safe for concurrent use.
type Table struct {
	catalog *catalog.Catalog
	reader  *read.Reader
	log     eventlog.Log
	clock   func() time.Time
	grace   time.Duration
	orders  *orders
	keys    *keyLists
	metrics *metrics
}

// New returns a Table.
func New(d Deps) *Table {
	if d.Clock == nil {
		d.Clock = time.Now
	}
	if d.Grace == 0 {
		d.Grace = read.Grace
	}
	m := newMetrics(d.Registerer)
	return &Table{
		catalog: d.Catalog, reader: d.Reader, log: d.Log, clock: d.Clock, grace: d.Grace,
		orders: newOrders(d.Clock, m), keys: newKeyLists(), metrics: m,
	}
}

// source is the runs of a project at a moment.
type source struct {
	project catalog.ProjectNo
	at      read.Moment
	now     time.Time // for crashed and for times before now
	grace   time.Duration
	edits   bool   // people may have edited config or summary of some run
	left    bool   // runs of this home may be in other projects
	home    string // the condition on where the project's runs lie
	past    *api.Past
	hidden  func(catalog.RunNo) bool // runs of the past that can't be seen any more
}

// source says where to look. The moment was found with progress.Runs.
func (t *Table) source(ctx context.Context, project catalog.ProjectNo, at read.Moment) (source, error) {
	s := source{project: project, at: at, now: t.clock(), grace: t.grace}
	if at.Pinned {
		now, err := read.TimeOf(ctx, t.log, at)
		if err != nil {
			return s, err
		}
		s.now = now
	}
	var err error
	if s.past, err = at.State(ctx, t.catalog); err != nil {
		return s, err
	}
	s.hidden = s.past.Hides(ctx)
	t.catalog.View(func(st *catalog.State) {
		s.edits = st.Edited(project)
		var guests []*catalog.Run
		guests, s.left = st.Guests(project)
		s.home = homeOf(guests)
	})
	return s, nil
}

// member returns a run of the state at the source's moment if it counts there, else nil:
// it's of the project, not in the trash, and can be seen.
func (s source) member(st *catalog.State, no catalog.RunNo) *catalog.Run {
	r := st.RunByNo(no)
	if r == nil || r.Deleted || r.Project != s.project || s.hidden(no) {
		return nil
	}
	return r
}
