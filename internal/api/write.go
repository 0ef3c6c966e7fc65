package api

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
)

// Write answers with the problem that err is. Nothing may have been written yet.
func Write(w http.ResponseWriter, r *http.Request, err error) {
	p := *From(err)
	p.RequestID = RequestID(r.Context())
	logProblem(r, &p)
	body, encodeErr := json.Marshal(&p)
	if encodeErr != nil { // strings and numbers only: can't be
		body = nil
	}
	maps.Copy(w.Header(), p.GetHeaders())
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(body, '\n'))
}

// WriteJSON answers with v. It is encoded before the status goes out.
func WriteJSON(w http.ResponseWriter, r *http.Request, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		Write(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n'))
}

// Handler answers with the error that f returns, if any, as a problem.
func Handler(f func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := f(w, r); err != nil {
			Write(w, r, err)
		}
	}
}

func logProblem(r *http.Request, p *Problem) {
	info := requestOf(r.Context())
	if info == nil || p.Status < 500 {
		return
	}
	level := slog.LevelError
	if p.Status == http.StatusServiceUnavailable {
		level = slog.LevelWarn
	}
	info.logger.Log(r.Context(), level, "request failed", "request_id", info.id, "route", routeOf(r), "status", p.Status, "error", p.Error())
}
