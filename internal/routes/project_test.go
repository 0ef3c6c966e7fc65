package routes

import (
	"crypto/sha256"
	"fmt"
	"strings"
)

// project makes the lead's project of a level, and in it one of everything.
func (w *world) project(level string, n int64) {
	w.t.Helper()
	at := map[string]string{"entity": w.all["team"], "project": fmt.Sprintf("%s-project-%d", level, n), "run": "r"}
	if level == "private" {
		at["entity"] = w.all["lead"]
	}
	w.at[level] = at
	first := level
	if level == "restricted" {
		first = "team" // reports of a restricted project can't be shared: there's a link from before
	}
	for name, privacy := range map[string]string{at["project"]: first, "target-" + at["project"]: level, "trashed-" + at["project"]: level, "doomed-" + at["project"]: level} {
		w.must(Lead, "POST", "/api/v1/projects", fmt.Sprintf(`{"entity":%q,"name":%q,"privacy":%q}`, at["entity"], name, privacy))
	}
	at["target"], at["trashed"] = "target-"+at["project"], "trashed-"+at["project"]
	at["doomed"], at["doomedrun"] = "doomed-"+at["project"], "doomed"
	w.must(Lead, "DELETE", "/api/v1/projects/"+at["entity"]+"/"+at["trashed"], "")
	w.must(Lead, "DELETE", "/api/v1/projects/"+at["entity"]+"/"+at["doomed"], "")
	p := "/api/v1/projects/" + at["entity"] + "/" + at["project"]
	for name, role := range map[string]string{"looks": "viewer", "guest": "member", "invited": "viewer"} {
		for _, to := range []string{p, "/api/v1/projects/" + at["entity"] + "/" + at["target"]} {
			w.must(Lead, "PUT", to+"/access/"+w.all[name], fmt.Sprintf(`{"role":%q}`, role))
		}
	}
	w.workspace(p, at)
	w.report(p, at)
	w.must(Lead, "PUT", p+"/privacy", fmt.Sprintf(`{"level":%q}`, level))
	w.data(level, p, at)
	w.undos(p, at)
}

// data are runs: one of the lead, one in the trash, one of each role that may log runs.
func (w *world) data(level, p string, at map[string]string) {
	at["trashrun"] = "trashed"
	w.log(Lead, at, at["run"])
	for _, id := range []string{at["trashrun"], at["doomedrun"], "purged"} {
		w.log(Lead, at, id)
		w.must(Lead, "DELETE", p+"/runs/"+id, "")
	}
	w.all["purge"] = w.must(Lead, "POST", p+"/runs:purge", `{"runs":["purged"]}`).number("purge")
	w.own[level], w.ownID[level] = map[Role]string{}, map[Role]string{}
	for i, role := range roles {
		if w.own[level][role] = at["run"]; expect(Submit, role, level) == allowed {
			w.own[level][role] = fmt.Sprint("own-", i)
			w.log(role, at, fmt.Sprint("own-", i))
		}
		w.ownID[level][role] = w.storageID(at, w.own[level][role])
	}
	at["runid"] = w.storageID(at, "r")
	uploads := w.must(Lead, "POST", "/graphql", fmt.Sprintf(`{"query":"mutation($e:String,$p:String,$r:String){createRunFiles(input:{entityName:$e,projectName:$p,runName:$r,files:[\"notes.txt\"]}){files{uploadUrl}}}","variables":{"e":%q,"p":%q,"r":%q}}`,
		at["entity"], at["project"], at["run"]))
	address := between(string(uploads.Body), `"uploadUrl":"`, `"`)
	address = strings.TrimPrefix(strings.ReplaceAll(address, `\u0026`, "&"), w.base)
	if a := w.call(request{method: "PUT", path: address, body: `"notes"`, media: "text/plain"}); !a.ok() {
		w.t.Fatalf("upload: %d %s", a.Status, a.Body)
	}
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

func (w *world) log(who Role, at map[string]string, id string) {
	w.t.Helper()
	a := w.call(request{method: "POST", path: "/api/v1/ingest", media: "application/x-ndjson", key: w.keys[who],
		body: fmt.Sprintf(`{"project":"%s/%s","run":%q,"step":0,"metrics":{"loss":1,"eval/acc":0.5},"config":{"arch":"a"}}`, at["entity"], at["project"], id)})
	if a.Status != 202 {
		w.t.Fatalf("%s logs: %d %s", who, a.Status, a.Body)
	}
}

// workspace is a saved view with two sections and a panel.
func (w *world) workspace(p string, at map[string]string) {
	at["workspace"] = w.made(p+"/workspaces", `{"name":"Saved"}`)
	ws := p + "/workspaces/" + at["workspace"]
	at["section"] = w.made(ws+"/sections", `{"title":"One"}`)
	at["section2"] = w.made(ws+"/sections", `{"title":"Two"}`)
	at["panel"] = w.made(ws+"/sections/"+at["section"]+"/panels", `{"kind":"line","metrics":["loss"]}`)
	at["wsaction"] = w.must(Lead, "PATCH", ws, `{"buckets":50}`).number("action")
	undo := w.must(Lead, "PATCH", ws, `{"max_runs":7}`).number("action")
	at["wsundone"] = w.must(Lead, "POST", ws+"/undo", `{"action":`+undo+`}`).number("action")
}

func (w *world) report(p string, at map[string]string) {
	at["report"] = w.made(p+"/reports", `{"title":"Report","live":true,"blocks":[{"kind":"markdown","text":"a"},{"kind":"markdown","text":"b"}]}`)
	at["pinned"] = w.made(p+"/reports", `{"title":"Pinned"}`)
	r := p + "/reports/" + at["report"]
	at["block2"] = w.made(r+"/blocks", `{"kind":"markdown","text":"c"}`)
	at["block"] = w.made(r+"/blocks", `{"kind":"markdown","text":"d"}`)
	image := w.call(request{method: "POST", path: r + "/images", body: png, media: "application/octet-stream", key: w.keys[Lead]})
	if !image.ok() {
		w.t.Fatalf("an image: %d %s", image.Status, image.Body)
	}
	at["sha256"] = fmt.Sprintf("%x", sha256.Sum256([]byte(png)))
	at["comment"] = w.made(r+"/comments", `{"text":"said"}`)
	share := w.must(Lead, "POST", r+"/share", "")
	at["share"] = share.text("id")
	_, at["token"], _ = strings.Cut(share.text("url"), "/share/")
}

func (w *world) undos(p string, at map[string]string) {
	at["action"] = w.must(Lead, "PATCH", p+"/runs/r", `{"color":"preset:3"}`).number("action")
	undo := w.must(Lead, "PATCH", p+"/runs/r", `{"config":{"seed":1}}`).number("action")
	at["undone"] = w.must(Lead, "POST", p+"/undo", `{"action":`+undo+`}`).number("action")
}

// made is the id of what the lead's request makes.
func (w *world) made(path, body string) string {
	w.t.Helper()
	a := w.must(Lead, "POST", path, body)
	id := a.text("id")
	if id == "" {
		w.t.Fatalf("POST %s says no id: %s", path, a.Body)
	}
	return id
}

// storageID is what the SDK calls a run by.
func (w *world) storageID(at map[string]string, run string) string {
	w.t.Helper()
	a := w.must(Root, "POST", "/graphql", fmt.Sprintf(`{"query":"{project(name:\"%s\",entityName:\"%s\"){run(name:\"%s\"){id}}}"}`, at["project"], at["entity"], run))
	return between(string(a.Body), `"id":"`, `"`)
}
