package cataloghttp

import (
	"context"
	"encoding/json"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

// Settings of a user; what isn't set has its default.
type Settings struct {
	DefaultEntity  string   `json:"default_entity" doc:"Where projects go when nothing is said"`
	Entities       []string `json:"entities" doc:"What default_entity can be: your own entity and teams that you may log to"`
	DefaultPrivacy string   `json:"default_privacy" enum:"private,restricted,public,open" doc:"Of new projects in your own entity"`
	SaveCode       bool     `json:"save_code" doc:"Keep the main script or notebook of your runs"`
}

type settingsAnswer struct {
	ETag string `header:"ETag"`
	Body struct {
		Settings
		Changed
	}
}

func settingsOf(st *catalog.State, u *catalog.User) (Settings, uint64) {
	d := st.Settings(u)
	out := Settings{DefaultEntity: st.DefaultEntity(u), Entities: []string{u.Name}, DefaultPrivacy: d.Text("default_privacy"), SaveCode: d.True("save_code")}
	if out.DefaultPrivacy == "" {
		out.DefaultPrivacy = "private"
	}
	for _, e := range st.Teams() {
		if e.RoleIn(u) >= catalog.Member {
			out.Entities = append(out.Entities, e.Name)
		}
	}
	if d == nil {
		return out, 0
	}
	return out, d.Version
}

func (s *service) getSettings(ctx context.Context, in *struct{ api.AsOf }) (*settingsAnswer, error) {
	past, err := api.StateAsOf(ctx, s.cat, in.AsOf)
	if err != nil {
		return nil, err
	}
	return s.settingsAnswer(ctx, Changed{Position: past.Position.String()}, past.View), nil
}

func (s *service) settingsAnswer(ctx context.Context, c Changed, view func(func(*catalog.State))) *settingsAnswer {
	out := &settingsAnswer{}
	view(func(st *catalog.State) {
		var version uint64
		if out.Body.Settings, version = settingsOf(st, api.PrincipalOf(ctx).User); version > 0 {
			out.ETag = etag(version)
		}
	})
	out.Body.Changed = c
	return out
}

type settingsEdit struct {
	Command
	IfMatch string `header:"If-Match" doc:"The ETag that the change was decided on"`
	Body    struct {
		DefaultEntity  *string `json:"default_entity,omitempty"`
		DefaultPrivacy *string `json:"default_privacy,omitempty" enum:"private,restricted,public,open"`
		SaveCode       *bool   `json:"save_code,omitempty"`
	}
}

func (s *service) editSettings(ctx context.Context, in *settingsEdit) (*settingsAnswer, error) {
	me := api.PrincipalOf(ctx).User
	if in.Body.DefaultEntity != nil {
		if err := s.checkDefaultEntity(ctx, me, *in.Body.DefaultEntity); err != nil {
			return nil, err
		}
	}
	set, err := json.Marshal(in.Body)
	if err != nil {
		return nil, err
	}
	if string(set) == "{}" {
		return nil, api.Invalid("The request changes nothing: give default_entity, default_privacy or save_code.")
	}
	e := &pb.Event{Subject: subject("user", me.Name), Body: &pb.Event_UserSettingsSet{UserSettingsSet: &pb.DocumentEdited{Id: me.Name, SetJson: set}}}
	if e.Expect, err = expected(in.IfMatch); err != nil {
		return nil, err
	}
	_, c, err := s.do(ctx, in.IdempotencyKey, e)
	if err != nil {
		return nil, err
	}
	return s.settingsAnswer(ctx, c, s.cat.View), nil
}

// checkDefaultEntity: one's own entity, or a team that one may log to.
func (s *service) checkDefaultEntity(ctx context.Context, me *catalog.User, name string) error {
	if err := api.Fresh(ctx, s.cat); err != nil {
		return err
	}
	ok := name == me.Name
	s.cat.View(func(st *catalog.State) {
		if e := st.Entity(name); e != nil && e.RoleIn(st.UserByNo(me.No)) >= catalog.Member {
			ok = true
		}
	})
	if !ok {
		return api.Forbidden("%q is neither your own entity nor a team that you may log to.", name)
	}
	return nil
}

// ProjectSettings are free: what the page keeps for a project.
type projectSettings struct {
	ETag string `header:"ETag"`
	Body struct {
		Settings map[string]json.RawMessage `json:"settings" doc:"Such as own columns of the runs table (column.NAME: an expression)"`
		Changed
	}
}

func (s *service) getProjectSettings(ctx context.Context, in *ProjectRead) (*projectSettings, error) {
	p, err := s.readProject(ctx, in.ProjectPath, in.AsOf)
	if err != nil {
		return nil, err
	}
	return s.projectSettings(p.now.No, Changed{Position: p.past.Position.String()}, p.past.View), nil
}

func (s *service) projectSettings(no catalog.ProjectNo, c Changed, view func(func(*catalog.State))) *projectSettings {
	out := &projectSettings{}
	out.Body.Settings, out.Body.Changed = map[string]json.RawMessage{}, c
	view(func(st *catalog.State) {
		if d := st.ProjectSettings(no); d != nil {
			out.Body.Settings, out.ETag = d.Fields, etag(d.Version)
		}
	})
	return out
}

type projectSettingsEdit struct {
	ProjectCommand
	Body struct {
		Set    map[string]json.RawMessage `json:"set,omitempty"`
		Remove []string                   `json:"remove,omitempty" maxItems:"1000"`
	}
}

func (s *service) editProjectSettings(ctx context.Context, in *projectSettingsEdit) (*projectSettings, error) {
	no, c, err := s.onProject(ctx, &in.ProjectCommand, func(p *catalog.Project) *pb.Event {
		return &pb.Event{Body: &pb.Event_ProjectSettingsSet{ProjectSettingsSet: &pb.DocumentEdited{
			Project: uint32(p.No), Id: "project", SetJson: layer(in.Body.Set), Removed: in.Body.Remove,
		}}}
	})
	if err != nil {
		return nil, err
	}
	return s.projectSettings(no, c, s.cat.View), nil
}
