package runs

import (
	"time"

	"runledger/catalog"
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
}

// factsOf returns the facts of those runs that count, from the catalog: of now it is ahead
// of the tables, of then it is exact.
func (s source) factsOf(runs []uint64) map[uint64]facts {
	found := make(map[uint64]facts, len(runs))
	s.past.View(func(st *catalog.State) {
		for _, no := range runs {
			r := s.member(st, catalog.RunNo(no))
			if r == nil {
				continue
			}
			f := facts{no: no, id: r.ID, name: r.DisplayName, tags: r.Tags, notes: r.Notes, attributes: r.Attributes, color: r.Color, created: r.CreatedAt,
				config: r.ConfigEdit, summary: r.SummaryEdit, stop: r.StopRequested}
			if u := st.UserByNo(r.User); u != nil {
				f.user = u.Name
			}
			found[no] = f
		}
	})
	return found
}
