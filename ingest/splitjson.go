package ingest

import (
	"strings"

	"runledger/event/pb"
	"runledger/internal/jsontext"
)

const (
	memberCost = 4  // beside key and value: quotes, colon, comma
	rowHeader  = 48 // of a Row beside its JSON
)

// cutValues cuts rows; a row that's too large by itself is cut into several rows
// with the same line, each with some of its keys.
func cutValues(e *pb.Event, b *pb.RunValues) ([]piece, error) {
	build := func(rows []*pb.Row) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunValues{RunValues: &pb.RunValues{Run: b.Run, Home: b.Home, Rows: rows}}}
	}
	cost := func(r *pb.Row) int { return rowHeader + len(r.Json) }
	var out []piece
	from := 0
	flush := func(to int) error {
		if from == to {
			return nil
		}
		ps, err := cutList(build(b.Rows[from:to]), b.Rows[from:to], cost, build)
		for _, p := range ps {
			out = append(out, piece{event: p.event, from: from + p.from, to: from + p.to})
		}
		return err
	}
	for i, row := range b.Rows {
		if cost(row) <= pieceBudget {
			continue
		}
		if err := flush(i); err != nil {
			return nil, err
		}
		parts, err := cutObject(row.Json, pieceBudget-rowHeader)
		if err != nil {
			return nil, err
		}
		for sub, json := range parts {
			part := &pb.Row{Line: row.Line, Step: row.Step, TimeUs: row.TimeUs, Runtime: row.Runtime, Json: json}
			out = append(out, piece{event: build([]*pb.Row{part}), from: i, to: i + 1, sub: sub})
		}
		from = i + 1
	}
	if err := flush(len(b.Rows)); err != nil {
		return nil, err
	}
	if len(out) == 1 || len(out) == 0 {
		return []piece{{event: e, to: len(b.Rows)}}, nil
	}
	return out, nil
}

func cutConfig(e *pb.Event, b *pb.RunConfigSet) ([]piece, error) {
	return cutLayer(e, b.Json, func(json []byte, first bool) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{
			Run: b.Run, Home: b.Home, Json: json, Replace: b.Replace && first}}}
	})
}

func cutSummary(e *pb.Event, b *pb.RunSummarySet) ([]piece, error) {
	return cutLayer(e, b.Json, func(json []byte, first bool) *pb.Event {
		return &pb.Event{Body: &pb.Event_RunSummarySet{RunSummarySet: &pb.RunSummarySet{
			Run: b.Run, Home: b.Home, Json: json, Replace: b.Replace && first}}}
	})
}

// cutLayer cuts a config or summary by keys: the first piece replaces if the whole
// does, the others are merged into it.
func cutLayer(e *pb.Event, json []byte, build func(json []byte, first bool) *pb.Event) ([]piece, error) {
	if len(json) <= pieceBudget {
		return []piece{{event: e, to: 1}}, nil
	}
	parts, err := cutObject(json, pieceBudget)
	if err != nil {
		return nil, err
	}
	out := make([]piece, len(parts))
	for i, part := range parts {
		out[i] = piece{event: build(part, i == 0), to: 1, sub: i}
	}
	return out, nil
}

// cutObject cuts a JSON object into objects of at most budget bytes with some of its
// members each.
func cutObject(text []byte, budget int) ([][]byte, error) {
	var out [][]byte
	var part []byte
	err := jsontext.Object(text, func(key string, value []byte) error {
		n := memberCost + 6*len(key) + len(value) // a byte of a key takes 6 as \u00xx
		if n > budget-2 {
			return tooLarge("the value of "+clip(key), len(value))
		}
		if len(part)+n > budget-2 {
			out = append(out, append(part, '}'))
			part = nil
		}
		part = appendMember(part, key, value)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if part == nil {
		return append(out, []byte("{}")), nil
	}
	return append(out, append(part, '}')), nil
}

// appendMember adds a member to an object that lacks its closing brace.
func appendMember(object []byte, key string, value []byte) []byte {
	if len(object) == 0 {
		object = append(object, '{')
	} else {
		object = append(object, ',')
	}
	return append(append(appendString(object, key), ':'), value...)
}

// appendString appends text (valid UTF-8) as a JSON string.
func appendString(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// clip shortens text for a message.
func clip(text string) string {
	const most = 64
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
