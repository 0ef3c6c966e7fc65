package report

import (
	"encoding/json"
	"html/template"
	"strings"
	"testing"

	"runledger/catalog"
)

// FuzzStored: whatever is stored as a block or as a payload is read, asked about and drawn
// without a fault of ours, and what is drawn is safe.
func FuzzStored(f *testing.F) {
	for _, seed := range []string{
		`null`, `[{"kind":"line","metrics":["a"],"x_range":{"min":1,"max":0}}]`, `{"ids":["a"],"filter":"a = 1","grouping":["config.a"]}`,
		`{"x":{"centre":[1,2,"NaN",null]},"series":[{"metric":"<b>","mean":[1,2,3],"min":[0,0,0],"max":[4,"Infinity",9]}]}`,
		`{"series":[{"x":[1e308,-1e308],"mean":[1e308,-1e308]}]}`, `{"x":{"centre":[1]},"series":[{"mean":[5e-324]},{"mean":[1e-310]}]}`,
		`{"runs":[{"name":"a","config":{"lr":1,"x":{"y":[1]}}}],"matched":1}`, `{"groups":[{"values":[{"key":"k","value":null}],"count":1,"aggregates":[1]}]}`,
		`{"x":{"centre":[9007199254740993,9007199254740994]},"series":[{"mean":[9007199254740993,9007199254740994],"count":[1,1]}]}`,
	} {
		f.Add([]byte(seed))
	}
	s := &service{texts: newTexts(), template: template.Must(template.New("page").Parse(pageText))}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return
		}
		for _, kind := range blockKinds {
			d := &catalog.Document{ID: "b", Fields: map[string]json.RawMessage{"kind": text(kind), "text": raw, "run_set": raw, "panels": raw, "image": raw, "pin": raw}}
			b := blockOf(d)
			titlesOf(b)
			pinOf(d)
			for _, q := range questionsOf(b) {
				if q.hash == "" || q.fault == "" && !q.nothing && q.chart == nil && q.table == nil && q.groups == nil {
					t.Errorf("%s asks nothing: %+v", raw, q)
				}
			}
		}
		out := onPage{Blocks: []pageBlock{{Text: template.HTML(s.texts.html(string(raw)))}}, Title: string(raw), Policy: pagePolicy}
		var md strings.Builder
		for _, kind := range []string{payloadChart, payloadRuns, payloadGroups, payloadNone, payloadFault} {
			a := Answer{Payload: &Payload{Kind: kind, Data: raw, Asked: raw}}
			out.Blocks[0].Figures = append(out.Blocks[0].Figures, s.figure(a, string(raw)))
			a.markdown(&md, string(raw), "x")
		}
		var page strings.Builder
		if err := s.template.Execute(&page, out); err != nil {
			t.Fatal(err)
		}
		checkPage(t, string(raw), page.String())
	})
}
