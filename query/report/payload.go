package report

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"runledger/blob"
	"runledger/internal/api"
)

// Payload is the answer to a question. Encoded it's canonical: the same data give the
// same bytes, and their SHA-256 is their name in the blob store.
type Payload struct {
	Format   int             `json:"format" doc:"1"`
	Kind     string          `json:"kind" enum:"chart,runs,groups,none,fault" doc:"chart: as of POST …/charts. runs: as of the runs table. groups: as of its groups. none: it shows no data. fault: the question can't be answered"`
	Query    string          `json:"query" doc:"SHA-256 of what was asked"`
	Asked    json.RawMessage `json:"asked" doc:"What was asked: the run set and the panel's spec"`
	Position string          `json:"position" doc:"What the answer includes"`
	Time     time.Time       `json:"time" doc:"Log time of that position, or the time asked for"`
	Missing  []string        `json:"missing,omitempty" doc:"Runs that are listed but weren't there any more"`
	Fault    *Fault          `json:"fault,omitempty"`
	Data     json.RawMessage `json:"data,omitempty"`
}

// Fault says why there's no data.
type Fault struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

const payloadFormat = 1

// The kinds of payloads.
const (
	payloadChart  = "chart"
	payloadRuns   = "runs"
	payloadGroups = "groups"
	payloadNone   = "none"
	payloadFault  = "fault"
)

// encode returns the payload's bytes and their hash.
func (p *Payload) encode() (b []byte, hash string, err error) {
	if b, err = json.Marshal(p); err != nil {
		return nil, "", fmt.Errorf("encode a payload: %w", err)
	}
	sum := sha256.Sum256(b)
	return b, hex.EncodeToString(sum[:]), nil
}

// keep puts a payload into the blob store.
func (s *service) keep(ctx context.Context, b []byte) error {
	if _, err := s.Blobs.Put(ctx, bytes.NewReader(b), maxPayload); err != nil {
		return fmt.Errorf("keep a payload: %w", err)
	}
	return nil
}

// payload reads a pinned payload. What isn't the content of its hash isn't served.
func (s *service) payload(ctx context.Context, hash string) (*Payload, error) {
	b, err := s.verified(ctx, hash, maxPayload)
	if err != nil {
		return nil, err
	}
	p := &Payload{}
	if err := json.Unmarshal(b, p); err != nil || p.Format != payloadFormat {
		s.metrics.payloads.WithLabelValues("damaged").Inc()
		return nil, errDamaged
	}
	s.metrics.payloads.WithLabelValues("served").Inc()
	return p, nil
}

var errDamaged = api.NewProblem(500, "damaged", "The stored content isn't what it was.").With("Restore the blob store from a backup, or pin the report again.")

var errMissing = api.NewProblem(404, "content_missing", "The stored content isn't here.").With("Restore the blob store from a backup, or pin the report again.")

// verified reads a content of the blob store and checks its hash.
func (s *service) verified(ctx context.Context, hash string, most int64) ([]byte, error) {
	r, err := s.Blobs.Open(ctx, hash)
	switch {
	case errors.Is(err, blob.ErrNotFound), errors.Is(err, blob.ErrBadHash):
		s.metrics.payloads.WithLabelValues("missing").Inc()
		return nil, errMissing
	case err != nil:
		s.metrics.payloads.WithLabelValues("failed").Inc()
		return nil, err
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		s.metrics.payloads.WithLabelValues("failed").Inc()
		return nil, fmt.Errorf("read content %s: %w", hash, err)
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != hash {
		s.metrics.payloads.WithLabelValues("damaged").Inc()
		return nil, errDamaged
	}
	return b, nil
}
