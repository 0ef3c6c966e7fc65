package runs

import (
	"bufio"
	"context"
	"strconv"
	"time"

	"runledger/catalog"
	"runledger/internal/clickhouse"
	"runledger/query/read"
)

// facts are what is decided about a run.
type facts struct {
	no              uint64
	id, name, user  string
	tags            []string
	notes           string
	attributes      catalog.Attributes
	color           string
	home            catalog.ProjectNo
	created         time.Time
	config, summary []byte // the person's layers
	stop            bool
	wandb           bool
	version         uint64 // of the catalog; 0 for the past
}

// factsOf returns the facts of those runs that belong to the project and aren't
// deleted: now's from the catalog, which is ahead of the tables, the past's from
// run_facts.
func (t *Table) factsOf(ctx context.Context, s source, runs []uint64) (map[uint64]facts, error) {
	found := make(map[uint64]facts, len(runs))
	if s.at.Pinned {
		return found, t.pastFacts(ctx, s, runs, found)
	}
	t.catalog.View(func(st *catalog.State) {
		for _, no := range runs {
			r := st.RunByNo(catalog.RunNo(no))
			if r == nil || r.Project != s.project || r.Deleted {
				continue
			}
			f := facts{no: no, id: r.ID, name: r.DisplayName, tags: r.Tags, notes: r.Notes, attributes: r.Attributes, color: r.Color, home: r.Home, created: r.CreatedAt,
				config: r.ConfigEdit, summary: r.SummaryEdit, stop: r.StopRequested, wandb: r.WandB, version: r.Version}
			if u := st.UserByNo(r.User); u != nil {
				f.user = u.Name
			}
			found[no] = f
		}
	})
	return found, nil
}

const factColumns = "run, home, project, deleted, id, name, toString(user), CAST(tags AS Array(String)), notes, toString(run_group), toString(job_type), toString(host), toString(program), " +
	"commit, toString(repo), toString(sweep), toString(parent), command, toString(color), created, config_edit, summary_edit, stop_requested, wandb"

func (t *Table) pastFacts(ctx context.Context, s source, runs []uint64, found map[uint64]facts) error {
	q := read.Query{
		SQL: "SELECT " + factColumns + "\nFROM run_facts\nWHERE " + s.home + " AND run IN {runs:Array(UInt64)} AND off < " +
			strconv.FormatUint(s.at.Position.Actions, 10) + "\nORDER BY run DESC, off DESC\nLIMIT 1 BY run\nFORMAT RowBinary",
		Params: clickhouse.Params{"project": uint32(s.project), "runs": runs},
	}
	return t.reader.Ask(ctx, q, func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			f := facts{no: rows.Uint64(), home: catalog.ProjectNo(rows.Uint32())}
			project, deleted := rows.Uint32(), rows.Uint8() != 0
			f.id, f.name, f.user = rows.Text(), rows.Text(), rows.Text()
			for range rows.Len() {
				f.tags = append(f.tags, rows.Text())
			}
			f.notes = rows.Text()
			f.attributes = catalog.Attributes{Group: rows.Text(), JobType: rows.Text(), Host: rows.Text(), Program: rows.Text(),
				Commit: rows.Text(), Repo: rows.Text(), Sweep: rows.Text(), Parent: rows.Text(), Command: rows.Text()}
			f.color = rows.Text()
			f.created = rows.Millis()
			f.config, f.summary = []byte(rows.Text()), []byte(rows.Text())
			f.stop, f.wandb = rows.Uint8() != 0, rows.Uint8() != 0
			if project == uint32(s.project) && !deleted {
				found[f.no] = f
			}
		}
		return rows.Err()
	})
}
