package overview

import (
	"bufio"
	"context"
	"strings"
	"time"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/read"
)

type activityInput struct {
	read.Params
	Body struct {
		Projects []string `json:"projects" maxItems:"1000" doc:"entity/name of each; those that you can't see are left out"`
	}
}

// Activity of projects.
type Activity struct {
	Position   string               `json:"position"`
	LastActive map[string]time.Time `json:"last_active" doc:"When the log took the newest data of a run that isn't in the trash, by entity/name as asked for; projects without data are missing"`
}

// activity answers when each of many projects was last active, in one question to the tables.
func (s *service) activity(ctx context.Context, in *activityInput) (*struct{ Body Activity }, error) {
	at, err := s.Reader.Moment(ctx, progress.Runs, in.Params)
	if err != nil {
		return nil, err
	}
	past, err := at.State(ctx, s.Catalog)
	if err != nil {
		return nil, err
	}
	names := map[uint32][]string{}
	var runs []read.Run
	me := api.PrincipalOf(ctx).User
	past.Compare(func(then, now *catalog.State) {
		for _, name := range in.Body.Projects {
			entity, project, _ := strings.Cut(name, "/")
			p := then.FindProject(entity, project)
			if p == nil || p.Deleted || !now.MayRead(me, now.ProjectByNo(p.No)) {
				continue
			}
			no := uint32(p.No)
			if names[no] = append(names[no], name); len(names[no]) == 1 {
				runs = addRuns(runs, then, p)
			}
		}
	})
	out := &struct{ Body Activity }{Activity{Position: at.Position.String(), LastActive: map[string]time.Time{}}}
	if len(runs) == 0 {
		return out, nil
	}
	return out, s.Reader.Ask(ctx, activityStatement(read.NewRunList(runs), runs, at), func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			no, last := rows.Uint32(), rows.Millis()
			for _, name := range names[no] {
				out.Body.LastActive[name] = last
			}
		}
		return rows.Err()
	})
}

// addRuns adds a project's runs that count, grouped by the project's number.
func addRuns(runs []read.Run, st *catalog.State, p *catalog.Project) []read.Run {
	for r := range st.Runs(p.No) {
		if !r.Deleted {
			runs = append(runs, read.Run{No: r.No, Home: r.Home, Group: int(p.No)})
		}
	}
	return runs
}

// activityStatement asks for the newest data of the runs of each group.
func activityStatement(list read.RunList, runs []read.Run, at read.Moment) read.Query {
	groups := make(map[uint64]uint32, len(runs))
	for _, r := range runs {
		groups[uint64(r.No)] = uint32(r.Group)
	}
	to := make([]uint32, 0, list.Len())
	for _, no := range list.Nos() {
		to = append(to, groups[no])
	}
	where := list.InHome() + " AND " + list.In()
	// Without FINAL: of a run's rows the newest has the largest time.
	rows := "SELECT run, at FROM run_data WHERE " + where
	if at.Pinned {
		rows = read.PastRows("run_data", []string{"at"}, where+" AND "+at.Below())
	}
	return read.Query{SQL: "SELECT " + list.Map(to) + " AS project, max(at)\nFROM (\n" + rows + "\n)\nGROUP BY project\nFORMAT RowBinary"}
}
