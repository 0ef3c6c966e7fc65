package overview

import (
	"bufio"
	"context"
	"time"

	"runledger/catalog"
	"runledger/internal/api"
	"runledger/internal/progress"
	"runledger/query/read"
)

type input struct {
	read.Params
	Entity  string `path:"entity"`
	Project string `path:"project"`
}

type output struct{ Body Overview }

// Overview of a project. Runs in the trash count nowhere but in trash.
type Overview struct {
	Position     string         `json:"position"`
	Entity       string         `json:"entity"`
	Name         string         `json:"name"`
	Description  string         `json:"description" doc:"Markdown"`
	View         string         `json:"view" enum:"invited,members,everyone" doc:"Who may view"`
	Submit       string         `json:"submit" enum:"invited,members,everyone" doc:"Who may submit runs"`
	Created      time.Time      `json:"created"`
	CreatedBy    string         `json:"created_by,omitempty"`
	LastActive   *time.Time     `json:"last_active,omitempty" doc:"When the log took the newest data of a run; none without data. What people change doesn't count"`
	TotalCompute float64        `json:"total_compute_seconds" doc:"Sum of the runs' times, gaps before a resume not counted, of running ones up to now"`
	Runs         int            `json:"runs"`
	Trash        int            `json:"trash" doc:"Runs in the trash"`
	States       map[string]int `json:"states" doc:"Runs by state; runs without data are running or crashed"`
	Contributors []string       `json:"contributors" doc:"Who created runs, by name"`
	Members      []string       `json:"members,omitempty" doc:"Of the team"`
}

func (s *service) get(ctx context.Context, in *input) (*output, error) {
	project, err := api.ReadableProject(ctx, s.Catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	at, err := s.Reader.Moment(ctx, progress.Runs, in.Params)
	if err != nil {
		return nil, err
	}
	now, err := s.now(ctx, at)
	if err != nil {
		return nil, err
	}
	past, err := at.State(ctx, s.Catalog)
	if err != nil {
		return nil, err
	}
	then, err := past.Project(project.No)
	if err != nil {
		return nil, err
	}
	out := &Overview{Position: at.Position.String()}
	var runs []read.Run
	past.View(func(st *catalog.State) { runs = out.describe(st, then, now) })
	return &output{*out}, s.addData(ctx, out, runs, at, now)
}

// now is the moment that running runs count up to.
func (s *service) now(ctx context.Context, at read.Moment) (time.Time, error) {
	if at.Pinned {
		return read.TimeOf(ctx, s.Log, at)
	}
	return s.Reader.Now(), nil
}

// describe fills in what the catalog knows, and returns the runs that count.
func (o *Overview) describe(st *catalog.State, p *catalog.Project, now time.Time) []read.Run {
	o.Entity, o.Name, o.Description, o.Created = p.Entity, p.Name, p.Description, p.Created.UTC()
	o.View, o.Submit, o.States, o.Contributors = p.View.String(), p.Submit.String(), map[string]int{}, []string{}
	if u := st.UserByNo(p.CreatedBy); u != nil {
		o.CreatedBy = u.Name
	}
	by := map[catalog.UserNo]bool{}
	var runs []read.Run
	for r := range st.Runs(p.No) {
		if r.Deleted {
			o.Trash++
			continue
		}
		by[r.User] = true
		o.States[stateWithoutData(r, now)]++ // those with data are moved to their own, later
		runs = append(runs, read.Run{No: r.No, Home: r.Home, Group: groupOf(r, now)})
	}
	o.Runs = len(runs)
	e := st.Entity(p.Entity)
	for _, u := range st.Users() {
		if by[u.No] {
			o.Contributors = append(o.Contributors, u.Name)
		}
		if e != nil && e.Kind == catalog.Team && e.RoleIn(u) != catalog.NoRole {
			o.Members = append(o.Members, u.Name)
		}
	}
	return runs
}

// statesWithoutData by what groupOf returns.
var statesWithoutData = [...]string{"running", "stopping", "crashed"}

// groupOf is the state of a run that has no data.
func groupOf(r *catalog.Run, now time.Time) int {
	switch {
	case now.Sub(r.CreatedAt) > read.Grace:
		return 2
	case r.StopRequested:
		return 1
	}
	return 0
}

func stateWithoutData(r *catalog.Run, now time.Time) string {
	return statesWithoutData[groupOf(r, now)]
}

// addData adds what the tables know of the runs.
func (s *service) addData(ctx context.Context, out *Overview, runs []read.Run, at read.Moment, now time.Time) error {
	if len(runs) == 0 {
		return nil
	}
	return s.Reader.Ask(ctx, statement(read.NewRunList(runs), runs, at, now), func(body *bufio.Reader) error {
		rows := read.NewRows(body)
		for rows.Next() {
			without, state, n := rows.Uint32(), rows.Text(), rows.Uint64()
			last, seconds := rows.Millis(), rows.Float64()
			out.TotalCompute += seconds
			if out.LastActive == nil || last.After(*out.LastActive) {
				out.LastActive = &last
			}
			out.move(statesWithoutData[without], state, int(n))
		}
		return rows.Err()
	})
}

// move counts n runs in another state.
func (o *Overview) move(from, to string, n int) {
	o.States[to] += n
	if o.States[from] -= n; o.States[from] == 0 {
		delete(o.States, from)
	}
}
