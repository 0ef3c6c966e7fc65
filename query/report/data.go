package report

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"runledger/internal/api"
	"runledger/query/read"
)

// Data is what a report shows of the data.
type Data struct {
	Mode     string     `json:"mode" enum:"pinned,live"`
	Position string     `json:"position" doc:"What the payloads include"`
	Time     *time.Time `json:"time,omitempty" doc:"Log time of that position, or the time asked for"`
	Content  string     `json:"content" doc:"SHA-256 over all payloads of the report"`
	Payloads []Answer   `json:"payloads" doc:"In the order of blocks and panels"`
}

// Answer is the payload of a run set or a panel.
type Answer struct {
	Block   string   `json:"block"`
	Panel   string   `json:"panel,omitempty" doc:"Id of the panel, else its place: panel-0, panel-1, …"`
	SHA256  string   `json:"sha256,omitempty" doc:"Of the payload"`
	Stale   bool     `json:"stale,omitempty" doc:"The snapshot holds no answer to what is asked now: pin the report again"`
	Fault   *Fault   `json:"fault,omitempty" doc:"Why there's no payload"`
	Payload *Payload `json:"payload,omitempty"`
}

type dataInput struct {
	One
	api.AsOf
	Block string `query:"block" maxLength:"160" doc:"Only of this block"`
}

type dataOutput struct{ Body *Data }

func (s *service) data(ctx context.Context, in *dataInput) (*dataOutput, error) {
	f, past, err := s.findAsOf(ctx, in.One, in.AsOf)
	if err != nil {
		return nil, err
	}
	d, err := s.dataOf(ctx, f, in.Block, read.Params{AsOf: in.AsOf.AsOf})
	if err == nil && d.Position == "" {
		d.Position = past.Position.String()
	}
	return &dataOutput{d}, err
}

// dataOf is the data of a report, or of one of its blocks; when is for a live one.
func (s *service) dataOf(ctx context.Context, f *found, block string, when read.Params) (*Data, error) {
	var questions []*question
	for _, q := range f.questions() {
		if block == "" || q.block == block {
			questions = append(questions, q)
		}
	}
	if pin := pinOf(f.doc); pin != nil {
		return s.pinnedData(ctx, f, pin, questions)
	}
	return s.liveData(ctx, f, questions, when)
}

func (s *service) pinnedData(ctx context.Context, f *found, pin *Pin, questions []*question) (*Data, error) {
	out := &Data{Mode: "pinned", Position: pin.Position, Time: &pin.Time, Payloads: []Answer{}}
	hashes := map[string]string{}
	size := 0
	for _, q := range questions {
		a := Answer{Block: q.block, Panel: q.panel, SHA256: f.payloadOf(q, pin)}
		if a.Stale = a.SHA256 == ""; a.Stale {
			out.Payloads = append(out.Payloads, a)
			continue
		}
		hashes[q.key()] = a.SHA256
		p, err := s.payload(ctx, a.SHA256)
		var problem *api.Problem
		switch {
		case err == nil:
			a.Payload = p
			size += len(p.Data)
		case errors.As(err, &problem): // the rest of the report opens all the same
			a.Fault = &Fault{problem.Code, problem.Detail}
		default:
			return nil, err
		}
		if size > 2*maxPayloads { // many edits of blocks, none of which was too large
			return nil, tooLarge(s, "The answers of all panels and run sets together have more than %d bytes.", 2*maxPayloads)
		}
		out.Payloads = append(out.Payloads, a)
	}
	out.Content = contentOf(hashes)
	return out, nil
}

func (s *service) liveData(ctx context.Context, f *found, questions []*question, when read.Params) (*Data, error) {
	at, err := s.moment(ctx, when, len(questions) > 0)
	if err != nil {
		return nil, err
	}
	list, err := s.answers(ctx, f.project, questions, at)
	if err != nil {
		return nil, err
	}
	out := &Data{Mode: "live", Position: at.Position.String(), Time: &at.time, Payloads: []Answer{}}
	hashes := map[string]string{}
	for _, a := range list {
		p := &Payload{}
		if err := json.Unmarshal(a.body, p); err != nil {
			return nil, err
		}
		hashes[a.key()] = a.hash
		out.Payloads = append(out.Payloads, Answer{Block: a.block, Panel: a.panel, SHA256: a.hash, Payload: p})
	}
	out.Content = contentOf(hashes)
	return out, nil
}
