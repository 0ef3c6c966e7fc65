package catalog

import (
	"encoding/json"
	"strconv"

	"runledger/event/pb"
)

// Change is what an action did to objects that changed alike.
type Change struct {
	Kind    string    // "user", "key", "team", "project", "run", or a document's kind
	Project ProjectNo // of a document or a run; 0: none
	IDs     []string  // numbers in decimal, names, or ids of documents

	// The changed fields as they were and as they became: JSON objects. A key that one of
	// them lacks was or is absent.
	From, To []byte
}

// object names something that changes.
type object struct {
	kind    string
	project ProjectNo
	id      string
}

// The kinds of typed objects; documents have theirs in docrights.go.
const (
	kindUser    = "user"
	kindKey     = "key"
	kindTeam    = "team"
	kindProject = "project"
	kindRun     = "run"
)

func decimal[N ~uint32 | ~uint64](n N) string { return strconv.FormatUint(uint64(n), 10) }

// creation is the change of something new: its undo puts it into the trash.
func creation(o object) Change {
	return Change{Kind: o.kind, Project: o.project, IDs: []string{o.id}, From: []byte(`{"deleted":true}`), To: []byte(`{"deleted":false}`)}
}

// manyChanges collects the changes of a batch: objects that change alike go together.
type manyChanges struct {
	list []Change
	at   map[string]int
}

func (m *manyChanges) add(o object, d *diff) {
	if d.empty() {
		return
	}
	from, to := d.objects()
	key := o.kind + "\x00" + decimal(o.project) + "\x00" + string(from) + "\x00" + string(to)
	i, ok := m.at[key]
	if !ok {
		if m.at == nil {
			m.at = map[string]int{}
		}
		i = len(m.list)
		m.at[key] = i
		m.list = append(m.list, Change{Kind: o.kind, Project: o.project, From: from, To: to})
	}
	m.list[i].IDs = append(m.list[i].IDs, o.id)
}

func (m *manyChanges) verdict() Verdict {
	if len(m.list) == 0 {
		return Verdict{Outcome: Repeated}
	}
	return changesVerdict(m.list)
}

// changesVerdict is the verdict that accepts changes. Before and After of several
// objects are lists of {"kind", "ids", "fields"}.
func changesVerdict(list []Change) Verdict {
	v := Verdict{Outcome: Accepted, Changes: list}
	if len(list) == 1 && len(list[0].IDs) == 1 {
		v.Before, v.After = list[0].From, list[0].To
		return v
	}
	v.Before = appendImages(list, func(c Change) []byte { return c.From })
	v.After = appendImages(list, func(c Change) []byte { return c.To })
	return v
}

func appendImages(list []Change, fields func(Change) []byte) json.RawMessage {
	b := []byte{'['}
	for i, c := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendText(append(b, `{"kind":`...), c.Kind), `,"ids":`...)
		b = append(append(append(appendTexts(b, c.IDs), `,"fields":`...), fields(c)...), '}')
	}
	return append(b, ']')
}

// Reversed is what undoes changes, as it stands in an event.
func Reversed(changes []Change) []*pb.Change {
	out := make([]*pb.Change, 0, len(changes))
	for i := len(changes) - 1; i >= 0; i-- {
		c := changes[i]
		out = append(out, &pb.Change{Kind: c.Kind, Project: uint32(c.Project), Ids: c.IDs, FromJson: c.To, ToJson: c.From})
	}
	return out
}
