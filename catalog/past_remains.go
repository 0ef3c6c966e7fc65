package catalog

import (
	"context"
	"fmt"

	"runledger/eventlog"
)

// What was purged is gone from the past too: what it was called is all that is told.

// Remains is StateAt without what was purged since, and what that is. To people only
// this is shown.
func (c *Catalog) Remains(ctx context.Context, next eventlog.Offset) (*State, Gone, error) {
	if err := c.reaches(ctx, next); err != nil {
		return nil, Gone{}, err
	}
	entry, err := c.past.get(ctx, next, c.makePast)
	if err != nil {
		return nil, Gone{}, fmt.Errorf("fold the actions before %d: %w", next, err)
	}
	entry.mu.Lock()
	defer entry.mu.Unlock()
	var purged gone
	c.View(func(s *State) {
		if entry.remains == nil || entry.purges != s.purges {
			purged, entry.purges, entry.remains = s.purgedOf(entry.state), s.purges, nil
		}
	})
	if entry.remains == nil {
		entry.remains = entry.state.withoutPurged(purged)
	}
	return entry.remains, Gone{entry.state, entry.remains}, nil
}

// Gone is what was there then and was purged since.
type Gone struct{ then, remains *State }

// Runs returns the ids of the runs of a project that were purged since, by number.
func (g Gone) Runs(p ProjectNo) []string {
	if g.then == g.remains {
		return nil
	}
	var ids []string
	for r := range g.then.Runs(p) {
		if g.remains.Purged(r.No) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Projects returns the projects that were purged since, as they were then, by number.
func (g Gone) Projects() []*Project {
	if g.then == g.remains {
		return nil
	}
	var list []*Project
	for p := range g.then.Projects() {
		if !p.Purged && g.remains.ProjectByNo(p.No).Purged {
			list = append(list, p)
		}
	}
	return list
}

type gone struct {
	runs     []RunNo
	projects []ProjectNo
}

// purgedOf returns what of an earlier state was purged until s.
func (s *State) purgedOf(then *State) (g gone) {
	if s.purges == then.purges {
		return g
	}
	for i, r := range then.runs {
		if s.runs[i].Purged && !r.Purged {
			g.runs = append(g.runs, r.No)
		}
	}
	for i, p := range then.projects {
		if s.projects[i].Purged && !p.Purged {
			g.projects = append(g.projects, p.No)
		}
	}
	return g
}

// withoutPurged returns the state without them: itself, if there are none.
func (s *State) withoutPurged(g gone) *State {
	if len(g.runs)+len(g.projects) == 0 {
		return s
	}
	c, a := s.Clone(), &action{Record: Record{Offset: s.next}}
	runs := make([]*Run, len(g.runs))
	for i, no := range g.runs {
		runs[i] = c.runs[no-1]
	}
	c.putRuns(a, erased(runs))
	for _, no := range g.projects {
		c.purgeProject(a, c.ProjectByNo(no))
	}
	return c
}
