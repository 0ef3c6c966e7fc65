package cataloghttp

import (
	"fmt"
	"strings"
	"testing"

	"runledger/catalog"
	"runledger/event/pb"
)

// TestUndoTellsNothingOfWhatIsHidden: numbers of actions are easily tried.
func TestUndoTellsNothingOfWhatIsHidden(t *testing.T) {
	_, as := crowd(t, "ann", "bob", "eve")
	made := as("ann", 200, "POST", "/api/v1/teams", `{"name":"secret-team","members":["bob"]}`)
	key := as("ann", 200, "POST", "/api/v1/me/keys", "")
	settings := as("ann", 200, "PATCH", "/api/v1/me/settings", `{"save_code":true}`)
	first, last := int(made["action"].(float64)), int(settings["action"].(float64))
	for n := first; n <= last+1; n++ {
		body := fmt.Sprintf(`{"action":%d}`, n)
		for _, verb := range []string{"undo", "redo"} {
			as("eve", 404, "POST", "/api/v1/"+verb, body)
		}
	}
	as("bob", 403, "POST", "/api/v1/undo", fmt.Sprintf(`{"action":%v}`, made["action"]))
	as("bob", 404, "POST", "/api/v1/undo", fmt.Sprintf(`{"action":%v}`, key["action"]))

	removed := as("ann", 200, "DELETE", "/api/v1/teams/secret-team/members/bob", "")
	as("bob", 404, "POST", "/api/v1/undo", fmt.Sprintf(`{"action":%v}`, removed["action"]))
	as("ann", 200, "POST", "/api/v1/undo", "") // the last one, without a body
	as("bob", 200, "GET", "/api/v1/teams/secret-team", "")
}

// TestAPurgeDoesNotStandBeforeOlderActions: neither of one run of a batch nor of all.
func TestAPurgeDoesNotStandBeforeOlderActions(t *testing.T) {
	c, as := crowd(t, "ann")
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"p"}`)
	const p = "/api/v1/projects/ann/p"
	for _, run := range []string{"a", "b", "c"} {
		c.run("ann", "p", run)
	}
	as("ann", 200, "PATCH", p, `{"description":"older"}`)
	as("ann", 200, "POST", p+"/runs:delete", `{"runs":["a"]}`)
	as("ann", 200, "POST", p+"/runs:delete", `{"runs":["b","c"]}`)
	for _, no := range []uint64{1, 2} {
		v, _, err := c.catalog.Do(t.Context(), &pb.Event{Actor: catalog.System(), Body: &pb.Event_RunsPurged{RunsPurged: &pb.RunsPurged{Runs: []uint64{no}}}})
		if err != nil || !v[0].OK() {
			t.Fatal(v, err)
		}
	}

	if got := as("ann", 200, "POST", p+"/undo", ""); got["purged"] != 1.0 || got.text("type") != "runs.deleted.v1" {
		t.Errorf("%v", got)
	}
	as("ann", 200, "POST", p+"/redo", "")
	as("ann", 200, "POST", p+"/undo", "")
	if got := as("ann", 200, "GET", p+"/undo", ""); got["undo"].(map[string]any)["type"] != "project.description_set.v1" {
		t.Errorf("next is %v", got)
	}
	as("ann", 200, "POST", p+"/undo", "")
	if got := as("ann", 200, "GET", p, ""); got.text("description") != "" {
		t.Errorf("%v", got)
	}
}

// TestARefusedUndoSaysWhatIsOlder: what stands in its way may stay for ever.
func TestARefusedUndoSaysWhatIsOlder(t *testing.T) {
	_, as := crowd(t, "ann")
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"p"}`)
	const p = "/api/v1/projects/ann/p"
	older := as("ann", 200, "PATCH", p, `{"name":"q"}`)
	as("ann", 200, "PATCH", p, `{"description":"mine"}`)
	as("root", 200, "PATCH", p, `{"description":"theirs"}`)
	got := as("ann", 409, "POST", p+"/undo", "")
	if !strings.Contains(got.text("hint"), fmt.Sprint("action ", older["action"])) || !strings.Contains(got.text("detail"), "root changed it last") {
		t.Errorf("%v", got)
	}
	as("ann", 200, "POST", p+"/undo", fmt.Sprintf(`{"action":%v}`, older["action"]))
}

// TestWhatIsNextSaysWhatItWasAbout: for the labels of buttons.
func TestWhatIsNextSaysWhatItWasAbout(t *testing.T) {
	c, as := crowd(t, "ann")
	as("ann", 200, "POST", "/api/v1/projects", `{"name":"p"}`)
	const p = "/api/v1/projects/ann/p"
	c.run("ann", "p", "a")
	as("ann", 200, "PATCH", p+"/runs/a", `{"display_name":"baseline"}`)
	next := func(way string) string {
		top, _ := as("ann", 200, "GET", p+"/undo", "")[way].(map[string]any)
		return fmt.Sprint(top["type"], " ", top["name"])
	}
	if got := next("undo"); got != "run.renamed.v1 baseline" {
		t.Error(got)
	}
	as("ann", 200, "POST", p+"/undo", "")
	if got := next("redo"); !strings.HasPrefix(got, "run.renamed.v1 ") {
		t.Error(got)
	}
	as("ann", 200, "POST", p+"/redo", "")
	if got := next("undo"); got != "run.renamed.v1 baseline" {
		t.Error(got)
	}
}
