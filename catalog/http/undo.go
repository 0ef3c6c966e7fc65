package cataloghttp

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
	"google.golang.org/protobuf/proto"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type undoBody struct {
	Action uint64 `json:"action,omitempty" doc:"Number of the action, anybody's; default: your last one here. An undo is an action, too"`
}

type undoAnswer struct {
	Body struct {
		Undone   uint64 `json:"undone" doc:"Number of the action that was undone"`
		Type     string `json:"type" doc:"Its type"`
		By       string `json:"by" doc:"Who did it"`
		Redo     bool   `json:"redo,omitempty" doc:"It was an undo itself"`
		Purged   int    `json:"purged,omitempty" doc:"Runs that it was about and that were purged since: they stay away"`
		Position string `json:"position"`
		Action   uint64 `json:"action" doc:"Number of this undo: undoing it is a redo"`
	}
}

type undoInProject struct {
	Command
	ProjectPath
	Body undoBody
}

type undoInWorkspace struct {
	Command
	ProjectPath
	Workspace string `path:"workspace" doc:"me, user-NAME, or a saved view's id"`
	Body      undoBody
}

type undoElsewhere struct {
	Command
	Body undoBody
}

func (s *service) registerUndo(a huma.API, project string) {
	const about = "If something that the action changed has changed since, nothing happens and 409 says what, and who changed it."
	op := func(id, path, summary string) huma.Operation {
		o := post(id, path, "Undo", summary)
		o.Description = about
		return o
	}
	const ws = "/workspaces/{workspace}"
	api.Register(a, op("undo", project+"/undo", "Undo an action in a project"), inProject(s, false))
	api.Register(a, op("redo", project+"/redo", "Redo what was undone in a project"), inProject(s, true))
	api.Register(a, op("undo-in-workspace", project+ws+"/undo", "Undo an action in a workspace"), inWorkspace(s, false))
	api.Register(a, op("redo-in-workspace", project+ws+"/redo", "Redo what was undone in a workspace"), inWorkspace(s, true))
	api.Register(a, op("undo-elsewhere", "/api/v1/undo", "Undo an action on users, keys, teams or settings"), elsewhere(s, false))
	api.Register(a, op("redo-elsewhere", "/api/v1/redo", "Redo such an action"), elsewhere(s, true))
	api.Register(a, get("next-undo", project+"/undo", "Undo", "What you would undo and redo next"), s.nextUndo)
	api.Register(a, get("next-undo-in-workspace", project+ws+"/undo", "Undo", "What you would undo and redo next"), s.nextUndoInWorkspace)
}

func inProject(s *service, redo bool) func(context.Context, *undoInProject) (*undoAnswer, error) {
	return func(ctx context.Context, in *undoInProject) (*undoAnswer, error) {
		p, err := s.undoProject(ctx, in.ProjectPath)
		if err != nil {
			return nil, err
		}
		return s.undo(ctx, in.Command, undoWhat{p, catalog.Scope(p, ""), in.Body.Action, redo})
	}
}

// undoProject is a project in which something is undone: its deletion, too.
func (s *service) undoProject(ctx context.Context, at ProjectPath) (catalog.ProjectNo, error) {
	p, err := api.ReadableProject(ctx, s.cat, at.Entity, at.Project)
	if err != nil {
		p, err = s.trashedProject(ctx, at.Entity, at.Project)
	}
	if err != nil {
		return 0, err
	}
	return p.No, nil
}

func inWorkspace(s *service, redo bool) func(context.Context, *undoInWorkspace) (*undoAnswer, error) {
	return func(ctx context.Context, in *undoInWorkspace) (*undoAnswer, error) {
		p, err := api.ReadableProject(ctx, s.cat, in.Entity, in.Project)
		if err != nil {
			return nil, err
		}
		return s.undo(ctx, in.Command, undoWhat{p.No, catalog.Scope(p.No, workspaceID(ctx, in.Workspace)), in.Body.Action, redo})
	}
}

func workspaceID(ctx context.Context, name string) string {
	if name == "me" {
		return catalog.OwnWorkspace(api.PrincipalOf(ctx).User)
	}
	return name
}

func elsewhere(s *service, redo bool) func(context.Context, *undoElsewhere) (*undoAnswer, error) {
	return func(ctx context.Context, in *undoElsewhere) (*undoAnswer, error) {
		return s.undo(ctx, in.Command, undoWhat{0, "", in.Body.Action, redo})
	}
}

// undoWhat says which action is undone: the one given, or the last on a stack.
type undoWhat struct {
	project catalog.ProjectNo
	scope   string
	action  uint64
	redo    bool
}

func (s *service) undo(ctx context.Context, c Command, what undoWhat) (*undoAnswer, error) {
	if what.action != 0 {
		return s.undoOne(ctx, c, what)
	}
	n, err := s.lastOnStack(ctx, what)
	if err != nil {
		return nil, err
	}
	what.action = n.Offset
	out, err := s.undoOne(ctx, c, what)
	if err != nil {
		return nil, n.wayRound(err)
	}
	return out, nil
}

func (s *service) undoOne(ctx context.Context, c Command, what undoWhat) (*undoAnswer, error) {
	r, v, err := s.cat.Effect(ctx, what.action)
	if err != nil {
		return nil, err
	}
	if err := s.undoable(ctx, what, r, v); err != nil {
		return nil, err
	}
	left, purged := s.remaining(v)
	if len(left) > 0 { // else the fold says what is gone
		v.Changes = left
	}
	e := s.reversal(r, v)
	_, changed, err := s.do(ctx, c.IdempotencyKey, e)
	if err != nil {
		return nil, err
	}
	out := &undoAnswer{}
	out.Body.Undone, out.Body.Type, out.Body.By, out.Body.Redo = r.Offset, r.Event.Type, r.Event.Actor.GetName(), e.GetActionUndone().Redo
	out.Body.Position, out.Body.Action, out.Body.Purged = changed.Position, changed.Action, purged
	return out, nil
}

// undoable refuses what can't be undone, and what isn't of the project (404).
func (s *service) undoable(ctx context.Context, what undoWhat, r catalog.Record, v catalog.Verdict) error {
	if r.Event == nil || v.Outcome != catalog.Accepted || v.Project != what.project || what.project == 0 && !s.seenElsewhere(ctx, r, v) {
		return api.NotFound("There's no action %d here that did something.", what.action)
	}
	if len(v.Changes) == 0 {
		return api.NewProblem(409, catalog.CodeFinal, "Action %d (%s) can't be undone: it left nothing to restore, or keeps secrets.", what.action, r.Event.Type)
	}
	if undone := r.Event.GetActionUndone(); what.redo && (undone == nil || undone.Redo) {
		return api.Conflict("Action %d isn't an undo: there's nothing to redo.", what.action)
	}
	return nil
}

// seenElsewhere tells whether who asks may know of an action that is of no project.
func (s *service) seenElsewhere(ctx context.Context, r catalog.Record, v catalog.Verdict) (seen bool) {
	s.cat.View(func(st *catalog.State) {
		me := st.UserByNo(api.PrincipalOf(ctx).User.No)
		seen = len(v.Changes) > 0 || me.Admin || r.Event.Actor.GetUser() == uint32(me.No)
		for _, c := range v.Changes {
			for _, id := range c.IDs {
				seen = seen && st.Concerns(me, c.Kind, id)
			}
		}
	})
	return seen
}

// reversal is the event that undoes an action; of an undo it is the redo.
func (s *service) reversal(r catalog.Record, v catalog.Verdict) *pb.Event {
	undone := r.Event.GetActionUndone()
	u := &pb.ActionUndone{Offset: r.Offset, User: r.Event.Actor.GetUser(), Changes: catalog.Reversed(v.Changes)}
	u.Redo = undone != nil && !undone.Redo
	s.cat.View(func(st *catalog.State) { u.Scope = st.ScopeOf(r.Event, v.Changes) })
	e := &pb.Event{Cause: r.Event.Id, Body: &pb.Event_ActionUndone{ActionUndone: u}}
	if r.Event.Subject != nil {
		e.Subject = proto.Clone(r.Event.Subject).(*pb.Subject)
	}
	return e
}

func (s *service) nextUndo(ctx context.Context, in *ProjectPath) (*nextUndo, error) {
	no, err := s.undoProject(ctx, *in)
	if err != nil {
		return nil, err
	}
	return s.stackTops(ctx, catalog.Scope(no, ""))
}

type workspaceUndoPath struct {
	ProjectPath
	Workspace string `path:"workspace"`
}

func (s *service) nextUndoInWorkspace(ctx context.Context, in *workspaceUndoPath) (*nextUndo, error) {
	p, err := api.ReadableProject(ctx, s.cat, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	return s.stackTops(ctx, catalog.Scope(p.No, workspaceID(ctx, in.Workspace)))
}
