package workspace

import (
	"context"
	"encoding/json"
	"strings"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// do makes an event about a document a command. What If-Match says is checked by the
// fold, but of what nobody changed yet, here.
func (s *service) do(ctx context.Context, in *Change, kind, id string, version uint64, e *pb.Event) (api.Changed, error) {
	expect := uint64(0)
	if strings.Trim(in.IfMatch, `"`) == "0" {
		if version != 0 {
			return api.Changed{}, api.Conflict("It has changed in the meantime: nothing was expected, it's at version %d.", version)
		}
	} else {
		var err error
		if expect, err = api.Expected(in.IfMatch); err != nil {
			return api.Changed{}, err
		}
	}
	e.Expect, e.Subject = expect, api.SubjectOf(kind, id)
	_, c, err := api.Do(ctx, s.cat, in.IdempotencyKey, e)
	return c, err
}

// edited is the message of an edit of a part.
func edited(at *place, p *part, parent string, e edit) *pb.DocumentEdited {
	set, removed := e.messages(p)
	return &pb.DocumentEdited{Project: uint32(at.project.No), Id: p.id, Root: at.id, Parent: parent, SetJson: set, Removed: removed}
}

// messages are the edit as an event has it. What lies under a document is hidden by
// null, what is in it alone is taken away.
func (e edit) messages(p *part) (set []byte, removed []string) {
	fields := Fields{}
	for name, v := range e.set {
		fields[name] = v
	}
	if p.doc == nil || p.base != nil || strings.HasPrefix(p.id, autoPrefix) {
		for _, name := range e.removed {
			fields[name] = json.RawMessage("null")
		}
		return fields.object(), nil
	}
	return fields.object(), e.removed
}

// mark adds to the first change of a section that arranges itself what it is for.
func (s *section) mark(f Fields) Fields {
	if s.doc == nil && s.auto != "" {
		f["auto_for"] = quoted(s.auto)
		if s.system {
			f["auto_system"] = json.RawMessage("true")
		}
	}
	return f
}

// mark adds to the first change of a panel that arranges itself what it is for, and
// where it stands if that is no document.
func (p *panel) mark(in *section, f Fields) Fields {
	if p.doc == nil && p.auto {
		f["auto_for"] = quoted(p.metric)
		if p.system {
			f["auto_system"] = json.RawMessage("true")
		}
	}
	return in.note(f)
}

// note adds to a panel of a section that is no document what that is called.
func (s *section) note(f Fields) Fields {
	if s != nil && s.doc == nil && s.auto != "" {
		f["in_section"] = quoted(s.auto)
	}
	return f
}

// now is the place as it is after a change.
func (s *service) now(ctx context.Context, at *place) (*layout, stored, error) {
	past, err := api.StateAsOf(ctx, s.cat, api.AsOf{})
	if err != nil {
		return nil, stored{}, err
	}
	after := *at
	after.past = past
	return s.layout(ctx, &after)
}

// noSection is the problem that a section isn't there.
func noSection(id string) error { return api.NotFound("There's no section %q in this workspace.", id) }

func noPanel(id string) error { return api.NotFound("There's no panel %q in this workspace.", id) }

// neighbours returns the places around where something is put into a list that doesn't
// have it: after or before another, else at its end.
func neighbours[P any](list []P, of func(P) *part, after, before string) (lo, hi string, err error) {
	at := len(list)
	if ref := after + before; ref != "" {
		if after != "" && before != "" {
			return "", "", api.Invalid("Give one of after and before.")
		}
		if at = indexOf(list, of, ref); at < 0 {
			return "", "", api.Invalid("There's no %q to stand beside.", ref)
		}
		if after != "" {
			at++
		}
	}
	lo, hi = around(list, of, at)
	return lo, hi, nil
}

func around[P any](list []P, of func(P) *part, at int) (lo, hi string) {
	if at > 0 {
		lo = of(list[at-1]).place
	}
	if at < len(list) {
		hi = of(list[at]).place
	}
	return lo, hi
}

func indexOf[P any](list []P, of func(P) *part, id string) int {
	for i, p := range list {
		if of(p).id == id {
			return i
		}
	}
	return -1
}

func partOfSection(s *section) *part { return &s.part }

func partOfPanel(p *panel) *part { return &p.part }

func without[P any](list []P, of func(P) *part, id string) []P {
	var out []P
	for _, p := range list {
		if of(p).id != id {
			out = append(out, p)
		}
	}
	return out
}

// mayChange refuses early what the fold would refuse.
func (s *service) mayChange(at *place) error {
	name, own := strings.CutPrefix(at.id, "user-")
	if own && name != at.user.Name {
		return api.Forbidden("That is %s's own workspace.", name).With("Save a copy as yours: POST …/workspaces with from.")
	}
	var may bool
	s.cat.View(func(st *catalog.State) {
		u := st.UserByNo(at.user.No)
		may = own && st.MayRead(u, at.project) || st.MayEdit(u, at.project)
	})
	if !may {
		return api.Forbidden("Only who may edit the project can change its saved views.")
	}
	return nil
}
