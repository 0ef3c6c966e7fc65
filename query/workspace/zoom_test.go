package workspace

import (
	"encoding/json"
	"net/http"
	"testing"

	"runledger/internal/progress"
	"runledger/query/read/readtest"
)

// A zoomed panel is bucketed anew, over the same runs: those whose eye is on.
func TestPanelsZoomIntoTheirRuns(t *testing.T) {
	r := newRig(t)
	r.logged(3, "loss")
	var points []readtest.Point
	for step := range 1000 {
		v := 1.0
		if step == 567 {
			v = 1000
		}
		points = append(points, readtest.Point{Home: 1, Key: "loss", Run: 2, Step: int64(step + 2), Value: v, Off: 1 << 20, Idx: uint32(step)})
	}
	r.tables.Insert(points...)
	r.tables.Board.Advance(progress.Points, 0, 1<<20+1)
	r.want(http.StatusOK, http.MethodPatch, me, obj{"visibility": obj{"run-00": false}})
	var panels struct{ Panels []Panel }
	if err := json.Unmarshal(r.want(http.StatusOK, http.MethodGet, me+"/panels", nil), &panels); err != nil || len(panels.Panels) == 0 {
		t.Fatal(err, panels)
	}
	path := me + "/panels/" + panels.Panels[0].ID + "/data"
	var d struct {
		Chart struct {
			X      struct{ Lo []float64 }
			Series []struct {
				Run    string
				Number uint64
				Count  []int
				Max    []any
			}
		}
	}
	if err := json.Unmarshal(r.want(http.StatusOK, http.MethodGet, path+"?x_min=560&x_max=579.5", nil), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Chart.Series) != 2 || len(d.Chart.X.Lo) != 20 || d.Chart.X.Lo[9] != 569 {
		t.Fatalf("%+v", d.Chart)
	}
	for _, s := range d.Chart.Series {
		if s.Number == 2 && (s.Run != "run-01" || s.Count[9] != 1 || s.Max[9] != 1000.0) {
			t.Fatalf("%+v", s)
		}
	}
	for _, bad := range []string{"?x_min=a", "?x_max=NaN", "?x_min=1e999"} {
		r.want(http.StatusUnprocessableEntity, http.MethodGet, path+bad, nil)
	}
}
