package wandb

import (
	"context"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"

	"github.com/graph-gophers/graphql-go"

	"runledger/catalog"
)

// resolver answers the root fields; each noun's file has its part of them.
type resolver struct{ *Server }

// defaultProject is where runs go that name no project, as the client does it itself.
const defaultProject = "uncategorized"

// nodeID makes the opaque id of a thing from its kind and number.
func nodeID(kind string, no uint64) graphql.ID {
	return graphql.ID(base64.StdEncoding.EncodeToString([]byte(kind + ":" + strconv.FormatUint(no, 10))))
}

// nodeNo is the inverse of nodeID; false for the id of something else.
func nodeNo(kind, id string) (uint64, bool) {
	text, err := base64.StdEncoding.DecodeString(id)
	if err != nil {
		return 0, false
	}
	digits, ok := strings.CutPrefix(string(text), kind+":")
	no, err := strconv.ParseUint(digits, 10, 64)
	return no, ok && err == nil
}

// entityOr returns the entity that a request names, or the caller's default.
func (s *Server) entityOr(ctx context.Context, name *string) (entity string) {
	if name != nil && *name != "" {
		return *name
	}
	s.Catalog.View(func(st *catalog.State) { entity = st.DefaultEntity(caller(ctx, st)) })
	return entity
}

// caller is who makes the request, as the fold has them now: rights may have changed
// since the key was looked at.
func caller(ctx context.Context, st *catalog.State) *catalog.User {
	before := principalOf(ctx).User
	if now := st.UserByNo(before.No); now != nil {
		return now
	}
	return before
}

func projectOr(name *string) string {
	if name == nil || *name == "" {
		return defaultProject
	}
	return *name
}

// look calls f with the fold, and once more with a fresh one unless f found what it
// looked for: nobody is told "there is none" by a fold that is behind.
func (s *Server) look(ctx context.Context, f func(*catalog.State) bool) error {
	var found bool
	s.Catalog.View(func(st *catalog.State) { found = f(st) })
	if found {
		return nil
	}
	if err := s.Catalog.Fresh(ctx); err != nil {
		return err
	}
	s.Catalog.View(func(st *catalog.State) { f(st) })
	return nil
}

// place is a run and the project it is in; both nil if the caller can't see it.
type place struct {
	project *catalog.Project
	run     *catalog.Run
	write   bool // the caller may change it: the run, or what is in the project
}

// findProject returns a project that the caller may see, by its name or an earlier one;
// project is nil if there is none.
func (s *Server) findProject(ctx context.Context, entity, project string) (out place, err error) {
	err = s.look(ctx, func(st *catalog.State) bool {
		user, p := caller(ctx, st), st.FindProject(entity, project)
		if p == nil || !st.MayRead(user, p) {
			return false
		}
		out = place{project: p, write: st.MayWrite(user, p)}
		return true
	})
	return out, err
}

// findRun returns a run that the caller may see; run is nil if there is none.
func (s *Server) findRun(ctx context.Context, entity, project, id string) (place, error) {
	return s.runWhere(ctx, func(st *catalog.State) *catalog.Run {
		p := st.FindProject(entity, project)
		if p == nil {
			return nil
		}
		return st.Run(p.No, id)
	})
}

// findRunByID returns the run of a storage id; run is nil if there is none.
func (s *Server) findRunByID(ctx context.Context, id string) (place, error) {
	no, ok := nodeNo("Run", id)
	if !ok {
		return place{}, nil
	}
	return s.runWhere(ctx, func(st *catalog.State) *catalog.Run { return st.RunByNo(catalog.RunNo(no)) })
}

func (s *Server) runWhere(ctx context.Context, where func(*catalog.State) *catalog.Run) (out place, err error) {
	err = s.look(ctx, func(st *catalog.State) bool {
		user, r := caller(ctx, st), where(st)
		if r == nil || r.Deleted {
			return false
		}
		p := st.ProjectByNo(r.Project)
		if !st.MayRead(user, p) {
			return false
		}
		out = place{p, r, st.MayEditRun(user, p, r)}
		return true
	})
	return out, err
}

// writable takes what findRun returned, for a change: what isn't there is 404, what may
// not be changed 403.
func (s *Server) writable(at place, err error) (place, error) {
	switch {
	case err != nil:
		return at, err
	case at.run == nil:
		return at, refuse(http.StatusNotFound, catalog.CodeNotFound, "run not found, or you can't see it")
	case !at.write:
		return at, refuse(http.StatusForbidden, catalog.CodeForbidden, "you can't change run %q of %s/%s", at.run.ID, at.project.Entity, at.project.Name)
	}
	return at, nil
}
