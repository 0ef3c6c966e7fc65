package report

import (
	"context"
	"encoding/json"
	"fmt"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
	"runledger/query/read"
)

type createInput struct {
	Of
	api.Command
	WaitFor string `query:"wait_for" doc:"Only once this position can be read; waits up to 10 s"`
	Body    struct {
		Title       string     `json:"title" minLength:"1"`
		Description string     `json:"description,omitempty"`
		Blocks      []NewBlock `json:"blocks,omitempty" maxItems:"200"`
		Live        bool       `json:"live,omitempty" doc:"Ask for the data at each look. Default: a snapshot of now"`
		AsOf        string     `json:"as_of,omitempty" maxLength:"65536" doc:"A snapshot of this position or time"`
	}
}

func (s *service) create(ctx context.Context, in *createInput) (*newOutput, error) {
	p, err := api.ReadableProject(ctx, s.Catalog, in.Entity, in.Project)
	if err != nil {
		return nil, err
	}
	if err := s.mayEdit(ctx, p); err != nil {
		return nil, err
	}
	fields, err := reportFields(&in.Body.Title, &in.Body.Description)
	if err != nil {
		return nil, err
	}
	if in.Body.Live && in.Body.AsOf != "" {
		return nil, fault("body.as_of", "A live report shows the data as of now.")
	}
	n := newReport{id: newID(ctx, in.IdempotencyKey, "report "+in.Entity+"/"+in.Project), project: p, fields: fields, live: in.Body.Live, key: in.IdempotencyKey}
	for i, b := range in.Body.Blocks {
		at := fmt.Sprintf("body.blocks[%d].", i)
		f, err := s.newBlock(ctx, p, b, at)
		if err != nil {
			return nil, err
		}
		n.add(f)
	}
	return s.make(ctx, n, read.Params{AsOf: in.Body.AsOf, WaitFor: in.WaitFor})
}

// newReport is a report on its way into the log.
type newReport struct {
	id      string
	project *catalog.Project
	fields  map[string]json.RawMessage
	blocks  []firstBlock
	live    bool
	key     string // for repetitions
}

// firstBlock is a block as report.created has it.
type firstBlock struct {
	ID     string                     `json:"id"`
	Fields map[string]json.RawMessage `json:"fields"`
}

// add adds a block; its id is unique in the project, as a part of the report's.
func (n *newReport) add(fields map[string]json.RawMessage) {
	n.blocks = append(n.blocks, firstBlock{fmt.Sprintf("%s-%d", n.id, len(n.blocks)+1), fields})
}

func (n *newReport) questions() []*question {
	var list []*question
	for _, b := range n.blocks {
		list = append(list, questionsOf(blockOf(&catalog.Document{ID: b.ID, Fields: b.Fields}))...)
	}
	return list
}

type newOutput struct {
	ETag string `header:"ETag"`
	Body NewAnswer
}

// NewAnswer is the answer to a new report.
type NewAnswer struct {
	ChangedReport
	Mode string `json:"mode" enum:"pinned,live"`
	Pin  *Pin   `json:"pin,omitempty"`
}

// make makes a report, by one action; unless it's live with its snapshot.
func (s *service) make(ctx context.Context, n newReport, when read.Params) (*newOutput, error) {
	out := &newOutput{Body: NewAnswer{Mode: "live"}}
	if !n.live {
		questions := n.questions()
		at, err := s.snapshot(ctx, when, len(questions) > 0)
		if err != nil {
			return nil, err
		}
		list, err := s.answers(ctx, n.project, questions, at)
		if err != nil {
			return nil, err
		}
		if out.Body.Pin, err = s.newPin(ctx, list, at, when.AsOf); err != nil {
			return nil, err
		}
		if err := putJSON(n.fields, "", "pin", out.Body.Pin); err != nil {
			return nil, err
		}
		out.Body.Mode = "pinned"
	}
	if len(n.blocks) > 0 {
		b, err := encoded(n.blocks)
		if err != nil {
			return nil, fmt.Errorf("encode blocks: %w", err)
		}
		n.fields["blocks"] = b
	}
	added := &pb.DocumentAdded{Project: uint32(n.project.No), Id: n.id, FieldsJson: object(n.fields)}
	done, err := s.changePart(ctx, catalog.Report, n.id, n.key, "", &pb.Event{Body: &pb.Event_ReportCreated{ReportCreated: added}})
	if err != nil {
		return nil, err
	}
	out.ETag, out.Body.ChangedReport = done.ETag, done.Body
	return out, nil
}
