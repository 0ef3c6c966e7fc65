package workspace

import (
	"net/http/httptest"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/eventlog"
	"runledger/internal/api"
	"runledger/query/read"
	"runledger/query/runs"
)

// Everything that a field may hold is described.
func TestRoutesAreDescribed(t *testing.T) {
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	cat := catalog.New(catalog.Options{Log: log})
	router, a := api.New(api.Options{Catalog: cat})
	reader := read.New(read.Options{})
	Register(a, New(Deps{Catalog: cat, Reader: reader, Table: runs.New(runs.Deps{Catalog: cat, Reader: reader})}))
	w := httptest.NewRecorder()
	router.ServeHTTP(w, httptest.NewRequest("GET", "/openapi.json", nil))
	for _, fields := range [][]field{workspaceFields, sectionFields, panelCommon, lineFields} {
		for _, f := range fields {
			if !strings.Contains(w.Body.String(), `"`+f.name+`":{`) {
				t.Errorf("%s isn't described: %s", f.name, w.Body)
			}
		}
	}
}
