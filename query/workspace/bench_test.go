package workspace

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"

	"runledger/event/pb"
	"runledger/query/read/readtest"
)

// arranged is a workspace of 1,000 panels in 20 sections, of which every other shows all of
// its panels, and 10,000 metrics of 100 prefixes.
func arranged(b *testing.B) *rig {
	r := newRig(b)
	no := r.do(&pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "ann", Project: "p", RunId: "one"}}}).Run
	r.tables.Exec("INSERT INTO run_facts (run, off, home, project, id, name) VALUES (1, 1, 1, 1, 'one', 'one')")
	var points []readtest.Point
	for i := range 10_000 {
		points = append(points, readtest.Point{Home: 1, Key: fmt.Sprintf("prefix-%02d/metric-%05d", i%100, i), Run: uint64(no), Off: uint64(i)})
	}
	r.tables.Insert(points...)
	r.tables.Exec("INSERT INTO series (home, key, run, part, off) SELECT DISTINCT home, key, run, part, off FROM points")
	for i := range 20 {
		section := fmt.Sprint("s", i)
		r.do(&pb.Event{Body: &pb.Event_SectionAdded{SectionAdded: &pb.DocumentAdded{Project: 1, Id: section, Root: "user-ann",
			FieldsJson: fmt.Appendf(nil, `{"title":"S%d","place":"V00000%02d","layout":"%s"}`, i, 10+i, []string{"standard", "custom"}[i%2])}}})
		for j := range 50 {
			r.do(&pb.Event{Body: &pb.Event_PanelAdded{PanelAdded: &pb.DocumentAdded{Project: 1, Id: fmt.Sprintf("p%d-%d", i, j), Root: "user-ann", Parent: section,
				FieldsJson: fmt.Appendf(nil, `{"kind":"line","title":"Panel %d","metrics":["own-%d/%d"],"max_runs":10,"x":%d,"y":1,"w":300,"h":200,"place":"V00000%02d"}`, j, i, j, j, 10+j)}}})
		}
	}
	return r
}

func BenchmarkRead(b *testing.B) {
	r := arranged(b)
	r.want(http.StatusOK, http.MethodGet, me, nil)
	b.ResetTimer()
	for b.Loop() {
		if text := r.want(http.StatusOK, http.MethodGet, me, nil); !json.Valid(text) {
			b.Fatal("no JSON")
		}
	}
}

func BenchmarkEdit(b *testing.B) {
	r := arranged(b)
	i := 0
	for b.Loop() {
		i++
		r.want(http.StatusOK, http.MethodPatch, me+fmt.Sprintf("/panels/p%d-%d", i%20, i%50), obj{"w": i})
	}
}
