package runs

import (
	"context"
	"time"

	"runledger/catalog"
	"runledger/internal/api"
)

// facts are what is decided about a run.
type facts struct {
	no              uint64
	id, name, user  string
	tags            []string
	notes           string
	attributes      catalog.Attributes
	color           string
	created         time.Time
	config, summary []byte // the person's layers
	stop            bool
	wandb           bool
	version         uint64 // of the catalog; 0 for the past
}

// factsOf returns the facts of those runs that belong to the project and aren't
// deleted, from the catalog: of now it is ahead of the tables, of then it is exact.
func (t *Table) factsOf(ctx context.Context, s source, runs []uint64) (map[uint64]facts, error) {
	found := make(map[uint64]facts, len(runs))
	err := t.then(ctx, s, func(st *catalog.State, hidden hides) {
		for _, no := range runs {
			r := st.RunByNo(catalog.RunNo(no))
			if r == nil || r.Project != s.project || r.Deleted || hidden(r.No) {
				continue
			}
			f := facts{no: no, id: r.ID, name: r.DisplayName, tags: r.Tags, notes: r.Notes, attributes: r.Attributes, color: r.Color, created: r.CreatedAt,
				config: r.ConfigEdit, summary: r.SummaryEdit, stop: r.StopRequested, wandb: r.WandB}
			if !s.at.Pinned {
				f.version = r.Version
			}
			if u := st.UserByNo(r.User); u != nil {
				f.user = u.Name
			}
			found[no] = f
		}
	})
	return found, err
}

// hides tells which runs of the past can't be seen any more.
type hides = func(catalog.RunNo) bool

// then calls f with the catalog's state as of the source's moment.
func (t *Table) then(ctx context.Context, s source, f func(*catalog.State, hides)) error {
	asOf := api.AsOf{}
	if s.at.Pinned {
		asOf.AsOf = s.at.Position.String()
	}
	past, err := api.StateAsOf(ctx, t.catalog, asOf)
	if err == nil {
		hidden := past.Hides(ctx)
		past.View(func(st *catalog.State) { f(st, hidden) })
	}
	return err
}
