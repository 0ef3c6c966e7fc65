package cataloghttp

import "context"

// A project's page has six collections. These two are empty yet: nothing makes a sweep
// or an artifact. Their addresses answer, so that a page can show that there are none.

type sweepList struct {
	Body struct {
		Sweeps []struct{} `json:"sweeps" doc:"None yet"`
		Total  int        `json:"total"`
		Then
	}
}

func (s *service) listSweeps(ctx context.Context, in *ProjectRead) (*sweepList, error) {
	p, err := s.readProject(ctx, in.ProjectPath, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := &sweepList{}
	out.Body.Sweeps, out.Body.Then = []struct{}{}, thenOf(p.past)
	return out, nil
}

type artifactList struct {
	Body struct {
		Artifacts []struct{} `json:"artifacts" doc:"None yet"`
		Total     int        `json:"total"`
		Then
	}
}

func (s *service) listArtifacts(ctx context.Context, in *ProjectRead) (*artifactList, error) {
	p, err := s.readProject(ctx, in.ProjectPath, in.AsOf)
	if err != nil {
		return nil, err
	}
	out := &artifactList{}
	out.Body.Artifacts, out.Body.Then = []struct{}{}, thenOf(p.past)
	return out, nil
}
