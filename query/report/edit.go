package report

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
	"runledger/query/read"
)

// OneBlock names a block of a report.
type OneBlock struct {
	One
	Block string `path:"block" maxLength:"160"`
}

type addBlockInput struct {
	One
	api.Command
	Body struct {
		NewBlock
		After  string `json:"after,omitempty" doc:"Id of the block that it comes after; with neither it comes last"`
		Before string `json:"before,omitempty"`
	}
}

// newBlock is the fields of a block to be made. Panels get ids where they have none, and
// images go into the blob store.
func (s *service) newBlock(ctx context.Context, p *catalog.Project, b NewBlock, at string) (map[string]json.RawMessage, error) {
	if !slices.Contains(blockKinds, b.Kind) {
		return nil, fault(at+"kind", "There's no kind of block %q.", b.Kind)
	}
	set, err := s.contentFields(ctx, p, b.Kind, &b.BlockContent, at)
	if err != nil {
		return nil, err
	}
	if b.Kind == kindImage && set["image"] == nil {
		return nil, fault(at+"image", "An image block needs an image.")
	}
	set["kind"] = text(b.Kind)
	return set, nil
}

func (s *service) contentFields(ctx context.Context, p *catalog.Project, kind string, c *BlockContent, at string) (map[string]json.RawMessage, error) {
	set, err := c.fields(kind, at)
	if err != nil || c.Image == nil {
		return set, err
	}
	stored, err := s.imageOf(ctx, p, c.Image, at)
	if err != nil {
		return nil, err
	}
	return set, putJSON(set, at, "image", stored)
}

func (s *service) addBlock(ctx context.Context, in *addBlockInput) (*changedOutput, error) {
	f, err := s.editable(ctx, in.One)
	if err != nil {
		return nil, err
	}
	set, err := s.newBlock(ctx, f.project, in.Body.NewBlock, "body.")
	if err != nil {
		return nil, err
	}
	return s.putBlock(ctx, f, in.One, in.IdempotencyKey, set, in.Body.After, in.Body.Before)
}

// putBlock makes a block of a report, with its answers if the report is a snapshot.
func (s *service) putBlock(ctx context.Context, f *found, in One, key string, set map[string]json.RawMessage, after, before string) (*changedOutput, error) {
	if len(f.blocks) >= maxBlocks {
		s.metrics.refused.WithLabelValues("too_many").Inc()
		return nil, fault("body", "A report has at most %d blocks.", maxBlocks)
	}
	id := newID(ctx, key, "block "+f.doc.ID)
	if err := s.pinBlock(ctx, f, id, set, nil); err != nil {
		return nil, err
	}
	b := &pb.DocumentAdded{Project: uint32(f.project.No), Id: id, Root: in.ID, FieldsJson: object(set), After: after, Before: before}
	return s.changePart(ctx, catalog.Block, id, key, "", &pb.Event{Body: &pb.Event_BlockAdded{BlockAdded: b}})
}

// pinBlock answers the questions that a block has after a change, at the position of the
// report's snapshot, and puts the answers into set.
func (s *service) pinBlock(ctx context.Context, f *found, id string, set, old map[string]json.RawMessage) error {
	pin := pinOf(f.doc)
	if pin == nil {
		return nil
	}
	fields := maps.Clone(old)
	if fields == nil {
		fields = map[string]json.RawMessage{}
	}
	maps.Copy(fields, set)
	var open []*question
	for _, q := range questionsOf(blockOf(&catalog.Document{ID: id, Fields: fields})) {
		if f.payloadOf(q, pin) == "" {
			open = append(open, q)
		}
	}
	if len(open) == 0 {
		return nil
	}
	at, err := s.snapshot(ctx, read.Params{AsOf: pin.Position}, true)
	if err != nil {
		return err
	}
	list, err := s.answers(ctx, f.project, open, at)
	if err != nil {
		return err
	}
	own, err := s.newPin(ctx, list, at, "")
	if err != nil {
		return err
	}
	own.Position, own.Time = pin.Position, pin.Time // the same moment, by the same name
	return putJSON(set, "", "pin", own)
}

type patchBlockInput struct {
	OneBlock
	api.Command
	IfMatch string `header:"If-Match"`
	Body    BlockContent
}

// block returns a block of a report that the principal may change.
func (s *service) block(ctx context.Context, in OneBlock) (*found, *catalog.Document, error) {
	f, err := s.editable(ctx, in.One)
	if err != nil {
		return nil, nil, err
	}
	for _, d := range f.blocks {
		if d.ID == in.Block {
			return f, d, nil
		}
	}
	return nil, nil, api.NotFound("The report has no block %q.", in.Block)
}

func (s *service) patchBlock(ctx context.Context, in *patchBlockInput) (*changedOutput, error) {
	f, d, err := s.block(ctx, in.OneBlock)
	if err != nil {
		return nil, err
	}
	set, err := s.contentFields(ctx, f.project, d.Text("kind"), &in.Body, "body.")
	if err != nil {
		return nil, err
	}
	if len(set) == 0 {
		return nil, fault("body", "Nothing to change: give text, run_set, panels or image.")
	}
	if err := s.pinBlock(ctx, f, d.ID, set, d.Fields); err != nil {
		return nil, err
	}
	edit := &pb.DocumentEdited{Project: uint32(f.project.No), Id: d.ID, Root: in.ID, SetJson: object(set)}
	return s.changePart(ctx, catalog.Block, d.ID, in.IdempotencyKey, in.IfMatch, &pb.Event{Body: &pb.Event_BlockEdited{BlockEdited: edit}})
}

type deleteBlockInput struct {
	OneBlock
	api.Command
	IfMatch string `header:"If-Match"`
}

func (s *service) deleteBlock(ctx context.Context, in *deleteBlockInput) (*changedOutput, error) {
	f, d, err := s.block(ctx, in.OneBlock)
	if err != nil {
		return nil, err
	}
	del := &pb.DocumentDeleted{Project: uint32(f.project.No), Id: d.ID, Root: in.ID}
	return s.changePart(ctx, catalog.Block, d.ID, in.IdempotencyKey, in.IfMatch, &pb.Event{Body: &pb.Event_BlockDeleted{BlockDeleted: del}})
}

type moveBlockInput struct {
	OneBlock
	api.Command
	IfMatch string `header:"If-Match"`
	Body    struct {
		After  string `json:"after,omitempty" doc:"Id of the block that it comes after; with neither it comes last"`
		Before string `json:"before,omitempty"`
	}
}

func (s *service) moveBlock(ctx context.Context, in *moveBlockInput) (*changedOutput, error) {
	f, d, err := s.block(ctx, in.OneBlock)
	if err != nil {
		return nil, err
	}
	move := &pb.DocumentMoved{Project: uint32(f.project.No), Id: d.ID, Root: in.ID, After: in.Body.After, Before: in.Body.Before}
	return s.changePart(ctx, catalog.Block, d.ID, in.IdempotencyKey, in.IfMatch, &pb.Event{Body: &pb.Event_BlockMoved{BlockMoved: move}})
}
