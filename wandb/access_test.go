package wandb

import (
	"fmt"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/event/pb"
)

// routes are all that concern one project or run: GraphQL documents, and what is left.
// Each has the variables entity, project, run (its id) and id (its storage id).
var routes = []struct {
	name     string
	document string
	changes  bool   // it needs more than to see
	path     string // into the answer; null there means "not found"
}{
	{"project", `query($entity: String, $project: String) { it: project(name: $project, entityName: $entity) { id name access } }`, false, "it"},
	{"model", `query($entity: String, $project: String) { it: model(name: $project, entityName: $entity) { id entity { name members { name } } } }`, false, "it"},
	{"run", `query($entity: String, $project: String, $run: String) { it: project(name: $project, entityName: $entity) { run(name: $run) { id state } } }`, false, "it"},
	{"bucket", `query($entity: String, $project: String, $run: String) { it: model(name: $project, entityName: $entity) { bucket(name: $run, missingOk: true) { id config } } }`, false, "it"},
	{"upsertBucket", `mutation($entity: String, $project: String, $run: String) { it: upsertBucket(input: {entityName: $entity, modelName: $project, name: $run, groupName: "g"}) { bucket { id } } }`, true, "it"},
	{"upsertBucket by id", `mutation($id: String) { it: upsertBucket(input: {id: $id, notes: "n"}) { bucket { id } } }`, true, "it"},
	{"createRunFiles", `mutation($entity: String, $project: String, $run: String) { it: createRunFiles(input: {entityName: $entity, projectName: $project, runName: $run, files: ["f"]}) { runID } }`, true, "it"},
	{"markRunFilesUploaded", `mutation($entity: String, $project: String, $run: String) { it: markRunFilesUploaded(input: {entityName: $entity, projectName: $project, runName: $run, files: ["f"]}) { success } }`, true, "it"},
	{"notifyScriptableRunAlert", `mutation($entity: String, $project: String, $run: String) { it: notifyScriptableRunAlert(input: {entityName: $entity, projectName: $project, runName: $run, title: "t"}) { success } }`, true, "it"},
	{"stopRun", `mutation($id: ID) { it: stopRun(input: {id: $id}) { success } }`, true, "it"},
	{"deleteRun", `mutation($id: ID) { it: deleteRun(input: {id: $id}) { clientMutationId } }`, true, "it"},
}

// outcome of a route: "ok", "forbidden" or "missing".
func (r *rig) outcome(user, document string, variables map[string]any) string {
	r.t.Helper()
	status, data, errs := r.as(user, document, variables)
	switch {
	case status == 200 && errs == "" && data["it"] != nil:
		return "ok"
	case status == 200 && errs == "" || status == 404:
		return "missing"
	case status == 403:
		return "forbidden"
	}
	return fmt.Sprint(status, " ", errs)
}

// What each of several people gets of every route, by what the project lets them; and
// that nobody tells what isn't there from what can't be seen.
func TestReq_DF_5_EveryRouteAsksTheProject(t *testing.T) {
	levels := map[string][2]string{"private": {"invited", "invited"}, "team": {"members", "members"}, "public": {"everyone", "members"}, "open": {"everyone", "everyone"}}
	sees := map[string]string{"private": "tom guest", "team": "tom max vera guest", "public": "tom max vera guest out", "open": "tom max vera guest out"}
	edits := map[string]string{"private": "tom", "team": "tom max", "public": "tom max", "open": "tom max"}
	r := newRig(t)
	r.lab()
	r.person("guest")
	checked := 0
	for level, who := range levels {
		r.project(level, who[0], who[1])
		r.act("tom", &pb.Event{Body: &pb.Event_ProjectAccessGranted{ProjectAccessGranted: &pb.ProjectAccessGranted{
			Project: r.projectNo("lab", level), User: "guest", Role: "viewer"}}})
		for _, route := range routes {
			for _, user := range []string{"tom", "max", "vera", "guest", "out"} {
				id := fmt.Sprintf("%s %s", route.name, user)
				r.act("tom", &pb.Event{Body: &pb.Event_RunCreated{RunCreated: &pb.RunCreated{Entity: "lab", Project: level, RunId: id}}})
				run := r.run("lab", level, id)
				want := "missing"
				switch {
				case strings.Contains(sees[level], user) && (!route.changes || strings.Contains(edits[level], user)):
					want = "ok"
				case strings.Contains(sees[level], user):
					want = "forbidden"
				}
				v := map[string]any{"entity": "lab", "project": level, "run": id, "id": nodeID("Run", uint64(run.No))}
				if got := r.outcome(user, route.document, v); got != want {
					t.Errorf("%s project: %s by %s is %s, want %s", level, route.name, user, got, want)
				}
				checked++
				if want != "missing" || user == "max" && route.name == "upsertBucket" {
					continue // a member creates what isn't there, and learns so that a name is taken
				}
				nothing := map[string]any{"entity": "lab", "project": "nothing", "run": id, "id": nodeID("Run", 99999)}
				_, data, errs := r.as(user, route.document, v)
				_, none, noneErrs := r.as(user, route.document, nothing)
				if fmt.Sprint(data) != fmt.Sprint(none) || strings.ReplaceAll(errs, level, "nothing") != noneErrs {
					t.Errorf("%s tells %s of a %s project: %v %q; of none: %v %q", route.name, user, level, data, errs, none, noneErrs)
				}
			}
		}
	}
	t.Logf("%d routes × people × levels", checked)
}

// An open project's submitters log to runs of their own, and can't touch others'.
func TestSubmittersChangeTheirOwnRuns(t *testing.T) {
	r := newRig(t)
	r.lab()
	r.project("open", "everyone", "everyone")
	upsert := routes[4].document
	v := func(run string) map[string]any { return map[string]any{"entity": "lab", "project": "open", "run": run} }
	if got := r.outcome("out", upsert, v("mine")) + r.outcome("tom", upsert, v("toms")); got != "okok" {
		t.Fatal(got)
	}
	for run, want := range map[string]int{"mine": 200, "toms": 403} {
		if got := r.outcome("out", upsert, v(run)); (got == "ok") != (want == 200) {
			t.Errorf("%s: %s", run, got)
		}
		if status, _, text := r.do("POST", "/files/lab/open/"+run+"/file_stream", keyFor("out"), "{}"); status != want {
			t.Errorf("%s: %d %s", run, status, text)
		}
	}
}

// Who loses access loses it with the next request: file_stream, and addresses that were
// handed out before.
func TestAccessEndsAtOnce(t *testing.T) {
	for name, end := range map[string]func(r *rig){
		"out of the team": func(r *rig) {
			r.act("tom", &pb.Event{Body: &pb.Event_TeamMemberRemoved{TeamMemberRemoved: &pb.TeamMemberRemoved{Team: "lab", User: "max"}}})
		},
		"user deleted": func(r *rig) {
			r.act("", &pb.Event{Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: "max"}}})
		},
		"key revoked": func(r *rig) {
			var id string
			r.cat.View(func(s *catalog.State) { id = s.Keys(s.UserByName("max").No)[0].ID })
			r.act("max", &pb.Event{Body: &pb.Event_KeyRevoked{KeyRevoked: &pb.KeyRevoked{User: "max", KeyId: id}}})
		},
		"project made private": func(r *rig) {
			r.act("tom", &pb.Event{Body: &pb.Event_ProjectPrivacySet{ProjectPrivacySet: &pb.ProjectPrivacySet{
				Project: r.projectNo("lab", "p"), View: "invited", Submit: "invited"}}})
		},
		"project deleted": func(r *rig) {
			r.act("tom", &pb.Event{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: r.projectNo("lab", "p")}}})
		},
		"team deleted": func(r *rig) {
			r.act("tom", &pb.Event{Body: &pb.Event_TeamDeleted{TeamDeleted: &pb.TeamDeleted{Name: "lab"}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.lab()
			r.project("p", "members", "members")
			v := map[string]any{"entity": "lab", "project": "p", "run": "r"}
			if got := r.outcome("max", routes[4].document, v); got != "ok" {
				t.Fatal(got)
			}
			_, data, errs := r.as("max", `mutation { createRunFiles(input: {entityName: "lab", projectName: "p", runName: "r", files: ["a", "b"]}) { files { uploadUrl } } }`, nil)
			if errs != "" {
				t.Fatal(errs)
			}
			address := func(i int) string { return at(data, "createRunFiles", "files", i, "uploadUrl").(string) }
			stream := func() int {
				status, _, _ := r.do("POST", "/files/lab/p/r/file_stream", keyFor("max"), "{}")
				return status
			}
			if put, _, _ := r.do("PUT", address(0), "", "x"); put != 200 || stream() != 200 {
				t.Fatal(put)
			}
			end(r)
			if put, _, text := r.do("PUT", address(1), "", "x"); put != 404 || stream() != 404 && stream() != 401 {
				t.Errorf("upload %d %s, file_stream %d", put, text, stream())
			}
		})
	}
}

func TestReq_WS_5_FileStreamIsToldToStop(t *testing.T) {
	r := started(t)
	r.stream("{}")
	r.mustQuery(`mutation { stopRun(input: {id: "`+string(nodeID("Run", 1))+`"}) { success } }`, nil)
	if _, _, text := r.do("POST", streamPath, testKey, "{}"); text != `{"stopped":true}`+"\n" {
		t.Error(text)
	}
	if v := r.mustQuery(`{ project(name: "p q") { run(name: "a") { stopped shouldStop } } }`, nil); at(v, "project", "run", "shouldStop") != true {
		t.Error(v)
	}
}

func TestReq_OV_2_EarlierNamesAreAnswered(t *testing.T) {
	r := started(t)
	r.act("ann", rename(r.projectNo("ann", "p q"), "now"))
	r.stream(historyBody(0, `{"_step":0,"loss":1}`)) // to the old address
	v := r.mustQuery(`{ old: project(name: "p q") { name run(name: "a") { id project { name } } } }`, nil)
	if at(v, "old", "name") != "now" || at(v, "old", "run", "project", "name") != "now" {
		t.Error(v)
	}
	if b := r.upsert(map[string]any{"name": "a", "project": "p q"}); at(b, "inserted") != false || at(b, "bucket", "project", "name") != "now" {
		t.Error(b)
	}
	if b := r.upsert(map[string]any{"name": "b", "project": "p q"}); at(b, "inserted") != true || at(b, "bucket", "project", "name") != "now" {
		t.Error(b)
	}
	if r.askUploads("f")[0] == "" || r.run("ann", "now", "b") == nil || r.run("ann", "p q", "b") != nil {
		t.Error("something went elsewhere")
	}
}

func TestUpsertModel(t *testing.T) {
	r := newRig(t)
	r.lab()
	const doc = `mutation($input: UpsertModelInput!) { it: upsertModel(input: $input) { inserted model { id name access description readOnly } } }`
	upsert := func(user string, input map[string]any) (map[string]any, string) {
		t.Helper()
		input["clientMutationId"], input["icon"] = nil, nil // as the client sends all
		_, data, errs := r.as(user, doc, map[string]any{"input": input})
		m, _ := at(data, "it", "model").(map[string]any)
		return m, errs
	}
	m, errs := upsert("tom", map[string]any{"name": "p", "entityName": "lab", "access": "USER_READ", "description": "d"})
	if errs != "" || m["access"] != "USER_READ" || m["description"] != "d" || m["readOnly"] != false {
		t.Fatal(m, errs)
	}
	for _, access := range []string{"PRIVATE", "RESTRICTED", "ENTITY_READ", "USER_READ", "USER_WRITE"} {
		before := r.actions()
		if m, errs := upsert("tom", map[string]any{"name": "p", "entityName": "lab", "access": access}); errs != "" || m["access"] != access {
			t.Errorf("%s: %v %s", access, m, errs)
		}
		if n := r.actions() - before; n != 1 {
			t.Errorf("%d events", n)
		}
	}
	if m, errs := upsert("tom", map[string]any{"id": m["id"], "name": "q"}); errs != "" || m["name"] != "q" || m["access"] != "USER_WRITE" {
		t.Error(m, errs)
	}
	before := r.actions()
	if m, errs := upsert("tom", map[string]any{"name": "p", "entityName": "lab"}); errs != "" || m["name"] != "q" || r.actions() != before {
		t.Error("an earlier name, and nothing to change:", m, errs)
	}
	for user, input := range map[string]map[string]any{
		"out":  {"name": "q", "entityName": "lab", "description": "mine"},
		"max":  {"name": "q", "entityName": "lab", "access": "PRIVATE"},
		"vera": {"name": "new", "entityName": "lab"},
		"tom":  {"name": "q", "entityName": "lab", "access": "SECRET"},
	} {
		if m, errs := upsert(user, input); errs == "" {
			t.Errorf("%s: %v", user, m)
		}
	}
	// A name that is taken by what one can't see: no word about the project.
	r.project("hidden", "invited", "invited")
	if m, errs := upsert("max", map[string]any{"name": "hidden", "entityName": "lab"}); m != nil || errs != "the name \"hidden\" is taken in \"lab\"\n" {
		t.Error(m, errs)
	}
}

func TestEntitiesAsTheyMayBeSeen(t *testing.T) {
	r := newRig(t)
	r.lab()
	r.project("public", "everyone", "members")
	r.settings("max", `{"save_code":true}`)
	const doc = `query($e: String) { it: entity(name: $e) { id isTeam entityType available readOnly codeSavingEnabled members { username accountType admin } } }`
	for user, want := range map[string]string{
		"tom":  "map[available:false codeSavingEnabled:false entityType:team id:VGVhbTpsYWI= isTeam:true members:[",
		"max":  "map[available:false codeSavingEnabled:true entityType:team id:VGVhbTpsYWI= isTeam:true members:[",
		"vera": "map[available:false codeSavingEnabled:false entityType:team id:VGVhbTpsYWI= isTeam:true members:[",
		"out":  "map[available:true codeSavingEnabled:false entityType:user id:RW50aXR5OjA= isTeam:false members:[] readOnly:false]",
	} {
		_, data, errs := r.as(user, doc, map[string]any{"e": "lab"})
		if got := fmt.Sprint(data["it"]); errs != "" || !strings.HasPrefix(got, want) || strings.HasSuffix(got, "readOnly:true]") != (user == "vera") {
			t.Errorf("%s sees %s %s", user, got, errs)
		}
	}
	_, data, _ := r.as("out", `{ it: project(name: "public", entityName: "lab") { entity { name members { name } } } }`, nil)
	if got := fmt.Sprint(data); got != "map[it:map[entity:map[members:[] name:lab]]]" {
		t.Errorf("through a public project: %s", got)
	}
	_, data, _ = r.as("out", `{ it: users(query: "") { edges { node { username } } } }`, nil)
	if got := fmt.Sprint(data); strings.Contains(got, "tom") || !strings.Contains(got, "out") {
		t.Errorf("users found by somebody else: %s", got)
	}
}
