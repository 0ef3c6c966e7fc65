package runs

import (
	"bufio"
	"context"
	"strconv"
	"sync"

	"runledger/catalog"
	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// edited remembers which projects have a run whose config or summary a person edited:
// only there do statements look for the person's layer, which costs time. A project
// that once had one is taken to have one for ever.
type edited struct {
	mu       sync.Mutex
	projects map[catalog.ProjectNo]editedUpTo
}

type editedUpTo struct {
	any  bool
	next uint64 // actions offset up to which was looked
}

func newEdited() *edited { return &edited{projects: map[catalog.ProjectNo]editedUpTo{}} }

func (e *edited) any(ctx context.Context, r *read.Reader, project catalog.ProjectNo, at read.Moment) (bool, error) {
	e.mu.Lock()
	seen := e.projects[project]
	e.mu.Unlock()
	if seen.any || seen.next > 0 && seen.next >= at.Position.Actions {
		return seen.any, nil
	}
	found := false
	q := read.Query{
		SQL: "SELECT run FROM run_facts\nWHERE home = {home:UInt32} AND off >= " + strconv.FormatUint(seen.next, 10) +
			" AND (notEmpty(config_keys) OR notEmpty(summary_keys))\nLIMIT 1\nFORMAT RowBinary",
		Params: clickhouse.Params{"home": uint32(project)},
	}
	err := r.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			rows.Uint64()
			found = true
		}
		return rows.Err()
	})
	if err != nil {
		return false, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if now := e.projects[project]; found || at.Position.Actions > now.next {
		e.projects[project] = editedUpTo{any: found || now.any, next: max(at.Position.Actions, now.next)}
	}
	return found, nil
}
