package shell

import (
	"errors"
	"fmt"
	"strings"

	"runledger/client"
)

// projectRef names a project as ENTITY/PROJECT.
type projectRef struct{ entity, project string }

func (r *projectRef) UnmarshalText(text []byte) error {
	entity, project, ok := strings.Cut(string(text), "/")
	if !ok || entity == "" || project == "" || strings.Contains(project, "/") {
		return fmt.Errorf("%q isn't ENTITY/PROJECT: runledger ls lists them", text)
	}
	*r = projectRef{entity, project}
	return nil
}

func (r projectRef) String() string { return r.entity + "/" + r.project }

// path of a route below the project. more is a fixed path.
func (r projectRef) path(more string) string {
	return "/api/v1/projects" + client.Path(r.entity, r.project) + more
}

// runRef names a run as ENTITY/PROJECT/RUN, by its id.
type runRef struct {
	projectRef
	run string
}

func (r *runRef) UnmarshalText(text []byte) error {
	parts := strings.SplitN(string(text), "/", 3)
	if len(parts) != 3 || parts[2] == "" {
		return fmt.Errorf("%q isn't ENTITY/PROJECT/RUN: runledger runs ENTITY/PROJECT lists ids", text)
	}
	if err := r.projectRef.UnmarshalText([]byte(parts[0] + "/" + parts[1])); err != nil {
		return err
	}
	r.run = parts[2]
	return nil
}

type member struct {
	User string `json:"user"`
	Role string `json:"role"`
}

// memberArg is a member as USER=ROLE.
type memberArg struct{ member }

func (m *memberArg) UnmarshalText(text []byte) error {
	user, role, ok := strings.Cut(string(text), "=")
	if !ok {
		role = "member"
	}
	if user == "" || role == "" {
		return errors.New("a member is written USER=ROLE, with the roles viewer, member, admin")
	}
	m.member = member{user, role}
	return nil
}
