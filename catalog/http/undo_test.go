package cataloghttp

import (
	"fmt"
	"testing"
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
