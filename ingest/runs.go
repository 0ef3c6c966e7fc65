package ingest

import (
	"context"
	"slices"

	"runledger/catalog"
	"runledger/event/pb"
)

// RunWanted names a run and says what it is to be like if it has to be created. No
// entity: the user's default. The project's name may be an earlier one.
type RunWanted struct {
	Entity, Project, ID string

	DisplayName string
	Tags        []string
	Notes       string
	Attributes  *pb.RunAttributes
	SaveCode    *bool // nil: the user's setting
	WandB       bool
	Privacy     string // of the project, if that has to be created too; see privacyOf
}

// RunRef is what telemetry needs to know of its run.
type RunRef struct {
	No            catalog.RunNo
	Home          catalog.ProjectNo
	StopRequested bool // somebody asked the trainer to stop
	Created       bool // by this call
}

// EnsureRuns finds runs, and creates what is missing of them and of their projects,
// all in one command. For each run wanted it returns a reference, or an error: a
// catalog.Refusal, given by a fold that has reached the log's end; or, the same for
// all that had to be created, why the log couldn't be asked.
//
// What the principal can't see looks like what isn't there: not_found. Somebody else's
// run, or a project that is only to be read, is forbidden; what is in the trash, deleted.
func (w *Writer) EnsureRuns(ctx context.Context, who catalog.Principal, wanted []RunWanted) ([]RunRef, []error) {
	e := &ensuring{who: who, wanted: slices.Clone(wanted),
		refs: make([]RunRef, len(wanted)), errs: make([]error, len(wanted)), state: make([]runState, len(wanted))}
	w.Catalog.View(e.look)
	if e.has(refused) {
		if err := w.Catalog.Fresh(ctx); err != nil {
			e.fail(refused, err)
		} else {
			w.Catalog.View(e.look)
		}
	}
	if !e.has(missing) && !e.has(homeless) {
		return e.refs, e.errs
	}
	verdicts, _, err := w.Catalog.Do(ctx, e.creations()...)
	if err != nil {
		e.fail(missing, err)
		e.fail(homeless, err)
		return e.refs, e.errs
	}
	w.Catalog.View(func(s *catalog.State) { e.settle(s, verdicts) })
	return e.refs, e.errs
}

type runState uint8

const (
	unknown    runState = iota
	found               // refs holds it
	missing             // to be created in its project
	homeless            // to be created, with its project
	refused             // errs says why, as far as the fold is
	impossible          // errs says why, and nothing can change that
)

// ensuring is one call of EnsureRuns on its way.
type ensuring struct {
	who    catalog.Principal
	wanted []RunWanted
	refs   []RunRef
	errs   []error
	state  []runState

	projects map[[2]string]int // those to be created: number of their event
}

func (e *ensuring) has(want runState) bool {
	for _, st := range e.state {
		if st == want {
			return true
		}
	}
	return false
}

func (e *ensuring) fail(which runState, err error) {
	for i, st := range e.state {
		if st == which {
			e.errs[i] = err
		}
	}
}

// creations returns the events for all that is missing: first the projects, each
// once, then the runs in their order.
func (e *ensuring) creations() []*pb.Event {
	var projects, runs []*pb.Event
	e.projects = map[[2]string]int{}
	actor := e.who.Actor(pb.Actor_KIND_TRAINER)
	for i, st := range e.state {
		if st != missing && st != homeless {
			continue
		}
		want := &e.wanted[i]
		if _, twice := e.projects[want.project()]; st == homeless && !twice {
			e.projects[want.project()] = len(projects)
			projects = append(projects, createProject(actor, want))
		}
		runs = append(runs, createRun(actor, want))
	}
	return append(projects, runs...)
}

func (r *RunWanted) project() [2]string { return [2]string{r.Entity, r.Project} }

func createProject(actor *pb.Actor, want *RunWanted) *pb.Event {
	view, submit, _ := privacyOf(want.Privacy) // checked before
	return &pb.Event{Actor: actor,
		Subject: &pb.Subject{Kind: "project", Id: want.Entity + "/" + want.Project},
		Body: &pb.Event_ProjectCreated{ProjectCreated: &pb.ProjectCreated{
			Entity: want.Entity, Name: want.Project, IfAbsent: true, View: view, Submit: submit}}}
}

func createRun(actor *pb.Actor, want *RunWanted) *pb.Event {
	return &pb.Event{Actor: actor,
		Subject: &pb.Subject{Kind: "run", Id: want.Entity + "/" + want.Project + "/" + want.ID},
		Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{
			Entity: want.Entity, Project: want.Project, RunId: want.ID, IfAbsent: true,
			DisplayName: want.DisplayName, Tags: want.Tags, Notes: want.Notes,
			Attributes: want.Attributes, SaveCode: want.SaveCode, Wandb: want.WandB}}}
}

// settle reads the verdicts on what creations returned.
func (e *ensuring) settle(s *catalog.State, verdicts []catalog.Verdict) {
	projects, verdicts := verdicts[:len(e.projects)], verdicts[len(e.projects):]
	for i, st := range e.state {
		if st != missing && st != homeless {
			continue
		}
		v := verdicts[0]
		verdicts = verdicts[1:]
		if n, created := e.projects[e.wanted[i].project()]; created && !projects[n].OK() {
			v = projects[n]
		}
		if !v.OK() {
			e.state[i] = e.refuse(i, v.Code, v.Reason)
			continue
		}
		r := s.RunByNo(v.Run)
		e.refs[i] = RunRef{No: r.No, Home: r.Home, StopRequested: r.StopRequested, Created: v.Outcome == catalog.Accepted}
		e.state[i] = found
	}
}
