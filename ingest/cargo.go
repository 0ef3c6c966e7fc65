package ingest

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"

	"runledger/event"
	"runledger/event/pb"
	"runledger/eventlog"
)

// cargo is events on their way to the log, cut into pieces.
type cargo []shipment

// shipment is one event and its pieces.
type shipment struct {
	event  *pb.Event
	pieces []piece
	stream stream
}

// load cuts events.
func (w *Writer) load(events []*pb.Event) (cargo, error) {
	if len(events) > 0 && w.Catalog.Partitions() < 1 {
		return nil, fmt.Errorf("%w: the log isn't initialised yet", eventlog.ErrUnavailable)
	}
	c := make(cargo, 0, len(events))
	for _, e := range events {
		k, err := streamOf(e)
		if err != nil {
			return nil, fmt.Errorf("append telemetry: %w", err)
		}
		pieces, err := cut(e)
		if err != nil {
			return nil, fmt.Errorf("append telemetry of run %d: %w", k.run, err)
		}
		c = append(c, shipment{e, pieces, k})
	}
	return c, nil
}

// size is about what the records will hold, in bytes.
func (c cargo) size() int64 {
	var n int64
	for _, s := range c {
		for i := range s.pieces {
			n += int64(proto.Size(s.pieces[i].event)) + batchOverhead
		}
	}
	return n
}

// unnumbered counts the pieces of the events that have no origin.
func (c cargo) unnumbered() map[stream]uint64 {
	want := map[stream]uint64{}
	for _, s := range c {
		if s.event.Origin == nil {
			want[s.stream] += uint64(len(s.pieces))
		}
	}
	return want
}

// seal gives each piece its envelope.
func (c cargo) seal(numbers *numbering, now time.Time) error {
	for _, s := range c {
		origin := s.event.Origin
		if origin == nil {
			origin = numbers.origin(s.stream, len(s.pieces))
		}
		if err := originate(origin, s.pieces); err != nil {
			return fmt.Errorf("append telemetry of run %d: %w", s.stream.run, err)
		}
		for i := range s.pieces {
			p := s.pieces[i].event
			if p != s.event {
				p.Actor, p.ClientTimeUs, p.Cause = s.event.Actor, s.event.ClientTimeUs, s.event.Cause
			}
			if err := event.Stamp(p, now); err != nil {
				return err
			}
			s.pieces[i].stream = s.stream
		}
	}
	return nil
}

// byPartition sorts the pieces by partition, keeping their order.
func (c cargo) byPartition(partitions int) [][]piece {
	routes := make([][]piece, partitions)
	for _, s := range c {
		part := event.Partition(s.stream.run, partitions)
		routes[part] = append(routes[part], s.pieces...)
	}
	return routes
}
