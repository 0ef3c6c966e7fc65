package wandb

import (
	"context"
	"net/http"

	"runledger/catalog"
	"runledger/event/pb"
)

// edit is a person's change through the public API.
func (s *Server) edit(ctx context.Context, in upsertInput) (place, error) {
	at, err := s.writable(s.findRunByID(ctx, *in.ID))
	if err != nil {
		return at, err
	}
	said, err := s.sayingsOf(ctx, in)
	if err != nil {
		return at, err
	}
	e := &pb.RunEdited{}
	if said.config != nil || said.summary != nil {
		if e, err = s.layersOf(ctx, at.run, said); err != nil {
			return at, err
		}
	}
	return s.change(ctx, at, in, e, pb.Actor_KIND_USER)
}

// layersOf returns what a person changed of a run's config and summary.
func (s *Server) layersOf(ctx context.Context, run *catalog.Run, said sayings) (*pb.RunEdited, error) {
	now, err := s.runData(ctx, run)
	if err != nil {
		return nil, err
	}
	out := &pb.RunEdited{}
	for _, layer := range []struct {
		now, wanted []byte
		edit        **pb.LayerEdit
	}{{now.Config, said.config, &out.Config}, {now.Summary, said.summary, &out.Summary}} {
		if layer.wanted == nil {
			continue
		}
		set, err := editsOf(layer.now, layer.wanted)
		if err != nil {
			return nil, refuse(http.StatusUnprocessableEntity, "invalid", "%v", err)
		}
		if set != nil {
			*layer.edit = &pb.LayerEdit{SetJson: set}
		}
	}
	return out, nil
}
