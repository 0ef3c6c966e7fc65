package cataloghttp

import (
	"context"
	"fmt"
	"slices"
	"time"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/api"
)

// onStack is an action that somebody would undo or redo.
type onStack struct {
	catalog.Record
	catalog.Verdict
	older eventlog.Offset // what came to its turn after it; 0: nothing
}

// next is what would be undone or redone next in a scope: what is still there of it, as
// a purge must not stand before everything older for ever. nil: nothing.
func (s *service) next(ctx context.Context, scope string, redo bool) (*onStack, error) {
	var stack []eventlog.Offset
	s.cat.View(func(st *catalog.State) {
		if me := api.PrincipalOf(ctx).User.No; redo {
			stack = slices.Clone(st.Redoable(me, scope))
		} else {
			stack = slices.Clone(st.Undoable(me, scope))
		}
	})
	for i, off := range slices.Backward(stack) {
		r, v, err := s.cat.Effect(ctx, off)
		if err != nil {
			return nil, err
		}
		if left, _ := s.remaining(v); len(left) == 0 {
			continue
		}
		n := &onStack{Record: r, Verdict: v}
		if i > 0 {
			n.older = stack[i-1]
		}
		return n, nil
	}
	return nil, nil
}

func (s *service) remaining(v catalog.Verdict) (left []catalog.Change, purged int) {
	s.cat.View(func(st *catalog.State) { left, purged = st.Remaining(v.Changes) })
	return left, purged
}

// lastOnStack is next, for who wants it to be undone.
func (s *service) lastOnStack(ctx context.Context, what undoWhat) (*onStack, error) {
	if err := api.Fresh(ctx, s.cat); err != nil {
		return nil, err
	}
	n, err := s.next(ctx, what.scope, what.redo)
	switch {
	case err != nil || n != nil:
		return n, err
	case what.redo:
		return nil, api.Conflict("There's nothing of yours to redo here.")
	}
	return nil, api.Conflict("There's nothing of yours to undo here.").With("Give action to undo what somebody else did; the audit trail has the numbers.")
}

// wayRound tells who is refused an undo how to reach what is older.
func (n *onStack) wayRound(err error) error {
	p := api.From(err)
	if n.older == 0 || p.Status >= 500 {
		return err
	}
	return p.With(fmt.Sprintf("It stays the next one. What came before it is action %d: give that to undo it.", n.older))
}

type nextUndo struct {
	Body struct {
		Undo *stackTop `json:"undo,omitempty"`
		Redo *stackTop `json:"redo,omitempty"`
	}
}

type stackTop struct {
	Action uint64    `json:"action"`
	Type   string    `json:"type" doc:"Of the action; of a redo, of what was undone"`
	Name   string    `json:"name,omitempty" doc:"What the one thing is called that it was about: a section's title, a run's name"`
	At     time.Time `json:"at"`
}

func (s *service) stackTops(ctx context.Context, scope string) (*nextUndo, error) {
	out := &nextUndo{}
	for _, redo := range []bool{false, true} {
		n, err := s.next(ctx, scope, redo)
		if err != nil {
			return nil, err
		}
		if n == nil {
			continue
		}
		top := &stackTop{Action: n.Offset, At: n.At.UTC()}
		if top.Type, err = s.doneAtFirst(ctx, n.Record); err != nil {
			return nil, err
		}
		s.cat.View(func(st *catalog.State) { top.Name = st.NameOfChanged(n.Verdict) })
		if redo {
			out.Body.Redo = top
		} else {
			out.Body.Undo = top
		}
	}
	return out, nil
}

// doneAtFirst is the type of what an action did, undid or redid.
func (s *service) doneAtFirst(ctx context.Context, r catalog.Record) (string, error) {
	for r.Event.GetActionUndone() != nil {
		before, _, err := s.cat.Effect(ctx, eventlog.Offset(r.Event.GetActionUndone().Offset))
		if err != nil {
			return "", err
		}
		if before.Event == nil || before.Offset >= r.Offset {
			break // it isn't kept any more
		}
		r = before
	}
	return r.Event.GetType(), nil
}
