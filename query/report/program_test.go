package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"runledger/internal/testenv"
)

// program is a real server with a project boss/p of one's own.
type program struct {
	*testenv.Runledger
	t *testing.T
}

// call makes a request and wants a status.
func (p program) call(want int, method, path string, body, into any) []byte {
	p.t.Helper()
	status, text := p.ask(method, path, body)
	if status != want {
		p.t.Fatalf("%s %s: %d, want %d: %.1000s", method, path, status, want, text)
	}
	if into != nil {
		if err := json.Unmarshal(text, into); err != nil {
			p.t.Fatal(err)
		}
	}
	return text
}

func (p program) ask(method, path string, body any) (int, []byte) {
	p.t.Helper()
	content := ""
	if body != nil {
		content = string(must(json.Marshal(body)))
	}
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.URL+path, strings.NewReader(content))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+p.Key)
	req.Header.Set("Content-Type", "application/json")
	if path == "/api/v1/ingest" {
		req.Header.Set("Content-Type", "application/x-ndjson")
	}
	client := &http.Client{Timeout: time.Minute}
	defer client.CloseIdleConnections()
	res, err := client.Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, text
}

// log logs a step of a run and returns the position.
func (p program) log(entity, run string, step int, loss float64) string {
	p.t.Helper()
	var c changed
	p.call(202, "POST", "/api/v1/ingest", map[string]any{"project": entity + "/p", "run": run, "step": step, "metrics": map[string]any{"train/loss": loss}}, &c)
	return c.Position
}

// TestReq_SC_9_ExportASectionToANewReport: of a section that a person made, and of one that
// arranged itself; by one action, and the answer has the report's id.
func TestReq_SC_9_ExportASectionToANewReport(t *testing.T) {
	p := program{testenv.StartRunledger(t, testenv.RunledgerOptions{}), t}
	var me struct{ Name string }
	p.call(200, "GET", "/api/v1/me", nil, &me)
	at := "/api/v1/projects/" + me.Name + "/p"
	var pos string
	for i := range 3 {
		pos = p.log(me.Name, fmt.Sprint("r", i), 1, float64(i))
	}
	p.call(200, "GET", at+"/runs?wait_for="+pos, nil, nil)
	var section, panel, c changed
	p.call(200, "POST", at+"/workspaces/me/sections", map[string]any{"title": "Mine"}, &section)
	p.call(200, "POST", at+"/workspaces/me/sections/"+section.ID+"/panels", map[string]any{"kind": "line", "metrics": []string{"train/loss"}, "max_runs": 2}, &panel)
	p.call(200, "POST", at+"/workspaces/me/sections/"+section.ID+"/export-to-report", nil, &c)
	var rep Report
	p.call(200, "GET", at+"/reports/"+c.ID, nil, &rep)
	if rep.Title != "Mine" || rep.FromSection == nil || rep.FromSection.Section != section.ID || len(rep.Blocks) != 1 || len(rep.Blocks[0].Panels) != 1 {
		t.Errorf("%+v", rep)
	}
	var d Data
	p.call(200, "GET", at+"/reports/"+c.ID+"/data", nil, &d)
	if len(d.Payloads) != 1 || d.Payloads[0].Panel != panel.ID || d.Payloads[0].Payload.drawChart() == nil || len(d.Payloads[0].Payload.drawChart().Series) != 2 {
		t.Errorf("%+v", d)
	}
	var trail struct {
		Actions []struct {
			Type  string          `json:"type"`
			After json.RawMessage `json:"after"`
		} `json:"actions"`
	}
	text := p.call(200, "GET", at+"/audit?wait_for="+c.Position, nil, &trail)
	if !strings.Contains(string(text), "report.created.v1") || !strings.Contains(string(text), "from_section") {
		t.Errorf("the trail doesn't say where the report is from: %s", text)
	}
	var ws struct {
		Sections []struct {
			ID, Title string
			Auto      bool
		}
	}
	p.call(200, "GET", at+"/workspaces/me", nil, &ws)
	for _, s := range ws.Sections {
		if !s.Auto {
			continue
		}
		p.call(200, "POST", at+"/workspaces/me/sections/"+s.ID+"/export-to-report", map[string]any{"title": "Auto " + s.Title}, &c)
		p.call(200, "GET", at+"/reports/"+c.ID+"/data", nil, &d)
		if len(d.Payloads) == 0 {
			t.Errorf("of section %q there are no panels", s.Title)
		}
		for _, a := range d.Payloads {
			if ch := a.Payload.drawChart(); ch == nil || len(ch.Series) != 3 {
				t.Errorf("%+v", a)
			}
		}
	}
	p.call(404, "POST", at+"/workspaces/me/sections/nothing/export-to-report", nil, nil)
}

// TestReq_RP_3_ASnapshotSurvivesPurgesAndRestarts, in the real server.
func TestReq_RP_3_ASnapshotSurvivesPurgesAndRestarts(t *testing.T) {
	p := program{testenv.StartRunledger(t, testenv.RunledgerOptions{}), t}
	var me struct{ Name string }
	p.call(200, "GET", "/api/v1/me", nil, &me)
	at := "/api/v1/projects/" + me.Name + "/p"
	p.log(me.Name, "a", 1, 1)
	pos := p.log(me.Name, "b", 1, 2)
	p.call(200, "GET", at+"/runs?wait_for="+pos, nil, nil)
	var c, done changed
	p.call(200, "POST", at+"/reports", map[string]any{"title": "R", "blocks": []any{
		map[string]any{"kind": "run_set", "run_set": map[string]any{}},
		map[string]any{"kind": "panel_grid", "panels": []any{map[string]any{"kind": "line", "metrics": []string{"train/loss"}}}},
	}}, &c)
	var first Data
	p.call(200, "GET", at+"/reports/"+c.ID+"/data", nil, &first)
	same := func(what string) {
		t.Helper()
		var d Data
		p.call(200, "GET", at+"/reports/"+c.ID+"/data", nil, &d)
		if d.Content != first.Content || d.Content != c.Pin.Content || len(d.Payloads) != 2 || d.Payloads[1].Payload == nil {
			t.Errorf("after %s: %+v", what, d)
		}
	}
	same("nothing")
	p.log(me.Name, "a", 2, 7)
	p.call(200, "PATCH", at+"/runs/a", map[string]any{"display_name": "another"}, nil)
	p.call(200, "DELETE", at+"/runs/b", nil, nil)
	same("a deletion")
	var purge struct {
		Purge uint64
		State string
	}
	p.call(202, "POST", at+"/runs:purge", map[string]any{"runs": []string{"b"}}, &purge)
	for start := time.Now(); purge.State != "done"; time.Sleep(50 * time.Millisecond) { // polls with a deadline
		if time.Since(start) > time.Minute {
			t.Fatalf("the purge isn't done: %+v", purge)
		}
		p.call(200, "GET", fmt.Sprintf("/api/v1/purges/%d", purge.Purge), nil, &purge)
	}
	same("a purge")
	p.Stop(t)
	if err := p.Restart(t); err != nil {
		t.Fatal(err)
	}
	same("a restart")
	p.call(200, "POST", at+"/reports/"+c.ID+"/pin", map[string]any{}, &done)
	if done.Pin.Content == c.Pin.Content {
		t.Error("a snapshot of now is the one of before the purge")
	}
}
