package wandb

import (
	"bytes"
	"context"
	"encoding/json"

	"runledger/event/pb"
	"runledger/internal/jsontext"
)

// maxInline is the size in bytes above which a single value doesn't go into the log
// but into the blob store; the log then holds a reference to it.
const maxInline = 256 << 10

// SpilledType is the _type of a reference to a value in the blob store:
//
//	{"_type": "runledger-value", "sha256": HASH, "size": BYTES}
const SpilledType = "runledger-value"

// spill puts the large values among the members of an object into the blob store.
func (s *Server) spill(ctx context.Context, object []byte) ([]byte, error) {
	if len(object) <= maxInline {
		return object, nil
	}
	return mapObject(string(object), func(_ string, value []byte) ([]byte, error) {
		if len(value) <= maxInline {
			return value, nil
		}
		o, err := s.Blobs.Put(ctx, bytes.NewReader(value), int64(len(value)))
		if err != nil {
			return nil, err
		}
		s.metrics.count("value_spilled", 1)
		return json.Marshal(map[string]any{"_type": SpilledType, "sha256": o.SHA256, "size": o.Size})
	})
}

// spillStream spills what a file_stream request says, and cuts lines of output that
// are too long for a record.
func (s *Server) spillStream(ctx context.Context, e *streamEvents) (err error) {
	for _, h := range e.history {
		for _, row := range h.rows {
			if row.Json, err = s.spill(ctx, row.Json); err != nil {
				return err
			}
		}
	}
	for _, line := range e.console {
		s.cutLine(line)
	}
	if e.summary != nil {
		e.summary, err = s.spill(ctx, e.summary)
	}
	return err
}

// cutLine cuts a line of output; the whole is in the output file that the client
// uploads at the end.
func (s *Server) cutLine(l *pb.ConsoleLine) {
	if len(l.Text) > maxInline {
		l.Text = valid(l.Text[:maxInline]) + " … (cut)"
		s.metrics.count("output_cut", 1)
	}
}

// checkObject returns text if it is one JSON object.
func checkObject(text string) ([]byte, error) {
	out := []byte(valid(text))
	return out, jsontext.Object(out, func(string, []byte) error { return nil })
}
