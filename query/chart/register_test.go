package chart

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/api"
)

func TestTheDescriptionHasTheAnswer(t *testing.T) {
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	router, a := api.New(api.Options{Catalog: catalog.New(catalog.Options{Log: log})})
	Register(a, Deps{})
	w := httptest.NewRecorder()
	router.ServeHTTP(w, httptest.NewRequest("GET", "/openapi.json", nil))
	var spec struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]any `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &spec); err != nil {
		t.Fatal(err)
	}
	for schema, properties := range map[string][]string{
		"ChartAnswer": {"position", "computed", "x", "series"}, "ChartSeries": {"metric", "run", "group", "mean", "quantiles", "nan"},
		"ChartRequest": {"metrics", "runs", "x", "group_by", "smoothing"},
	} {
		for _, p := range properties {
			if spec.Components.Schemas[schema].Properties[p] == nil {
				t.Errorf("%s lacks %s: %v", schema, p, spec.Components.Schemas[schema].Properties)
			}
		}
	}
}
