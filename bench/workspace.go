package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// A workspace that somebody arranged: panels of their own over sections of which every
// other one shows all of its panels at once, and metrics that arrange themselves.
const (
	workspaceMetrics  = 10_000
	workspacePrefixes = 100
	workspacePanels   = 1000
	workspaceSections = 20
	workspaceReads    = 200
	workspaceEdits    = 300
	metricsALine      = 1000
)

const workspacePath = "/api/v1/projects/admin/workspace/workspaces/me"

// workspaces measures reading such a workspace, as the page does, and single edits of it.
func workspaces(ctx context.Context, b *bench) error {
	s, err := b.startServer(ctx, "workspace")
	if err != nil {
		return err
	}
	defer s.stop()
	if err := s.logMetrics(ctx, b.size(workspaceMetrics)); err != nil {
		return fmt.Errorf("log metrics: %w", err)
	}
	panels, err := s.arrange(ctx, b.size(workspacePanels))
	if err != nil {
		return fmt.Errorf("arrange: %w", err)
	}
	ms, err := b.p95(ctx, workspaceReads, func(ctx context.Context) error {
		_, err := s.do(ctx, http.MethodGet, workspacePath, "", nil, nil)
		return err
	})
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	b.results.set("workspace_read_p95_ms", ms)
	if ms, err = b.p95(ctx, workspaceEdits, s.edits(panels)); err != nil {
		return fmt.Errorf("edit: %w", err)
	}
	b.results.set("workspace_edit_p95_ms", ms)
	return nil
}

// logMetrics makes a run with so many metrics, and waits until they can be read.
func (s *server) logMetrics(ctx context.Context, n int) error {
	var lines strings.Builder
	for from := 0; from < n; from += metricsALine {
		values := map[string]float64{}
		for i := from; i < min(n, from+metricsALine); i++ {
			values[fmt.Sprintf("prefix-%02d/metric-%05d", i%workspacePrefixes, i)] = float64(i)
		}
		line, err := json.Marshal(map[string]any{"project": "admin/workspace", "run": "one", "step": from, "metrics": values})
		if err != nil {
			return err
		}
		lines.Write(append(line, '\n'))
	}
	var reply struct{ Position string }
	if _, err := s.do(ctx, http.MethodPost, "/api/v1/ingest", "application/x-ndjson", []byte(lines.String()), &reply); err != nil {
		return err
	}
	_, err := s.do(ctx, http.MethodGet, workspacePath+"?wait_for="+reply.Position, "", nil, nil)
	return err
}

// arrange adds sections and panels; it returns the panels' ids.
func (s *server) arrange(ctx context.Context, panels int) ([]string, error) {
	var ids []string
	for i := range workspaceSections {
		var section, panel struct{ ID string }
		layout := []string{"standard", "custom"}[i%2]
		if err := s.arranged(ctx, http.MethodPost, "/sections", map[string]any{"title": fmt.Sprint("Section ", i), "layout": layout}, &section); err != nil {
			return nil, err
		}
		for j := range panels / workspaceSections {
			spec := map[string]any{"kind": "line", "title": fmt.Sprint("Panel ", j), "metrics": []string{fmt.Sprintf("own-%d/%d", i, j)}, "x": j, "y": j, "w": 300, "h": 200}
			if err := s.arranged(ctx, http.MethodPost, "/sections/"+section.ID+"/panels", spec, &panel); err != nil {
				return nil, err
			}
			ids = append(ids, panel.ID)
		}
	}
	return ids, nil
}

// arranged changes the workspace.
func (s *server) arranged(ctx context.Context, method, path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	_, err = s.do(ctx, method, workspacePath+path, "application/json", text, into)
	return err
}

// edits are single edits of all sorts, one a call.
func (s *server) edits(panels []string) func(context.Context) error {
	i := 0
	return func(ctx context.Context) error {
		i++
		panel := "/panels/" + panels[i*7%len(panels)]
		switch i % 4 {
		case 0:
			return s.arranged(ctx, http.MethodPatch, "", map[string]any{"search": fmt.Sprint("run ", i)}, nil)
		case 1:
			return s.arranged(ctx, http.MethodPatch, panel, map[string]any{"w": i, "h": i}, nil)
		case 2:
			return s.arranged(ctx, http.MethodPost, panel+"/move", map[string]any{"index": i % 10}, nil)
		}
		return s.arranged(ctx, http.MethodPatch, panel, map[string]any{"max_runs": 1 + i}, nil)
	}
}
