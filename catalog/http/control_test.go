package cataloghttp

import (
	"fmt"
	"strings"
	"testing"
)

// secretOf is the API key of a test's user.
func secretOf(name string) string { return strings.Repeat(name+"-", 40)[:40] }

// crowd creates users with keys, and a way to call as one of them.
func crowd(t *testing.T, names ...string) (c *client, as func(who string, status int, method, path, body string, headers ...string) answer) {
	c = newClient(t)
	for _, n := range names {
		c.call(200, rootKey, "POST", "/api/v1/users", fmt.Sprintf(`{"name":%q,"api_key":%q}`, n, secretOf(n)))
	}
	as = func(who string, status int, method, path, body string, headers ...string) answer {
		t.Helper()
		key := secretOf(who)
		if who == "root" {
			key = rootKey
		}
		return c.call(status, key, method, path, body, headers...)
	}
	return c, as
}

func TestReq_OV_1_OV_3_ProjectsAreRenamedAndDescribed(t *testing.T) {
	_, as := crowd(t, "ann")
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"p"}`)
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"q"}`)
	got := as("ann", 200, "PATCH", "/api/v1/projects/ann/p", `{"name":"new name"}`)
	if got.text("name") != "new name" || got["action"] == nil || got.text("position") == "" {
		t.Errorf("%v", got)
	}
	if p := as("ann", 200, "GET", "/api/v1/projects/ann/new%20name", ""); p.text("name") != "new name" {
		t.Errorf("%v", p)
	}
	as("ann", 409, "PATCH", "/api/v1/projects/ann/q", `{"name":"new name"}`)
	as("ann", 422, "PATCH", "/api/v1/projects/ann/q", `{"name":"a/b"}`)
	as("ann", 422, "PATCH", "/api/v1/projects/ann/q", `{}`)

	const markdown = "# Ünï\n\n<script>alert(1)</script>\r\n\ttab  "
	body := fmt.Sprintf(`{"description":%q}`, markdown)
	if p := as("ann", 200, "PATCH", "/api/v1/projects/ann/q", body); p.text("description") != markdown {
		t.Errorf("%q", p.text("description"))
	}
	as("ann", 409, "PATCH", "/api/v1/projects/ann/q", `{"description":"late"}`, "If-Match", `"1"`)
}

func TestReq_OV_4_OV_5_FAQ_1_ProjectsGoIntoTheTrash(t *testing.T) {
	c, as := crowd(t, "ann", "bob")
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"empty"}`)
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"full"}`)
	c.run("ann", "full", "r1")

	as("ann", 200, "DELETE", "/api/v1/projects/ann/empty", "")
	as("ann", 404, "GET", "/api/v1/projects/ann/empty", "")
	if p := as("ann", 422, "DELETE", "/api/v1/projects/ann/full", ""); p.text("code") != "confirm" {
		t.Errorf("%v", p)
	}
	as("ann", 200, "DELETE", "/api/v1/projects/ann/full?confirm=full", "")
	as("ann", 404, "PATCH", "/api/v1/projects/ann/full/runs/r1", `{"notes":"n"}`)
	if list := as("ann", 200, "GET", "/api/v1/projects", ""); len(list["projects"].([]any)) != 0 {
		t.Errorf("%v", list)
	}
	if list := as("ann", 200, "GET", "/api/v1/trash", ""); len(list["projects"].([]any)) != 2 {
		t.Errorf("%v", list)
	}
	as("bob", 404, "POST", "/api/v1/projects/ann/full/undelete", "")
	as("ann", 200, "POST", "/api/v1/projects/ann/full/undelete", "")
	as("ann", 200, "PATCH", "/api/v1/projects/ann/full/runs/r1", `{"notes":"n"}`)
	as("ann", 409, "POST", "/api/v1/projects", `{"name":"empty"}`)
	as("ann", 200, "POST", "/api/v1/projects/ann/full/undo", `{}`)
	as("ann", 200, "POST", "/api/v1/projects/ann/full/undo", `{}`)
	as("ann", 404, "GET", "/api/v1/projects/ann/full", "")
	as("ann", 200, "POST", "/api/v1/projects/ann/full/undo", `{}`) // the deletion itself, from the trash
	as("ann", 200, "GET", "/api/v1/projects/ann/full", "")
}

// TestReq_FAQ_3_ViewAndSubmitAreSeparate tries the levels with four kinds of users, on a
// team's project and on a personal one.
func TestReq_FAQ_3_ViewAndSubmitAreSeparate(t *testing.T) {
	_, as := crowd(t, "admin", "member", "viewer", "guest", "other")
	as("admin", 200, "POST", "/api/v1/teams", `{"name":"crew","members":[{"user":"member"},{"user":"viewer","role":"viewer"}]}`)
	as("admin", 200, "POST", "/api/v1/projects", `{"entity":"crew","name":"p"}`)
	const at = "/api/v1/projects/crew/p"
	as("admin", 200, "PUT", at+"/access/guest", `{"role":"member"}`)
	for _, tt := range []struct {
		level, view, submit string
		reads, logs         string // who
	}{
		{"restricted", "invited", "invited", "admin guest", "admin guest"},
		{"team", "members", "members", "admin member viewer guest", "admin member guest"},
		{"public", "everyone", "members", "admin member viewer guest other", "admin member guest"},
		{"open", "everyone", "everyone", "admin member viewer guest other", "admin member viewer guest other"},
		{"custom", "everyone", "invited", "admin member viewer guest other", "admin guest"},
	} {
		as("admin", 200, "PUT", at+"/privacy", fmt.Sprintf(`{"view":%q,"submit":%q}`, tt.view, tt.submit))
		if got := as("admin", 200, "GET", at+"/privacy", ""); got.text("level") != tt.level {
			t.Errorf("%s: %v", tt.level, got)
		}
		for _, who := range []string{"admin", "member", "viewer", "guest", "other"} {
			reads := strings.Contains(tt.reads, who)
			as(who, status(reads, 404), "GET", at, "")
			if reads {
				may := as(who, 200, "GET", at, "")["may"].(map[string]any)
				if may["submit"] != strings.Contains(tt.logs, who) {
					t.Errorf("%s, %s may %v", tt.level, who, may)
				}
			}
		}
	}
	as("admin", 422, "PUT", at+"/privacy", `{"view":"members","submit":"everyone"}`)
	as("admin", 422, "PUT", at+"/privacy", `{"level":"team","view":"members"}`)
	as("member", 403, "PUT", at+"/privacy", `{"level":"open"}`)
	as("admin", 200, "PUT", at+"/privacy", `{"level":"restricted"}`)
	as("member", 404, "PUT", at+"/privacy", `{"level":"open"}`)
}

func status(ok bool, otherwise int) int {
	if ok {
		return 200
	}
	return otherwise
}

func TestReq_FAQ_5_TeamsShareProjectsWithTheirMembersOnly(t *testing.T) {
	_, as := crowd(t, "ann", "bob", "eve")
	as("ann", 200, "POST", "/api/v1/teams", `{"name":"crew","members":["bob"]}`)
	as("ann", 409, "POST", "/api/v1/teams", `{"name":"bob"}`)
	as("bob", 200, "POST", "/api/v1/projects", `{"entity":"crew","name":"p"}`)
	as("eve", 404, "GET", "/api/v1/projects/crew/p", "")
	as("eve", 404, "GET", "/api/v1/teams/crew", "")
	as("eve", 404, "PUT", "/api/v1/teams/crew/members/eve", `{"role":"admin"}`)
	as("bob", 403, "PUT", "/api/v1/teams/crew/members/bob", `{"role":"admin"}`) // nobody promotes oneself
	as("ann", 409, "DELETE", "/api/v1/teams/crew/members/ann", "")              // the last administrator
	as("ann", 200, "PUT", "/api/v1/teams/crew/members/eve", `{"role":"viewer"}`)
	as("eve", 200, "GET", "/api/v1/projects/crew/p", "")
	as("eve", 403, "PATCH", "/api/v1/projects/crew/p", `{"description":"x"}`)
	as("eve", 403, "POST", "/api/v1/projects", `{"entity":"crew","name":"q"}`)
	as("bob", 200, "DELETE", "/api/v1/teams/crew/members/bob", "") // leaves, and the own project is gone with it
	as("bob", 404, "GET", "/api/v1/projects/crew/p", "")
	as("ann", 200, "DELETE", "/api/v1/teams/crew", "")
	as("ann", 404, "GET", "/api/v1/projects/crew/p", "")
	as("ann", 200, "POST", "/api/v1/undo", `{}`)
	as("ann", 200, "GET", "/api/v1/projects/crew/p", "")
}

func TestReq_DF_1_DF_2_DF_3_DF_4_Settings(t *testing.T) {
	_, as := crowd(t, "ann", "bob")
	got := as("ann", 200, "GET", "/api/v1/me/settings", "")
	if got.text("default_entity") != "ann" || got.text("default_privacy") != "private" || got["save_code"] != false {
		t.Errorf("%v", got)
	}
	if p := as("ann", 200, "POST", "/api/v1/projects", `{"name":"p"}`); p.text("privacy") != "private" || p.text("entity") != "ann" {
		t.Errorf("%v", p)
	}
	as("bob", 404, "GET", "/api/v1/projects/ann/p", "")
	as("bob", 200, "POST", "/api/v1/teams", `{"name":"bobs"}`)
	as("ann", 403, "PATCH", "/api/v1/me/settings", `{"default_entity":"bobs"}`)
	as("ann", 403, "PATCH", "/api/v1/me/settings", `{"default_entity":"bob"}`)
	as("ann", 200, "POST", "/api/v1/teams", `{"name":"anns"}`)
	got = as("ann", 200, "PATCH", "/api/v1/me/settings", `{"default_entity":"anns","default_privacy":"public","save_code":true}`)
	if got.text("default_entity") != "anns" || fmt.Sprint(got["entities"]) != "[ann anns]" {
		t.Errorf("%v", got)
	}
	if p := as("ann", 200, "POST", "/api/v1/projects", `{"name":"p"}`); p.text("entity") != "anns" || p.text("privacy") != "team" {
		t.Errorf("%v", p)
	}
	if p := as("ann", 200, "POST", "/api/v1/projects", `{"entity":"ann","name":"q"}`); p.text("privacy") != "public" {
		t.Errorf("%v", p)
	}
	as("ann", 200, "POST", "/api/v1/undo", `{}`)
	if got = as("ann", 200, "GET", "/api/v1/me/settings", ""); got.text("default_entity") != "ann" || got["save_code"] != false {
		t.Errorf("after the undo: %v", got)
	}
}

func TestReq_OV_9_WS_3_WS_4_WS_7_WS_8_RunsAreEditedInBatches(t *testing.T) {
	c, as := crowd(t, "ann", "bob")
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"p"}`)
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"q"}`)
	for i := range 5 {
		c.run("ann", "p", fmt.Sprint("r", i))
	}
	const p = "/api/v1/projects/ann/p"
	if r := as("ann", 200, "PATCH", p+"/runs/r0", `{"display_name":"first"}`); r.text("display_name") != "first" {
		t.Errorf("%v", r)
	}
	if r := as("ann", 200, "PATCH", p+"/runs/r0", `{"color":"preset:3"}`); r.text("color") != "preset:3" {
		t.Errorf("%v", r)
	}
	as("ann", 200, "PATCH", p+"/runs/r0", `{"color":"#12ab9f","notes":"both"}`)
	as("ann", 422, "PATCH", p+"/runs/r0", `{"color":"#12AB9"}`)
	as("ann", 422, "PATCH", p+"/runs/r0", `{"color":"red"}`)

	as("bob", 404, "POST", p+"/runs:delete", `{"runs":["r1"]}`)
	as("ann", 404, "POST", p+"/runs:delete", `{"runs":["r1","nothing"]}`)
	gone := as("ann", 200, "POST", p+"/runs:delete", `{"runs":["r1","r2","r3"]}`)
	if gone["count"] != 3.0 {
		t.Errorf("%v", gone)
	}
	as("ann", 404, "PATCH", p+"/runs/r1", `{"notes":"n"}`)
	if list := as("ann", 200, "GET", p+"/trash?limit=2", ""); len(list["runs"].([]any)) != 2 || list["total"] != 3.0 || list.text("next_cursor") == "" {
		t.Errorf("%v", list)
	}
	if undone := as("ann", 200, "POST", p+"/undo", fmt.Sprintf(`{"action":%v}`, gone["action"])); undone.text("type") != "runs.deleted.v1" {
		t.Errorf("%v", undone)
	}
	as("ann", 200, "PATCH", p+"/runs/r1", `{"notes":"n"}`)
	as("ann", 200, "POST", p+"/runs:delete", `{"all":true}`)
	if back := as("ann", 200, "POST", p+"/runs:undelete", `{"all":true}`); back["count"] != 5.0 {
		t.Errorf("%v", back)
	}
	as("ann", 200, "POST", p+"/runs:tag", `{"runs":["r1","r2"],"add":["good","new"]}`)
	if r := as("ann", 200, "PATCH", p+"/runs/r2", `{"notes":"see tags"}`); fmt.Sprint(r["tags"]) != "[good new]" {
		t.Errorf("%v", r)
	}
	as("ann", 200, "POST", p+"/runs:move", `{"runs":["r1","r2"],"project":"q"}`)
	as("ann", 404, "PATCH", p+"/runs/r1", `{"notes":"n"}`)
	as("ann", 200, "PATCH", "/api/v1/projects/ann/q/runs/r1", `{"notes":"moved"}`)
	as("ann", 404, "POST", p+"/undo", `{"action":1}`) // somebody's, but not here
}

func TestReq_DF_8_ARunIsCreatedWithItsOwnSettings(t *testing.T) {
	_, as := crowd(t, "ann", "bob")
	as("ann", 200, "PATCH", "/api/v1/me/settings", `{"save_code":true}`)
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"p","privacy":"open"}`)
	const runs = "/api/v1/projects/ann/p/runs"
	if r := as("ann", 200, "POST", runs, `{"id":"a","display_name":"first","group":"g"}`); r["save_code"] != true || r.text("display_name") != "first" {
		t.Errorf("%v", r)
	}
	if r := as("ann", 200, "POST", runs, `{"id":"b","save_code":false}`); r["save_code"] != false {
		t.Errorf("%v", r)
	}
	if r := as("bob", 200, "POST", runs, `{}`); r.text("id") == "" || r["action"] == nil {
		t.Errorf("%v", r)
	}
	as("ann", 409, "POST", runs, `{"id":"a"}`)
	as("ann", 422, "POST", runs, `{"id":"a/b"}`)
}

func TestAServiceAccountIsNoLastAdministrator(t *testing.T) {
	_, as := crowd(t, "ann")
	as("root", 200, "POST", "/api/v1/users", `{"name":"bot","service":true,"admin":true}`)
	as("root", 409, "DELETE", "/api/v1/users/root", "")
	as("root", 200, "DELETE", "/api/v1/users/bot", "")
}
