package ingest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
)

func TestTheDescriptionNamesEveryField(t *testing.T) {
	var described []string
	shape := reflect.TypeOf(lineShape{})
	for i := range shape.NumField() {
		name, _, _ := strings.Cut(shape.Field(i).Tag.Get("json"), ",")
		described = append(described, name)
	}
	var read []string
	for _, f := range fields {
		read = append(read, f.name)
	}
	if !reflect.DeepEqual(described, read) {
		t.Errorf("described: %v\nread:      %v", described, read)
	}
}

func TestTheRouteIsDescribed(t *testing.T) {
	s := newServer(t, Limits{})
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	var spec struct {
		Paths map[string]map[string]struct {
			RequestBody struct{ Content map[string]any } `json:"requestBody"`
			Responses   map[string]any                   `json:"responses"`
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &spec); err != nil {
		t.Fatal(err)
	}
	op := spec.Paths["/api/v1/ingest"]["post"]
	if len(op.RequestBody.Content) != 3 || op.Responses["202"] == nil {
		t.Errorf("%+v", op)
	}
}
