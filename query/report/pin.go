package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/internal/api"
	"runledger/query/read"
)

// Pin is what makes a report a snapshot: the field "pin" of its document.
type Pin struct {
	Position string            `json:"position" doc:"At which everything was asked"`
	Time     time.Time         `json:"time" doc:"Log time of that position, or the time asked for"`
	AsOf     string            `json:"as_of,omitempty" doc:"As it was asked for"`
	Content  string            `json:"content" doc:"SHA-256 over all payloads: the same content is the same data"`
	Payloads map[string]string `json:"payloads" doc:"Block or block/panel → SHA-256 of the payload"`
	Queries  map[string]string `json:"queries" doc:"… → SHA-256 of what was asked"`
}

// newPin stores answers and returns the pin that names them.
func (s *service) newPin(ctx context.Context, list []answered, at asked, asOf string) (*Pin, error) {
	pin := &Pin{Position: at.Position.String(), Time: at.time, AsOf: asOf, Payloads: map[string]string{}, Queries: map[string]string{}}
	for _, a := range list {
		if err := s.keep(ctx, a.body); err != nil {
			return nil, err
		}
		pin.Payloads[a.key()], pin.Queries[a.key()] = a.hash, a.question.hash
	}
	pin.Content = contentOf(pin.Payloads)
	return pin, nil
}

// contentOf is a hash over payloads.
func contentOf(payloads map[string]string) string {
	h := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(payloads)) {
		fmt.Fprintf(h, "%q %s\n", key, payloads[key])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// pinOf reads the pin of a report, and of a block that was changed after the report was
// pinned; nil if there's none that can be read.
func pinOf(d *catalog.Document) *Pin {
	raw := d.Fields["pin"]
	if raw == nil {
		return nil
	}
	pin := &Pin{}
	if json.Unmarshal(raw, pin) != nil || pin.Position == "" {
		return nil
	}
	return pin
}

// pinned: it's a snapshot and not live.
func (f *found) pinned() bool { return pinOf(f.doc) != nil }

// payloadOf returns the hash of the payload that answers a question, "" if there's none:
// that of its block, if the block was changed since the report was pinned, else that of
// the report.
func (f *found) payloadOf(q *question, pin *Pin) string {
	for _, d := range f.blocks {
		if own := pinOf(d); d.ID == q.block && own != nil && own.Position == pin.Position && own.Queries[q.key()] == q.hash {
			return own.Payloads[q.key()]
		}
	}
	if pin.Queries[q.key()] == q.hash {
		return pin.Payloads[q.key()]
	}
	return ""
}

type pinInput struct {
	One
	api.Command
	IfMatch string `header:"If-Match"`
	WaitFor string `query:"wait_for" doc:"Only once this position can be read; waits up to 10 s"`
	Body    *struct {
		AsOf string `json:"as_of,omitempty" maxLength:"65536" doc:"Show the data as of this position or time. Default: as of now"`
	} `required:"false"`
}

// PinAnswer is what became of a pin.
type PinAnswer struct {
	api.Changed
	Version uint64 `json:"version"`
	Mode    string `json:"mode" enum:"pinned,live"`
	Pin     *Pin   `json:"pin,omitempty"`
}

type pinOutput struct {
	ETag string `header:"ETag"`
	Body PinAnswer
}

func (s *service) pin(ctx context.Context, in *pinInput) (*pinOutput, error) {
	f, err := s.editable(ctx, in.One)
	if err != nil {
		return nil, err
	}
	asOf := ""
	if in.Body != nil {
		asOf = in.Body.AsOf
	}
	questions := f.questions()
	at, err := s.snapshot(ctx, read.Params{AsOf: asOf, WaitFor: in.WaitFor}, len(questions) > 0)
	if err != nil {
		return nil, err
	}
	list, err := s.answers(ctx, f.project, questions, at)
	if err != nil {
		return nil, err
	}
	pin, err := s.newPin(ctx, list, at, asOf)
	if err != nil {
		return nil, err
	}
	set := map[string]json.RawMessage{}
	if err := putJSON(set, "", "pin", pin); err != nil {
		return nil, err
	}
	edit := &pb.DocumentEdited{Project: uint32(f.project.No), Id: f.doc.ID, SetJson: object(set)}
	out, err := s.change(ctx, in.One, in.IdempotencyKey, in.IfMatch, &pb.Event{Body: &pb.Event_ReportPinned{ReportPinned: edit}})
	if err != nil {
		return nil, err
	}
	return pinAnswer(out, pin), nil
}

func pinAnswer(out *changedOutput, pin *Pin) *pinOutput {
	mode := "live"
	if pin != nil {
		mode = "pinned"
	}
	return &pinOutput{ETag: out.ETag, Body: PinAnswer{Changed: out.Body.Changed, Version: out.Body.Version, Mode: mode, Pin: pin}}
}

type unpinInput struct {
	One
	api.Command
	IfMatch string `header:"If-Match"`
}

func (s *service) unpin(ctx context.Context, in *unpinInput) (*pinOutput, error) {
	f, err := s.editable(ctx, in.One)
	if err != nil {
		return nil, err
	}
	edit := &pb.DocumentEdited{Project: uint32(f.project.No), Id: f.doc.ID, Removed: []string{"pin"}}
	out, err := s.change(ctx, in.One, in.IdempotencyKey, in.IfMatch, &pb.Event{Body: &pb.Event_ReportUnpinned{ReportUnpinned: edit}})
	if err != nil {
		return nil, err
	}
	return pinAnswer(out, nil), nil
}
