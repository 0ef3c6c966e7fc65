package catalog

import (
	"errors"
	"time"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// The numbers that the fold gives: rising from 1, never reused, 0 is none.
type (
	UserNo    uint32
	ProjectNo uint32
	RunNo     uint64
)

// Record is one record of the actions topic, decoded.
type Record struct {
	Offset eventlog.Offset
	At     time.Time // log time
	Event  *pb.Event // nil: the record couldn't be decoded
	Newer  string    // the event type, if it's one that this program doesn't know; Event is nil then
}

// Decode reads a record of the actions topic. It never fails: what can't be decoded
// is for the fold to judge.
func Decode(s eventlog.Stored) Record {
	e, err := event.Decode(s.Value)
	r := Record{Offset: s.Offset, At: s.At, Event: e}
	var unknown event.ErrUnknown
	if errors.As(err, &unknown) {
		r.Newer = unknown.Type
	}
	return r
}
