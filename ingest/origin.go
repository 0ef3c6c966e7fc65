package ingest

import (
	"fmt"

	"runledger/event/pb"
)

// Client numbers take the upper bits of an origin's numbers, the pieces of one
// request the lower ones. See Origin in event.proto.
const (
	pieceBits = 20
	MaxSeq    = 1<<43 - 1 // largest number of a client's batch
)

// ClientOrigin is the origin of all events of one run in the batch that a client
// numbered seq.
func ClientOrigin(writer string, seq uint64) *pb.Origin {
	return &pb.Origin{Writer: writer, From: seq << pieceBits, To: (seq + 1) << pieceBits}
}

// BatchOrigin is the origin of all events of one run in the batch that a client gave
// an id.
func BatchOrigin(id string) *pb.Origin { return &pb.Origin{Batch: []byte(id)} }

// originate gives each piece of an event its part of the event's origin o.
//
// Ranges are cut as event.proto says. Where a row is cut into several pieces, or a
// range is narrower than the pieces are many, the further ones get a writer of their own
// ("writer#1", …), so that no piece looks like a repetition of another.
func originate(o *pb.Origin, pieces []piece) error {
	last := len(pieces) - 1
	if last == 0 && !o.PerRow {
		pieces[0].event.Origin = o
		return nil
	}
	if rows := pieces[last].to; o.PerRow && o.To-o.From != uint64(rows) {
		return fmt.Errorf("origin of %d numbers for %d rows", o.To-o.From, rows)
	}
	for i := range pieces {
		p := &pieces[i]
		part := &pb.Origin{Writer: o.Writer, From: o.From, To: o.To, PerRow: o.PerRow}
		switch {
		case o.Batch != nil:
			part = &pb.Origin{Batch: o.Batch, Part: o.Part + uint32(i)}
		case o.PerRow:
			part.Writer = subWriter(o.Writer, p.sub)
			part.From, part.To = o.From+uint64(p.from), o.From+uint64(p.to)
		case o.To-o.From <= uint64(last):
			part.Writer = subWriter(o.Writer, i)
		default:
			part.From = o.From + uint64(i)
			if i < last {
				part.To = part.From + 1
			}
		}
		p.event.Origin = part
	}
	return nil
}

func subWriter(writer string, sub int) string {
	if sub == 0 {
		return writer
	}
	return fmt.Sprintf("%s#%d", writer, sub)
}
