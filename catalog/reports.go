package catalog

import (
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/proto"

	"runledger/event/pb"
)

// firstBlocks is the field of report.created that holds the report's first blocks: a
// list of {"id", "fields"}. Each becomes a document like those added later, so a report
// that is made in one go is one action, and there's one way to keep blocks.
const firstBlocks = "blocks"

// maxFirstBlocks of one action.
const maxFirstBlocks = 500

// reportCreated makes a report with its first blocks. Its undo deletes the report,
// whose blocks go out of sight with it.
func reportCreated(s *State, a *action, b *pb.DocumentAdded) Verdict {
	fields, err := layerFields("the fields", b.FieldsJson)
	if err != nil {
		return refuse(CodeInvalid, "%v", err)
	}
	list := fields[firstBlocks]
	delete(fields, firstBlocks)
	alone := proto.CloneOf(b)
	alone.FieldsJson = appendObject(nil, fields)
	blocks, err := s.blocksOf(a, b, list)
	if err != nil {
		return refuse(CodeInvalid, "%v", err).about(0, ProjectNo(b.Project), 0)
	}
	v := added(Report)(s, a, alone)
	if v.Outcome != Accepted {
		return v
	}
	for _, d := range blocks {
		if !a.rehearsal {
			s.putDocument(a, d)
		}
	}
	if blocks != nil {
		v.After = append(append(appendName(opened(v.After), firstBlocks), list...), '}')
	}
	return v
}

// blocksOf reads the first blocks of a report, in their order.
func (s *State) blocksOf(a *action, b *pb.DocumentAdded, list json.RawMessage) ([]*Document, error) {
	if list == nil {
		return nil, nil
	}
	var given []struct {
		ID     string          `json:"id"`
		Fields json.RawMessage `json:"fields"`
	}
	if err := json.Unmarshal(list, &given); err != nil || len(given) > maxFirstBlocks {
		return nil, fmt.Errorf("the blocks of a new report are a list of at most %d", maxFirstBlocks)
	}
	var blocks []*Document
	order, seen := "", map[string]bool{}
	for _, g := range given {
		d := &Document{Project: ProjectNo(b.Project), Kind: Block, ID: g.ID, Root: b.Id, Owner: a.actorNo(), Created: a.At}
		if s.docs[d.key()] != nil || seen[g.ID] || !documentID(g.ID) {
			return nil, fmt.Errorf("a new block can't have the id %.200q", g.ID)
		}
		seen[g.ID] = true
		set, err := documentFields(g.Fields)
		if err != nil {
			return nil, fmt.Errorf("block %s: %w", g.ID, err)
		}
		d.Fields = map[string]json.RawMessage{}
		if v := d.set(&diff{}, set, nil); !v.OK() {
			return nil, fmt.Errorf("block %s: %s", g.ID, v.Reason)
		}
		order = orderBetween(order, "")
		d.Order = order
		blocks = append(blocks, d)
	}
	return blocks, nil
}
