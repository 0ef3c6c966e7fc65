package run

import (
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"
)

// jsonAnswer is an answer whose type depends on what the client accepts.
func jsonAnswer(v any) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/json")
		_ = json.NewEncoder(hc.BodyWriter()).Encode(v) // the client may be gone
	}}
}

func plainText(lines []Line) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/plain; charset=utf-8")
		for _, l := range lines {
			if _, err := hc.BodyWriter().Write([]byte(l.Text + "\n")); err != nil {
				return
			}
		}
	}}
}
