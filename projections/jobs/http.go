package jobs

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
)

type jobCreate struct {
	Body struct {
		Kind string `json:"kind" enum:"verify,rebuild" doc:"verify: make all tables anew beside the live ones and compare; rebuild: and put them in their place"`
	}
}

type jobRef struct {
	ID string `path:"id" doc:"Of the job"`
}

type jobAnswer struct {
	Body Status
}

type jobList struct {
	Body struct {
		Jobs []Status `json:"jobs" doc:"Newest first"`
	}
}

// Register adds the operations. They are for administrators; to others there is
// nothing here.
func (s *Jobs) Register(a huma.API) {
	api.Register(a, operation(http.MethodPost, "", "start-job", "Start a rebuild or a verification"), s.create)
	api.Register(a, operation(http.MethodGet, "", "list-jobs", "List the jobs since the start"), s.list)
	api.Register(a, operation(http.MethodGet, "/{id}", "get-job", "Progress or outcome of a job"), s.get)
	api.Register(a, operation(http.MethodDelete, "/{id}", "cancel-job", "Cancel a job"), s.delete)
}

func operation(method, path, id, summary string) huma.Operation {
	return huma.Operation{Method: method, Path: "/api/v1/admin/jobs" + path, OperationID: id, Summary: summary, Tags: []string{"Administration"}}
}

func (s *Jobs) create(ctx context.Context, in *jobCreate) (*jobAnswer, error) {
	if err := adminOnly(ctx); err != nil {
		return nil, err
	}
	status, err := s.Start(in.Body.Kind)
	switch {
	case errors.Is(err, ErrBusy):
		return nil, api.NewProblem(http.StatusConflict, "busy", "A %s is running.", status.Kind).
			With("Wait for job " + status.ID + ", or cancel it.")
	case err != nil:
		return nil, api.Unavailable(time.Second, "%v", err)
	}
	return &jobAnswer{status}, nil
}

func (s *Jobs) list(ctx context.Context, _ *struct{}) (*jobList, error) {
	if err := adminOnly(ctx); err != nil {
		return nil, err
	}
	out := &jobList{}
	out.Body.Jobs = s.List()
	return out, nil
}

func (s *Jobs) get(ctx context.Context, in *jobRef) (*jobAnswer, error) {
	j, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &jobAnswer{j.Status()}, nil
}

func (s *Jobs) delete(ctx context.Context, in *jobRef) (*jobAnswer, error) {
	j, err := s.find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	j.Cancel()
	return &jobAnswer{j.Status()}, nil
}

func (s *Jobs) find(ctx context.Context, id string) (*Job, error) {
	if err := adminOnly(ctx); err != nil {
		return nil, err
	}
	if j := s.Get(id); j != nil {
		return j, nil
	}
	return nil, api.NotFound("There's no job %q.", id)
}

func adminOnly(ctx context.Context) error {
	if !api.PrincipalOf(ctx).User.Admin {
		return api.NotFound("There's nothing at this address.")
	}
	return nil
}
