package cataloghttp

import (
	"context"
	"crypto/rand"
	"strings"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
)

type runCreate struct {
	Command
	ProjectPath
	Body struct {
		ID          string   `json:"id,omitempty" doc:"Unique in the project, at most 128 bytes; default: made up"`
		DisplayName string   `json:"display_name,omitempty" doc:"Default: made from the run's number"`
		Tags        []string `json:"tags,omitempty" maxItems:"64"`
		Notes       string   `json:"notes,omitempty"`
		Group       *string  `json:"group,omitempty"`
		JobType     *string  `json:"job_type,omitempty"`
		Parent      *string  `json:"parent,omitempty" doc:"Id of the run that starts this one"`
		Program     *string  `json:"program,omitempty"`
		Command     *string  `json:"command,omitempty" doc:"The command line"`
		Commit      *string  `json:"commit,omitempty" doc:"Of the code"`
		SaveCode    *bool    `json:"save_code,omitempty" doc:"Keep this run's code, whatever your setting says"`
	}
}

// createRun makes a run before its trainer logs; a trainer's first line makes its own.
func (s *service) createRun(ctx context.Context, in *runCreate) (*runAnswer, error) {
	p, err := api.ReadableProject(ctx, s.cat, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	b := &in.Body
	id := b.ID
	if id == "" {
		id = strings.ToLower(rand.Text())[:12]
	}
	v, c, err := s.do(ctx, in.IdempotencyKey, &pb.Event{
		Subject: subject("run", p.Entity+"/"+p.Name+"/"+id),
		Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{
			Entity: p.Entity, Project: p.Name, RunId: id, DisplayName: b.DisplayName, Tags: b.Tags, Notes: b.Notes, SaveCode: b.SaveCode,
			Attributes: &pb.RunAttributes{Group: b.Group, JobType: b.JobType, Parent: b.Parent, Program: b.Program, Command: b.Command, Commit: b.Commit},
		}},
	})
	if err != nil {
		return nil, err
	}
	out := &runAnswer{}
	out.Body.Changed = c
	s.cat.View(func(st *catalog.State) {
		r := st.RunByNo(v.Run)
		out.ETag, out.Body.Run = etag(r.Version), runOf(r)
	})
	return out, nil
}
