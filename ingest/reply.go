package ingest

import (
	"encoding/json"
	"net/http"

	"runledger/catalog"
	"runledger/internal/api"
)

// reply is what a client gets once the log has its lines.
type reply struct {
	Accepted      int         `json:"accepted" doc:"Lines taken"`
	Points        int         `json:"points" doc:"Metric values taken"`
	Rejected      []rejection `json:"rejected" doc:"The first 1,000 lines that weren't taken"`
	RejectedTotal int         `json:"rejected_total" doc:"How many weren't taken"`
	Position      string      `json:"position" doc:"A read that waits for this position sees the lines"`
	Stop          []string    `json:"stop,omitempty" doc:"Ids of runs in the request that somebody asked to stop"`
}

// refusal is the reply if no line was taken.
type refusalReply struct {
	*api.Problem
	Accepted      int         `json:"accepted"`
	Points        int         `json:"points"`
	Rejected      []rejection `json:"rejected"`
	RejectedTotal int         `json:"rejected_total"`
}

// refuse answers that no line was taken: 404 if every line is of something that isn't
// there for this client, 403 if it may only be looked at, 401 if its key was revoked meanwhile, else 422.
func (h *handler) refuse(w http.ResponseWriter, r *http.Request, d *decoder, answer *reply) int {
	p := api.Invalid("No line was taken; see rejected.")
	p.Code = "rejected"
	switch {
	case d.rejected.all(catalog.CodeNotFound):
		p = api.NotFound("No line was taken: %s.", answer.Rejected[0].Message)
	case d.rejected.all(catalog.CodeForbidden):
		p = api.Forbidden("No line was taken: %s.", answer.Rejected[0].Message)
	case d.rejected.all(catalog.CodeUnauthenticated):
		p = api.Unauthenticated("No line was taken: %s.", answer.Rejected[0].Message)
	}
	p.RequestID = api.RequestID(r.Context())
	body, _ := json.Marshal(refusalReply{p, 0, 0, answer.Rejected, answer.RejectedTotal}) // strings and numbers only
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n'))
	return p.Status
}
