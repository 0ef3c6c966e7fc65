package workspace

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"runledger/catalog"
	"runledger/internal/progress"
)

type previewInput struct {
	OfOne
	Body panelBody
}

// preview answers with what a panel would show, before it's added or edited. Nothing is kept.
func (s *service) preview(ctx context.Context, in *previewInput) (*huma.StreamResponse, error) {
	at, err := s.find(ctx, &in.OfOne, progress.Points)
	if err != nil {
		return nil, err
	}
	w := stored{id: at.id}
	at.past.View(func(st *catalog.State) { w.doc = st.Document(at.project.No, catalog.Workspace, at.id) })
	p := &panel{part: part{id: "preview", base: in.Body.Fields}}
	return s.drawn(ctx, &drawing{service: s, at: at, w: w, panel: p, params: in.Params})
}
