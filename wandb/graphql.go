package wandb

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/graph-gophers/graphql-go"
)

// maxQuery bounds a GraphQL request in bytes. Configs and summaries are large, and
// `wandb verify` sends 10 MB.
const maxQuery = 32 << 20

// query is a GraphQL request. Raw documents of the client say operationName "",
// which means none. Variables that the document doesn't declare are ignored.
type query struct {
	Query         string         `json:"query"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
}

func (s *Server) graphql(w http.ResponseWriter, r *http.Request) {
	q, err := readQuery(w, r)
	if err != nil {
		s.answer(w, r, err)
		return
	}
	answer := s.schemas.exec(r.Context(), q)
	refusal := s.refusalIn(r, answer)
	body, err := json.Marshal(answer)
	if err != nil {
		s.answer(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	switch {
	case refusal != nil:
		refusal.head(w)
	case answer.Data == nil:
		w.WriteHeader(http.StatusBadRequest)
	}
	_, _ = w.Write(body)
}

func readQuery(w http.ResponseWriter, r *http.Request) (query, error) {
	var q query
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxQuery)).Decode(&q)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return q, refuse(http.StatusRequestEntityTooLarge, "too_large", "a GraphQL request has at most %d bytes", maxQuery)
	case err != nil:
		return q, refuse(http.StatusBadRequest, "invalid", "not a GraphQL request: %v", err)
	case q.Query == "":
		return q, refuse(http.StatusBadRequest, "invalid", "not a GraphQL request: no query")
	}
	return q, nil
}

// refusalIn returns the refusal that an answer's resolvers gave, and makes their
// messages what a person shall read. An answer with data has no status of its own.
func (s *Server) refusalIn(r *http.Request, answer *graphql.Response) *refusal {
	var first *refusal
	for _, e := range answer.Errors {
		if e.ResolverError == nil {
			s.metrics.refused.WithLabelValues("graphql").Inc()
			continue
		}
		given := asRefusal(e.ResolverError)
		s.metrics.refused.WithLabelValues(given.reason).Inc()
		if given.status >= 500 {
			s.Logger.Warn("wandb: GraphQL request failed", "path", e.Path, "error", e.ResolverError)
		}
		e.Message, e.Extensions = given.message, given.Extensions()
		if first == nil {
			first = given
		}
	}
	if first != nil && !onlyNulls(answer) {
		return nil
	}
	return first
}

// onlyNulls reports whether every root field of an answer is null.
func onlyNulls(answer *graphql.Response) bool {
	var data map[string]json.RawMessage
	if json.Unmarshal(answer.Data, &data) != nil {
		return true
	}
	for _, v := range data {
		if string(v) != "null" {
			return false
		}
	}
	return true
}
