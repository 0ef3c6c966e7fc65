package wandb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"runledger/event/pb"
)

// The documents as clients send them, from what was seen on the wire.
const (
	upsertDocument = `mutation UpsertBucket($id: String, $name: String, $project: String, $entity: String, $groupName: String, $description: String,
		$displayName: String, $notes: String, $commit: String, $config: JSONString, $host: String, $debug: Boolean, $program: String, $repo: String,
		$jobType: String, $state: String, $sweep: String, $tags: [String!], $summaryMetrics: JSONString) {
		upsertBucket(input: {id: $id, name: $name, groupName: $groupName, modelName: $project, entityName: $entity, description: $description,
			displayName: $displayName, notes: $notes, config: $config, commit: $commit, host: $host, debug: $debug, jobProgram: $program, jobRepo: $repo,
			jobType: $jobType, state: $state, sweep: $sweep, tags: $tags, summaryMetrics: $summaryMetrics}) {
			bucket { id name displayName description config sweepName project { id name entity { id name } } historyLineCount }
			inserted
			serverSettings { serverMessages { utfText plainText htmlText messageType messageLevel } } } }`
	viewerDocument = `#graphql
		query Viewer { viewer { id entity username flags teams { edges { node { name } } } } }`
)

func (r *rig) upsert(variables map[string]any) map[string]any {
	r.t.Helper()
	return at(r.mustQuery(upsertDocument, variables), "upsertBucket").(map[string]any)
}

func TestViewer(t *testing.T) {
	r := newRig(t)
	v := r.mustQuery(viewerDocument, nil)
	if at(v, "viewer", "entity") != "ann" || at(v, "viewer", "teams", "edges", 0, "node", "name") != "ann" ||
		at(v, "viewer", "flags") != `{}` {
		t.Fatalf("%v", v)
	}
	for _, key := range []string{"", strings.Repeat("x", 40), "short"} {
		status, _, text := r.do("POST", "/graphql", key, `{"query":"{viewer{id}}"}`)
		if status != 401 || !strings.Contains(text, "user is not logged in") {
			t.Errorf("key %q: %d %s", key, status, text)
		}
	}
	status, _, text := r.do("POST", "/graphql", "", `{"query":"{viewer{username}}"}`, "Authorization", "Bearer "+testKey)
	if status != 200 || text != `{"data":{"viewer":{"username":"ann"}}}` {
		t.Errorf("Bearer: %d %s", status, text)
	}
}

func TestServerInfo(t *testing.T) {
	r := newRig(t)
	v := r.mustQuery(`query ServerFeaturesQuery { serverInfo { cliVersionInfo features { name isEnabled } latestLocalVersionInfo { outOfDate } } }`, nil)
	if at(v, "serverInfo", "cliVersionInfo", "max_cli_version") != "99.0.0" || len(at(v, "serverInfo", "features").([]any)) != len(features) {
		t.Fatalf("%v", v)
	}
	v = r.mustQuery(`query O($entityName: String!) { entity(name: $entityName) { organization { coreWeaveOrganizationId } } organization(name: "x") { featureFlags(rampIDType: OrgName) { rampKey } } }`,
		map[string]any{"entityName": "ann"})
	if at(v, "entity", "organization") != nil || at(v, "organization") != nil {
		t.Fatalf("%v", v)
	}
}

// Clients up to 0.25 look at the schema and choose their way by it.
func TestIntrospection(t *testing.T) {
	r := newRig(t)
	v := r.mustQuery(`query P($n: String = "ServerSettings") { A: __type(name: $n) { name fields { name args { name } } } B: __type(name: "RunQueue") { name }
		C: __type(name: "UpsertBucketInput") { inputFields { name } } }`, nil)
	if at(v, "A", "fields", 0, "name") != "serverMessages" || at(v, "B") != nil || at(v, "C", "inputFields", 0, "name") == nil {
		t.Fatalf("%v", v)
	}
}

func TestUpsertCreatesAndChanges(t *testing.T) {
	r := newRig(t)
	v := r.upsert(map[string]any{"id": nil, "name": "svlqkhvi", "project": "proj", "entity": nil, "displayName": nil, "host": "vm", "program": "train.py", "tags": "one",
		"config": `{"lr":{"value":0.1,"desc":null},"inf":{"value":Infinity},"d":{"value":{"value":1}},"_wandb":{"value":{"t":{"4":"3.11"}}}}`, "undeclared": 1})
	if v["inserted"] != true || at(v, "bucket", "displayName") == nil || at(v, "bucket", "historyLineCount") != 0.0 ||
		at(v, "bucket", "project", "entity", "name") != "ann" || len(at(v, "serverSettings", "serverMessages").([]any)) != 0 {
		t.Fatalf("%v", v)
	}
	run := r.run("ann", "proj", "svlqkhvi")
	if run == nil || !run.WandB || run.Attributes.Host != "vm" || run.Attributes.Program != "train.py" || fmt.Sprint(run.Tags) != "[one]" {
		t.Fatalf("%+v", run)
	}
	no := uint64(run.No)
	diff(t, bodies(r.telemetry(no)), []*pb.Event{
		{Body: &pb.Event_RunStateChanged{RunStateChanged: &pb.RunStateChanged{Run: no, Home: 1, State: pb.RunStateChanged_STATE_RUNNING}}},
		{Body: &pb.Event_RunConfigSet{RunConfigSet: &pb.RunConfigSet{Run: no, Home: 1, Replace: true,
			Json: []byte(`{"lr":0.1,"inf":Infinity,"d":{"value":1},"_wandb":{"t":{"4":"3.11"}}}`)}}},
	})

	version := run.Version
	v = r.upsert(map[string]any{"name": "svlqkhvi", "project": "proj", "host": "vm", "summaryMetrics": `{"a":NaN}`})
	if v["inserted"] != false || r.run("ann", "proj", "svlqkhvi").Version != version {
		t.Fatalf("nothing was decided, and yet %v", v)
	}
	v = r.upsert(map[string]any{"name": "svlqkhvi", "project": "proj", "displayName": "brave", "notes": "n", "tags": []string{}, "groupName": "g"})
	run = r.run("ann", "proj", "svlqkhvi")
	if at(v, "bucket", "displayName") != "brave" || run.Notes != "n" || len(run.Tags) != 0 || run.Attributes.Group != "g" || run.Attributes.Host != "vm" {
		t.Fatalf("%v %+v", v, run)
	}
	if got := types(r.telemetry(no)); got != "state_changed config_set summary_set heartbeat" {
		t.Fatalf("%s", got)
	}
}

func TestUpsertByAPersonIsAnEdit(t *testing.T) {
	r := newRig(t)
	v := r.upsert(map[string]any{"name": "a", "project": "p", "config": `{"lr":{"value":1}}`})
	before := len(r.telemetry(1))
	r.upsert(map[string]any{"id": at(v, "bucket", "id"), "notes": "by hand", "config": `{"lr":{"value":2,"desc":null},"_wandb":{"value":{"t":1}}}`})
	run := r.run("ann", "p", "a")
	if run.Notes != "by hand" || string(run.ConfigEdit) != `{"lr":2}` || len(r.telemetry(1)) != before {
		t.Fatalf("%+v", run)
	}
}

func TestUpsertRefused(t *testing.T) {
	r := newRig(t)
	for name, c := range map[string]struct {
		variables map[string]any
		status    int
		message   string
	}{
		"foreign entity": {map[string]any{"name": "a", "entity": "bob", "project": "p"}, 404, `bob/p`},
		"bad project":    {map[string]any{"name": "a", "project": "a/b"}, 422, "project"},
		"bad run":        {map[string]any{"name": "a/b", "project": "p"}, 422, "run id"},
		"no name":        {map[string]any{"project": "p"}, 422, "name"},
		"bad config":     {map[string]any{"name": "a", "project": "p", "config": "[1]"}, 422, "config"},
		"foreign id":     {map[string]any{"id": "UnVuOjk5", "notes": "x"}, 404, "not found"},
	} {
		status, a := r.query(upsertDocument, c.variables)
		if status != c.status || len(a.Errors) != 1 || !strings.Contains(a.Errors[0].Message, c.message) {
			t.Errorf("%s: %d %+v", name, status, a.Errors)
		}
	}
}

// A run whose history is there already goes on behind its last line.
func TestRunAgain(t *testing.T) {
	r := newRig(t)
	r.upsert(map[string]any{"name": "a", "project": "p", "host": "h"})
	r.tables["a"] = RunData{State: "finished", HistoryLines: 12}
	v := r.upsert(map[string]any{"name": "a", "project": "p", "host": "h"})
	if at(v, "bucket", "historyLineCount") != 12.0 || v["inserted"] != false {
		t.Fatalf("%v", v)
	}
	r.wandb.live = newLiveRuns() // as after a restart
	v = r.upsert(map[string]any{"name": "a", "project": "p"})
	if at(v, "bucket", "historyLineCount") != 12.0 {
		t.Fatalf("%v", v)
	}
	if got := types(r.telemetry(1)); got != "state_changed heartbeat state_changed" {
		t.Fatalf("%s", got)
	}
}

const resumeDocument = `query RunResumeStatus($project: String, $entity: String, $name: String!) {
	model(name: $project, entityName: $entity) { id name entity { id name }
		bucket(name: $name, missingOk: true) { id name summaryMetrics displayName logLineCount historyLineCount eventsLineCount historyTail eventsTail config tags notes wandbConfig(keys: ["t"]) } } }`

func TestResumeStatus(t *testing.T) {
	r := newRig(t)
	missing := map[string]any{"project": "p", "name": "nosuch"}
	if v := r.mustQuery(resumeDocument, missing); at(v, "model") != nil {
		t.Fatalf("%v", v)
	}
	r.upsert(map[string]any{"name": "a", "project": "p", "config": `{"x":{"value":1}}`})
	if v := r.mustQuery(resumeDocument, missing); at(v, "model", "name") != "p" || at(v, "model", "bucket") != nil {
		t.Fatalf("%v", v)
	}
	_, a := r.query(resumeDocument, map[string]any{"project": "p", "name": "a"})
	if len(a.Errors) == 0 || !strings.Contains(a.Errors[0].Message, "not served yet") {
		t.Fatalf("%+v", a)
	}
}

func TestRunFields(t *testing.T) {
	r := newRig(t)
	r.upsert(map[string]any{"name": "a", "project": "p"})
	r.tables["a"] = RunData{State: "failed", Config: []byte(`{"x":-Infinity,"_wandb":{"t":{"1":2},"m":[]}}`), Summary: []byte(`{"loss":NaN}`)}
	v := r.mustQuery(`query R { project(name: "p", entityName: "ann") { run(name: "a") { projectId state failed running config summaryMetrics systemMetrics tags
		wandbConfig(keys: ["t"]) createdAt heartbeatAt user { name username } historyKeys exitcode stopped } } }`, nil)
	run := at(v, "project", "run").(map[string]any)
	for field, want := range map[string]any{"state": "failed", "failed": true, "running": false, "projectId": "1", "systemMetrics": "{}",
		"config": `{"x":{"value":-Infinity},"_wandb":{"value":{"t":{"1":2},"m":[]}}}`, "summaryMetrics": `{"loss":NaN}`, "wandbConfig": `{"t":{"1":2}}`, "stopped": false} {
		if run[field] != want {
			t.Errorf("%s: %v", field, run[field])
		}
	}
	if v := r.mustQuery(`query R { project(name: "p", entityName: "bob") { id } model(name: "nosuch") { id } }`, nil); at(v, "project") != nil || at(v, "model") != nil {
		t.Errorf("%v", v)
	}
}

func TestNotServedYet(t *testing.T) {
	r := newRig(t)
	for document, want := range map[string]string{
		`query A($id: ID!) { artifact(id: $id) { id digest } }`:                                                          "not served yet: Query.artifact",
		`mutation C($input: CreateArtifactInput!) { createArtifact(input: $input) { artifact { id } } }`:                 "not served yet: Mutation.createArtifact",
		`query R { project(name: "p") { run(name: "a") { ...F } } } fragment F on Run { history(samples: 1) fileCount }`: "not served yet: Run.fileCount, Run.history",
		`{ nosuch }`:  `Cannot query field "nosuch" on type "Query".`,
		`{ viewer { `: "syntax error",
	} {
		status, a := r.query(document, map[string]any{"id": "x", "input": map[string]any{}})
		if status != 400 || len(a.Errors) == 0 || !strings.Contains(a.Errors[0].Message, want) {
			t.Errorf("%s: %d %+v", document, status, a.Errors)
		}
	}
}

func TestLargeQuery(t *testing.T) {
	r := newRig(t)
	v := r.mustQuery(`query Project($desc: String!) { project(name: "p", entityName: "ann") { run(name: "r", desc: $desc) { name summaryMetrics } } }`,
		map[string]any{"desc": strings.Repeat("x", 10<<20)})
	if at(v, "project") != nil {
		t.Fatalf("%v", v)
	}
	body, _ := json.Marshal(map[string]any{"query": "{viewer{id}}", "variables": map[string]any{"x": strings.Repeat("x", maxQuery)}})
	if status, _, _ := r.do("POST", "/graphql", testKey, string(body)); status != http.StatusRequestEntityTooLarge {
		t.Fatalf("%d", status)
	}
}

func TestAlertsAndStop(t *testing.T) {
	r := newRig(t)
	v := r.upsert(map[string]any{"name": "a", "project": "p"})
	const alert = `mutation N($wait: Duration, $title: String!) { notifyScriptableRunAlert(input: {entityName: "ann", projectName: "p", runName: "a", title: $title, text: "t", severity: WARN, waitDuration: $wait}) { success } }`
	for _, title := range []string{"one", "one", "two"} {
		r.mustQuery(alert, map[string]any{"wait": 60000, "title": title})
	}
	events := r.telemetry(1)
	if got := types(events); got != "state_changed alerted alerted" {
		t.Fatalf("%s", got)
	}
	diff(t, events[2].GetRunAlerted(), &pb.RunAlerted{Run: 1, Home: 1, Title: "two", Text: "t", Level: "WARN"})
	if status, _, text := r.do("POST", "/files/ann/p/a/file_stream", testKey, "{}"); status != 200 || text != "{}\n" {
		t.Fatalf("%d %s", status, text)
	}
	r.mustQuery(`mutation S($id: ID!) { stopRun(input: {id: $id}) { success clientMutationId } }`, map[string]any{"id": at(v, "bucket", "id")})
	if status, _, text := r.do("POST", "/files/ann/p/a/file_stream", testKey, "{}"); status != 200 || text != `{"stopped":true}`+"\n" {
		t.Fatalf("%d %s", status, text)
	}
	// Begun again, it isn't stopped by what was asked before; later upserts change nothing.
	for _, c := range []struct {
		variables map[string]any
		want      string
	}{{map[string]any{"name": "a", "project": "p"}, `{"stopped":true}`}, {map[string]any{"name": "a", "project": "p", "program": "x.py"}, "{}"}} {
		r.upsert(c.variables)
		if _, _, text := r.do("POST", "/files/ann/p/a/file_stream", testKey, "{}"); text != c.want+"\n" {
			t.Fatalf("%v: %s", c.variables, text)
		}
	}
}
