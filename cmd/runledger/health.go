package main

import (
	"cmp"
	"encoding/json"
	"net/http"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// health answers /healthz, /readyz and /metrics, from the first moment on.
type health struct {
	registry *prometheus.Registry

	mu        sync.Mutex
	checks    []check
	guarantee string // what the log promises, in words
	stage     string // "starting", "stopping", or "" when serving
	refusal   string // why nothing is served, for good
}

type check struct {
	name  string
	ready func() error
}

type partState struct {
	Name   string `json:"name"`
	Ready  bool   `json:"ready"`
	Reason string `json:"reason,omitempty"`
}

type readiness struct {
	Ready     bool        `json:"ready"`
	Reason    string      `json:"reason,omitempty"`
	Parts     []partState `json:"parts"`
	Guarantee string      `json:"log_guarantee,omitempty"`
	Version   string      `json:"version"`
}

// watch adds a part to /readyz.
func (h *health) watch(name string, ready func() error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.checks = append(h.checks, check{name, ready})
}

func (h *health) set(stage string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stage = stage
}

func (h *health) refuse(reason error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refusal = reason.Error()
}

func (h *health) promise(guarantee string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.guarantee = guarantee
}

func (h *health) state() readiness {
	h.mu.Lock()
	checks, reason := h.checks, cmp.Or(h.refusal, h.stage)
	r := readiness{Ready: reason == "", Reason: reason, Guarantee: h.guarantee, Version: version(), Parts: []partState{}}
	h.mu.Unlock()
	for _, c := range checks {
		p := partState{Name: c.name, Ready: true}
		if err := c.ready(); err != nil {
			p.Ready, p.Reason, r.Ready = false, err.Error(), false
		}
		r.Parts = append(r.Parts, p)
	}
	return r
}

// serveHTTP answers the three routes and reports whether r was one of them.
func (h *health) serveHTTP(w http.ResponseWriter, r *http.Request) bool {
	switch r.URL.Path {
	case "/healthz":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n"))
	case "/readyz":
		state := h.state()
		w.Header().Set("Content-Type", "application/json")
		if !state.Ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(state)
	case "/metrics":
		promhttp.HandlerFor(h.registry, promhttp.HandlerOpts{Registry: h.registry}).ServeHTTP(w, r)
	default:
		return false
	}
	return true
}
