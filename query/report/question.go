package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"runledger/query/chart"
	"runledger/query/filter"
	"runledger/query/read"
	"runledger/query/runs"
)

// question is what a run set or a panel asks of the data.
type question struct {
	block, panel string          // ids; panel is empty for a run set
	hash         string          // of what is asked: an answer to another question isn't one to this
	asked        json.RawMessage // canonical
	ids          []string        // of runs, if they are listed
	chart        *chart.Request
	table        *runs.Request
	groups       *runs.GroupsRequest
	fault        string // why it can't be asked
	nothing      bool   // it shows no data
}

// key is the place of its answer.
func (q *question) key() string {
	if q.panel == "" {
		return q.block
	}
	return q.block + "/" + q.panel
}

// questionsOf returns what a block asks.
func questionsOf(b Block) []*question {
	switch b.Kind {
	case kindRunSet:
		q := &question{block: b.ID}
		q.ask(b.RunSet, nil)
		return []*question{q}
	case kindPanelGrid:
		list := make([]*question, len(b.Panels))
		for i, spec := range b.Panels {
			list[i] = &question{block: b.ID, panel: panelID(spec, i)}
			list[i].ask(b.RunSet, spec)
		}
		for i, q := range list { // two of one id: told apart by their place
			if slices.ContainsFunc(list[:i], func(o *question) bool { return o.panel == q.panel }) {
				q.panel = fmt.Sprintf("%s~%d", q.panel, i)
			}
		}
		return list
	}
	return nil
}

// panelID is the id that a spec names, else its place.
func panelID(spec json.RawMessage, i int) string {
	var s struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(spec, &s) != nil || s.ID == "" || len(s.ID) > 160 {
		return fmt.Sprintf("panel-%d", i)
	}
	return s.ID
}

// ask makes the question of a run set (of no panel: spec is nil) or of a panel.
func (q *question) ask(set, spec json.RawMessage) {
	q.asked = canonical(map[string]json.RawMessage{"run_set": set, "panel": spec})
	sum := sha256.Sum256(q.asked)
	q.hash = hex.EncodeToString(sum[:])
	var s RunSet
	if len(set) > 0 {
		if err := json.Unmarshal(set, &s); err != nil {
			q.fault = "run_set can't be read: " + clean(err)
			return
		}
	}
	q.ids = s.IDs
	if spec == nil {
		q.askTable(s)
		return
	}
	var p panelSpec
	if err := json.Unmarshal(spec, &p); err != nil {
		q.fault = "the panel can't be read: " + clean(err)
		return
	}
	q.askPanel(s, p)
}

// clean is an error of decoding without the names of our types.
func clean(err error) string {
	text := strings.TrimPrefix(err.Error(), "json: ")
	if i := strings.Index(text, " of type "); i > 0 {
		text = text[:i]
	}
	return text
}

// askTable asks for the rows of a run set, or its groups.
func (q *question) askTable(s RunSet) {
	limit := min(cmp.Or(max(s.Limit, 0), defaultRows), maxRows)
	if len(s.Grouping.By) > 0 {
		q.groups = &runs.GroupsRequest{By: s.Grouping.By, Filter: s.Filter, Search: s.Search, Regex: s.Regex, Limit: limit}
		return
	}
	q.table = &runs.Request{Filter: s.Filter, Search: s.Search, Regex: s.Regex, Sort: s.Sort, Columns: s.Columns, Limit: limit}
}

// restrict adds the ids of runs to a filter; a filter that can't be read stays, so that
// the table says what is wrong with it.
func restrict(given runs.Expression, ids []string) runs.Expression {
	values := make([]string, len(ids))
	for i, id := range ids {
		values[i] = filter.NewText(id).String()
	}
	among := "id in (" + strings.Join(values, ", ") + ")"
	if len(ids) == 0 {
		among = `id in ("")` // no run has an empty id
	}
	if given == "" {
		return runs.Expression(among)
	}
	e, err := filter.ParseText(string(given))
	if err != nil || e == nil {
		return given
	}
	return runs.Expression("(" + e.String() + ") and " + among)
}

// selection is a run set in the words of charts. Ids and a filter together are a filter.
func (s RunSet) selection(limit int) read.Selection {
	return read.Selection{Filter: string(s.Filter), Search: s.Search, Regex: s.Regex, Sort: s.Sort, Limit: limit}
}

// canonical is JSON with sorted keys and no spaces; values that can't be read are as null.
func canonical(v map[string]json.RawMessage) json.RawMessage {
	whole := map[string]any{}
	for name, raw := range v {
		d := json.NewDecoder(strings.NewReader(string(raw)))
		d.UseNumber()
		var value any
		if d.Decode(&value) == nil {
			whole[name] = value
		}
	}
	b, err := json.Marshal(whole)
	if err != nil { // what was decoded can be encoded
		return json.RawMessage("{}")
	}
	return b
}
