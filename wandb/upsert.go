package wandb

import (
	"context"
	"net/http"
	"slices"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/ingest"
)

// upsertInput is what a client says of a run. Null means: leave it as it is.
type upsertInput struct {
	ID, Name, EntityName, ModelName         *string // storage id, run id, entity, project
	DisplayName, Description, Notes         *string
	GroupName, JobType, Host, Commit, Sweep *string
	JobProgram, JobRepo, State              *string
	Config, SummaryMetrics                  *jsonText
	Debug                                   *bool
	Tags                                    *[]string
}

type upsertPayload struct {
	Bucket         *runResolver
	Inserted       *bool
	ServerSettings *serverSettings
}

// UpsertBucket creates a run or changes it. Trainers name the run and send config and
// summary as a whole; people, through the public API, give its storage id, and their
// config and summary are edits over what the trainer said.
func (q *resolver) UpsertBucket(ctx context.Context, args struct{ Input upsertInput }) (*upsertPayload, error) {
	in := args.Input
	bucket := &runResolver{s: q.Server, begins: begins(in)}
	var err error
	if in.ID != nil && in.Name == nil {
		bucket.at, err = q.edit(ctx, in)
	} else {
		bucket.upserted, bucket.sent = true, in.Config
		bucket.at, bucket.inserted, err = q.trainerUpsert(ctx, in)
	}
	if err != nil {
		return nil, err
	}
	return &upsertPayload{bucket, &bucket.inserted, &serverSettings{ServerMessages: []serverMessage{}}}, nil
}

// trainerUpsert makes sure that the run is there and as the trainer says.
func (s *Server) trainerUpsert(ctx context.Context, in upsertInput) (at place, inserted bool, err error) {
	if in.Name == nil {
		return at, false, refuse(http.StatusUnprocessableEntity, "invalid", "a run needs a name (its id)")
	}
	said, err := s.sayingsOf(ctx, in)
	if err != nil {
		return at, false, err
	}
	if at, err = s.upserted(ctx, in); err != nil {
		return at, false, err
	}
	env := environmentOf(said.config)
	if at.run == nil {
		if at, inserted, err = s.create(ctx, in, env); err != nil {
			return at, false, err
		}
	}
	if !inserted {
		e := &pb.RunEdited{StopWithdrawn: begins(in) && at.run.StopRequested}
		if at.run.Attributes.Command == "" && env.command != "" { // told once; of several writers the first counts
			e.Attributes = &pb.RunAttributes{Command: &env.command}
		}
		if at, err = s.change(ctx, at, in, e, pb.Actor_KIND_TRAINER); err != nil {
			return at, false, err
		}
	}
	return at, inserted, s.tell(ctx, at.run, said, inserted)
}

// upserted finds the run that a trainer means, by its storage id if it has one.
func (s *Server) upserted(ctx context.Context, in upsertInput) (place, error) {
	if in.ID != nil && *in.ID != "" {
		return s.writable(s.findRunByID(ctx, *in.ID))
	}
	var at place
	entity, project := s.entityOr(ctx, in.EntityName), projectOr(in.ModelName)
	s.Catalog.View(func(st *catalog.State) {
		user, p := caller(ctx, st), st.FindProject(entity, project)
		if p != nil && st.MayRead(user, p) {
			if r := st.Run(p.No, *in.Name); r != nil && !r.Deleted && st.MayEditRun(user, p, r) {
				at = place{p, r, true}
			}
		}
	})
	return at, nil // none: the fold decides
}

// create makes the run, and its project if there is none, in one command.
func (s *Server) create(ctx context.Context, in upsertInput, env environment) (at place, inserted bool, err error) {
	p := principalOf(ctx)
	wanted := ingest.RunWanted{Entity: s.entityOr(ctx, in.EntityName), Project: projectOr(in.ModelName), ID: *in.Name,
		Attributes: attributesOf(in), WandB: true}
	if in.DisplayName != nil {
		wanted.DisplayName = *in.DisplayName
	}
	if notes := notesOf(in); notes != nil {
		wanted.Notes = *notes
	}
	if in.Tags != nil {
		wanted.Tags = *in.Tags
	}
	if env.codePath != "" || begins(in) { // a trainer has made up its mind, else the setting counts
		wanted.SaveCode = truth(env.codePath != "")
	}
	wanted.Attributes.Command = orNil(env.command)
	refs, errs := s.Writer.EnsureRuns(ctx, p, []ingest.RunWanted{wanted})
	if errs[0] != nil {
		return at, false, errs[0]
	}
	s.Catalog.View(func(st *catalog.State) {
		at.run, at.write = st.RunByNo(refs[0].No), true
		at.project = st.ProjectByNo(at.run.Project)
	})
	return at, refs[0].Created, nil
}

func attributesOf(in upsertInput) *pb.RunAttributes {
	return &pb.RunAttributes{Group: in.GroupName, JobType: in.JobType, Host: in.Host, Program: in.JobProgram,
		Commit: in.Commit, Repo: in.JobRepo, Sweep: in.Sweep}
}

// notesOf returns the notes; "description" is their old name.
func notesOf(in upsertInput) *string {
	if in.Notes != nil {
		return in.Notes
	}
	return in.Description
}

// begins reports whether it is the upsert with which a trainer begins: later ones don't
// say what it runs, and where.
func begins(in upsertInput) bool { return in.JobProgram != nil || in.Host != nil }

// change adds to e what differs from what is decided about the run, and applies it, all
// or nothing.
func (s *Server) change(ctx context.Context, at place, in upsertInput, e *pb.RunEdited, kind pb.Actor_Kind) (place, error) {
	e.Run = uint64(at.run.No)
	differs := e.Config != nil || e.Summary != nil || e.Attributes != nil || e.StopWithdrawn
	if in.DisplayName != nil && *in.DisplayName != at.run.DisplayName {
		e.DisplayName, differs = in.DisplayName, true
	}
	if notes := notesOf(in); notes != nil && *notes != at.run.Notes {
		e.Notes, differs = notes, true
	}
	if in.Tags != nil && !slices.Equal(*in.Tags, at.run.Tags) {
		e.Tags, differs = &pb.TagList{Tags: *in.Tags}, true
	}
	if a := changedAttributes(at.run.Attributes, in); a != nil {
		if e.Attributes != nil {
			a.Command = e.Attributes.Command
		}
		e.Attributes, differs = a, true
	}
	if !differs {
		return at, nil
	}
	return s.do(ctx, at, kind, &pb.Event{Body: &pb.Event_RunEdited{RunEdited: e}})
}

// do commands an action on a run and returns the run as it is then.
func (s *Server) do(ctx context.Context, at place, kind pb.Actor_Kind, e *pb.Event) (place, error) {
	e.Actor = principalOf(ctx).Actor(kind)
	e.Subject = &pb.Subject{Kind: "run", Id: at.run.ID}
	verdicts, _, err := s.Catalog.Do(ctx, e)
	if err != nil {
		return at, err
	}
	if !verdicts[0].OK() {
		return at, catalog.Refusal{Verdict: verdicts[0]}
	}
	s.Catalog.View(func(st *catalog.State) { at.run = st.RunByNo(at.run.No) })
	return at, nil
}

func changedAttributes(old catalog.Attributes, in upsertInput) *pb.RunAttributes {
	a, differs := attributesOf(in), false
	for _, f := range []struct {
		said **string
		was  string
	}{{&a.Group, old.Group}, {&a.JobType, old.JobType}, {&a.Host, old.Host}, {&a.Program, old.Program},
		{&a.Commit, old.Commit}, {&a.Repo, old.Repo}, {&a.Sweep, old.Sweep}} {
		if *f.said == nil || **f.said == f.was {
			*f.said = nil
			continue
		}
		differs = true
	}
	if !differs {
		return nil
	}
	return a
}
