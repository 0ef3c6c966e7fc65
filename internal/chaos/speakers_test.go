package chaos

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
)

// speaker is a way of logging that can be repeated without harm.
type speaker interface {
	request(r *record, w write) *message
	again() bool               // steps may be logged again
	check(answer []byte) error // of a 2xx
}

// speakers by turns of the trainers.
var speakers = []speaker{native{}, wandb{}}

// native numbers its requests.
type native struct{}

func (native) again() bool { return true }

func (native) request(r *record, w write) *message {
	var b bytes.Buffer
	for step := w.from; step < w.to; step++ {
		fmt.Fprintf(&b, `{"project":%q,"run":%q,"step":%d,"metrics":{`, project, r.id, step)
		writeValues(&b, step, w.round)
		b.WriteString("}}\n")
	}
	return &message{
		path:        "/api/v1/ingest?writer=" + url.QueryEscape(r.id) + "&seq=" + strconv.Itoa(len(r.writes)),
		contentType: "application/x-ndjson", body: b.Bytes(),
	}
}

func (native) check(answer []byte) error {
	var a struct {
		Rejected []any `json:"rejected"`
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return fmt.Errorf("answer %.200q: %w", answer, err)
	}
	if len(a.Rejected) > 0 {
		return refused{202, string(answer)}
	}
	return nil
}

// wandb sends lines of a file by their offset; the run is made first.
type wandb struct{}

func (wandb) again() bool { return false }

func (wandb) request(r *record, w write) *message {
	var lines []string
	for step := w.from; step < w.to; step++ {
		var b bytes.Buffer
		fmt.Fprintf(&b, `{"_step":%d,"_timestamp":1.7e9,"_runtime":%d,`, step, step)
		writeValues(&b, step, w.round)
		b.WriteString("}")
		lines = append(lines, b.String())
	}
	m := &message{path: "/files/" + project + "/" + r.id + "/file_stream", contentType: "application/json"}
	m.body, _ = json.Marshal(map[string]any{"files": map[string]any{
		"wandb-history.jsonl": map[string]any{"offset": w.from, "content": lines}}})
	if len(r.writes) == 0 {
		m.before = upsert(r)
	}
	return m
}

func upsert(r *record) *message {
	body, _ := json.Marshal(map[string]any{
		"operationName": "UpsertBucket",
		"query": `mutation UpsertBucket($name: String, $project: String, $entity: String) {
			upsertBucket(input: {name: $name, modelName: $project, entityName: $entity}) { bucket { id } inserted } }`,
		"variables": map[string]any{"name": r.id, "entity": "admin", "project": "chaos"},
	})
	return &message{path: "/graphql", contentType: "application/json", body: body}
}

func (wandb) check(answer []byte) error {
	var a struct{ Errors []any }
	if err := json.Unmarshal(answer, &a); err != nil {
		return fmt.Errorf("answer %.200q: %w", answer, err)
	}
	if len(a.Errors) > 0 {
		return fmt.Errorf("answer %.200q", answer) // GraphQL says so also of what may pass
	}
	return nil
}

func writeValues(b *bytes.Buffer, step int64, round int) {
	for m, name := range metrics {
		if m > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(b, "%q:%f", name, valueOf(m, step, round))
	}
}
