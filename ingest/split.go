package ingest

import (
	"fmt"

	"runledger/event/pb"
	"runledger/eventlog"
)

// pieceBudget is what a record's body may cost; the rest is for the envelope.
const pieceBudget = eventlog.MaxRecord - 8<<10

// piece is a part of an event that fits into a record. from … to-1 are its rows in the event.
// A row that's too large for one record has several pieces, numbered by sub.
type piece struct {
	event    *pb.Event
	from, to int
	sub      int
	stream   stream
	value    []byte // the event encoded, once it is
}

// cut cuts an event's body into pieces. Where depends on the body alone, so that a
// repetition is cut alike. The envelope isn't copied.
func cut(e *pb.Event) ([]piece, error) {
	switch b := e.Body.(type) {
	case *pb.Event_RunPoints:
		return cutPoints(e, b.RunPoints)
	case *pb.Event_RunSystem:
		return cutSystem(e, b.RunSystem)
	case *pb.Event_RunValues:
		return cutValues(e, b.RunValues)
	case *pb.Event_RunConsole:
		return cutConsole(e, b.RunConsole)
	case *pb.Event_RunFilesAdded:
		return cutFiles(e, b.RunFilesAdded)
	case *pb.Event_RunConfigSet:
		return cutConfig(e, b.RunConfigSet)
	case *pb.Event_RunSummarySet:
		return cutSummary(e, b.RunSummarySet)
	case *pb.Event_RunAlerted:
		if n := len(b.RunAlerted.Title) + len(b.RunAlerted.Text); n > pieceBudget {
			return nil, tooLarge("an alert", n)
		}
	}
	return []piece{{event: e, to: 1}}, nil
}

func tooLarge(what string, size int) error {
	return fmt.Errorf("%w: %s of %d bytes, at most %d", eventlog.ErrTooLarge, what, size, pieceBudget)
}

func cutPoints(e *pb.Event, b *pb.RunPoints) ([]piece, error) {
	t := table{b.Steps, b.TimesMs, b.Series}
	return cutTable(e, t, func(t table) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunPoints{RunPoints: &pb.RunPoints{
			Run: b.Run, Home: b.Home, Steps: t.numbers, TimesMs: t.times, Series: t.series}}}
	})
}

func cutSystem(e *pb.Event, b *pb.RunSystem) ([]piece, error) {
	t := table{b.Lines, b.TimesMs, b.Series}
	return cutTable(e, t, func(t table) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunSystem{RunSystem: &pb.RunSystem{
			Run: b.Run, Home: b.Home, Lines: t.numbers, TimesMs: t.times, Series: t.series}}}
	})
}

// cutTable cuts rows and columns. Where each row has a number of its own (per_row),
// rows are cut first and only a single large row by columns, so that the cut of a
// row doesn't depend on the rows that came with it.
func cutTable(e *pb.Event, t table, build func(table) *pb.Event) ([]piece, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	if t.cost() <= pieceBudget {
		return []piece{{event: e, to: len(t.numbers)}}, nil
	}
	var out []piece
	if !e.Origin.GetPerRow() {
		for _, part := range t.cut(pieceBudget) {
			out = append(out, piece{event: build(part), to: len(part.numbers)})
		}
		return out, nil
	}
	from := 0
	for _, rows := range t.cutRows(pieceBudget) {
		for sub, part := range rows.cut(pieceBudget) {
			out = append(out, piece{event: build(part), from: from, to: from + len(part.numbers), sub: sub})
		}
		from += len(rows.numbers)
	}
	return out, nil
}

func cutConsole(e *pb.Event, b *pb.RunConsole) ([]piece, error) {
	return cutList(e, b.Lines,
		func(l *pb.ConsoleLine) int { return 64 + len(l.Text) + len(l.Label) },
		func(l []*pb.ConsoleLine) *pb.Event {
			return &pb.Event{Body: &pb.Event_RunConsole{RunConsole: &pb.RunConsole{Run: b.Run, Home: b.Home, Lines: l}}}
		})
}

func cutFiles(e *pb.Event, b *pb.RunFilesAdded) ([]piece, error) {
	return cutList(e, b.Files,
		func(f *pb.File) int { return 64 + len(f.Name) + len(f.Sha256) + len(f.Md5) + len(f.Mime) },
		func(l []*pb.File) *pb.Event {
			return &pb.Event{Body: &pb.Event_RunFilesAdded{RunFilesAdded: &pb.RunFilesAdded{Run: b.Run, Home: b.Home, Files: l}}}
		})
}

// cutList cuts a list where the next item wouldn't fit. An item that doesn't fit by
// itself is an error.
func cutList[T any](e *pb.Event, list []T, cost func(T) int, build func([]T) *pb.Event) ([]piece, error) {
	var out []piece
	from, sum := 0, 0
	for i, item := range list {
		c := cost(item)
		if c > pieceBudget {
			return nil, tooLarge(fmt.Sprintf("item %d", i), c)
		}
		if sum+c > pieceBudget {
			out = append(out, piece{event: build(list[from:i]), from: from, to: i})
			from, sum = i, 0
		}
		sum += c
	}
	if out == nil {
		return []piece{{event: e, to: len(list)}}, nil
	}
	return append(out, piece{event: build(list[from:]), from: from, to: len(list)}), nil
}
