package runs

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Row is a run in the table.
type Row struct {
	Number     uint64          `json:"number" doc:"Rises with each run of the server, never changes"`
	ID         string          `json:"id" doc:"Unique in the project"`
	Name       string          `json:"name"`
	State      string          `json:"state" enum:"running,preempting,stopping,finished,failed,killed,crashed" doc:"crashed is derived: no finish, and silence for longer than the server's grace"`
	User       string          `json:"user" doc:"Who created it"`
	Tags       []string        `json:"tags"`
	Group      string          `json:"group,omitempty"`
	JobType    string          `json:"job_type,omitempty"`
	Color      string          `json:"color,omitempty" doc:"preset:N or #rrggbb; none: follows from the number"`
	Created    time.Time       `json:"created"`
	LastActive *time.Time      `json:"last_active,omitempty" doc:"When its trainer was last heard of. With as_of: what this row shows of config, summary and state is from then"`
	Seconds    json.RawMessage `json:"seconds,omitempty" doc:"Compute time without the gaps before it was resumed"`
	Config     json.RawMessage `json:"config,omitempty" doc:"The columns asked for, each where it stands. Numbers have every digit; NaN and infinities are \"NaN\", \"Infinity\", \"-Infinity\""`
	Summary    json.RawMessage `json:"summary,omitempty"`

	Notes     *string `json:"notes,omitempty" doc:"This and what follows: if asked for as columns, or if there are no columns in the request"`
	Host      *string `json:"host,omitempty"`
	Program   *string `json:"program,omitempty"`
	Commit    *string `json:"commit,omitempty"`
	Repo      *string `json:"repo,omitempty"`
	Sweep     *string `json:"sweep,omitempty"`
	Parent    *string `json:"parent,omitempty" doc:"Id of the run that started it"`
	Command   *string `json:"command,omitempty"`
	ExitCode  *int32  `json:"exit_code,omitempty"`
	Points    *uint64 `json:"points,omitempty" doc:"How many metric values it logged"`
	FirstStep *int64  `json:"first_step,omitempty"`
	LastStep  *int64  `json:"last_step,omitempty"`
}

// row makes a run's row.
func (s source) row(f facts, d data, reported bool, c *columnPicks) (Row, error) {
	r := Row{
		Number: f.no, ID: f.id, Name: f.name, State: s.stateOf(f, d, reported), User: f.user, Tags: append([]string{}, f.tags...),
		Group: f.attributes.Group, JobType: f.attributes.JobType, Color: f.color, Created: f.created.UTC(),
	}
	text := func(name, v string) *string {
		if v == "" || !c.all && !c.run[name] {
			return nil
		}
		return &v
	}
	r.Notes, r.Host, r.Program = text("notes", f.notes), text("host", f.attributes.Host), text("program", f.attributes.Program)
	r.Commit, r.Repo, r.Sweep = text("commit", f.attributes.Commit), text("repo", f.attributes.Repo), text("sweep", f.attributes.Sweep)
	r.Parent, r.Command = text("parent", f.attributes.Parent), text("command", f.attributes.Command)
	if reported {
		r.LastActive, r.Seconds = &d.at, number(d.seconds)
		if c.all || c.run["exit_code"] {
			r.ExitCode = d.exitCode
		}
		if c.all || c.run["points"] {
			r.Points = &d.points
		}
		if d.points > 0 && (c.all || c.run["first_step"]) {
			r.FirstStep = &d.firstStep
		}
		if d.points > 0 && (c.all || c.run["last_step"]) {
			r.LastStep = &d.lastStep
		}
	}
	want := c.texts()
	var err error
	if want.config {
		if r.Config, err = c.config.appendObject(nil, d.config, f.config); err != nil {
			return r, fmt.Errorf("config of run %d: %w", f.no, err)
		}
	}
	if want.summary {
		if r.Summary, err = c.summary.appendObject(nil, d.summary, f.summary); err != nil {
			return r, fmt.Errorf("summary of run %d: %w", f.no, err)
		}
	}
	return r, nil
}

// number is a float as JSON; what JSON hasn't is in quotes.
func number(v float64) json.RawMessage {
	switch {
	case math.IsNaN(v):
		return json.RawMessage(`"NaN"`)
	case math.IsInf(v, 1):
		return json.RawMessage(`"Infinity"`)
	case math.IsInf(v, -1):
		return json.RawMessage(`"-Infinity"`)
	}
	b, _ := json.Marshal(v) // finite: can't fail
	return b
}
