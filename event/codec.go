package event

import (
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	"runledger/event/pb"
)

// NewID returns a new event id: UUIDv7, 16 bytes, rising with time.
func NewID() []byte {
	id := uuid.Must(uuid.NewV7())
	return id[:]
}

// Stamp fills what every event needs: its id (unless there is one), its type from
// its body, and the time it was accepted.
func Stamp(e *pb.Event, now time.Time) error {
	k, err := bodyKind(e)
	if err != nil {
		return errors.New("event without a body")
	}
	if len(e.Id) == 0 {
		e.Id = NewID()
	}
	e.Type = k.Type
	e.ServerTimeUs = now.UnixMicro()
	return nil
}

// Encode returns the record value of a stamped event. The same event gives the same
// bytes in one program; nothing compares bytes over programs.
func Encode(e *pb.Event) ([]byte, error) {
	k, err := bodyKind(e)
	if err != nil {
		return nil, fmt.Errorf("encode event: %w", err)
	}
	if e.Type != k.Type || len(e.Id) != 16 {
		return nil, fmt.Errorf("encode event %s: not stamped", k.Type)
	}
	return proto.MarshalOptions{Deterministic: true}.Marshal(e)
}

// Decode reads a record value. ErrUnknown for a type of a newer program; other
// errors mean damage: set the record aside.
func Decode(value []byte) (*pb.Event, error) {
	e := new(pb.Event)
	if err := proto.Unmarshal(value, e); err != nil {
		return nil, fmt.Errorf("decode event: %w", err)
	}
	if _, ok := byType[e.Type]; !ok {
		return nil, ErrUnknown{e.Type}
	}
	k, err := bodyKind(e)
	if err != nil || k.Type != e.Type {
		return nil, fmt.Errorf("decode event: type %q with a body of %q", e.Type, k.Type)
	}
	if len(e.Id) != 16 {
		return nil, fmt.Errorf("decode event %s: id of %d bytes", e.Type, len(e.Id))
	}
	return e, nil
}
