package main

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"runledger/internal/api"
)

const jobsPath = "/api/v1/admin/jobs"

type startJobInput struct {
	Body struct {
		Kind string `json:"kind" enum:"rebuild,verify" doc:"rebuild: make all tables anew from the log and switch over. verify: make them anew and compare."`
	}
}

type jobInput struct {
	ID string `path:"id"`
}

type jobOutput struct{ Body job }

type jobsOutput struct {
	Body struct {
		Jobs []job `json:"jobs" doc:"The newest first."`
	}
}

// routes mounts the administrator's jobs.
func (j *jobs) routes(a huma.API) {
	api.Register(a, huma.Operation{
		OperationID: "start-job", Method: http.MethodPost, Path: jobsPath, DefaultStatus: http.StatusAccepted,
		Summary: "Start a rebuild or a verification", Tags: []string{"Administration"},
	}, func(ctx context.Context, in *startJobInput) (*jobOutput, error) {
		if err := onlyAdmins(ctx); err != nil {
			return nil, err
		}
		b, err := j.start(in.Body.Kind)
		if errors.Is(err, errJobRunning) {
			return nil, api.Conflict("The job %s (%s) is running, and there's one at a time.", b.ID, b.Kind).
				With("Wait for it, or cancel it: DELETE " + jobsPath + "/" + b.ID)
		}
		return &jobOutput{b}, err
	})
	api.Register(a, huma.Operation{
		OperationID: "list-jobs", Method: http.MethodGet, Path: jobsPath,
		Summary: "List the last jobs", Tags: []string{"Administration"},
	}, func(ctx context.Context, _ *struct{}) (*jobsOutput, error) {
		out := &jobsOutput{}
		out.Body.Jobs = j.all()
		return out, onlyAdmins(ctx)
	})
	j.one(a, "get-job", http.MethodGet, "Get a job with its progress", false)
	j.one(a, "cancel-job", http.MethodDelete, "Cancel a job", true)
}

func (j *jobs) one(a huma.API, id, method, summary string, cancel bool) {
	api.Register(a, huma.Operation{
		OperationID: id, Method: method, Path: jobsPath + "/{id}",
		Summary: summary, Tags: []string{"Administration"}, DefaultStatus: http.StatusOK,
	}, func(ctx context.Context, in *jobInput) (*jobOutput, error) {
		if err := onlyAdmins(ctx); err != nil {
			return nil, err
		}
		b, ok := j.get(in.ID, cancel)
		if !ok {
			return nil, api.NotFound("There's no job %s (the last %d are remembered, until a restart).", in.ID, rememberedJobs)
		}
		return &jobOutput{b}, nil
	})
}

// onlyAdmins refuses everybody else.
func onlyAdmins(ctx context.Context) error {
	if who := api.PrincipalOf(ctx); who.User == nil || !who.User.Admin {
		return api.Forbidden("Only an administrator may do this.")
	}
	return nil
}
