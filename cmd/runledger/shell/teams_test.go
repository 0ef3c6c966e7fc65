package shell

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// asked runs a command line against a handler and returns what it printed.
func asked(t *testing.T, h http.HandlerFunc, args ...string) (out, errOut string, err error) {
	t.Helper()
	s := httptest.NewServer(h)
	defer s.Close()
	var c Commands
	parser, err := kong.New(&c, kong.Exit(func(int) {}))
	if err != nil {
		t.Fatal(err)
	}
	k, err := parser.Parse(append(args, "--url", s.URL, "--key", "k"))
	if err != nil {
		return "", "", wrongUse{err}
	}
	var o, e strings.Builder
	k.BindTo(t.Context(), (*context.Context)(nil))
	k.Bind(Env{In: strings.NewReader(""), Out: &o, Err: &e, Config: filepath.Join(t.TempDir(), "none"), Now: time.Now})
	err = k.Run()
	return o.String(), e.String(), err
}

// TestWhatIsAskedOfTheServer pins the requests of commands about teams and undo.
func TestWhatIsAskedOfTheServer(t *testing.T) {
	for _, c := range []struct{ args, request, answer, prints string }{
		{"teams create vision --member ann=admin --member bob", `POST /api/v1/teams {"members":[{"user":"ann","role":"admin"},{"user":"bob","role":"member"}],"name":"vision"}`,
			`{"name":"vision","position":"x","action":7}`, "Team vision was created. (action 7)"},
		{"teams delete vision", "DELETE /api/v1/teams/vision", `{"position":"x"}`, "Team vision was deleted."},
		{"teams add vision bob --role viewer", `PUT /api/v1/teams/vision/members/bob {"role":"viewer"}`, `{}`, "bob is viewer of team vision."},
		{"teams add vision bob", `PUT /api/v1/teams/vision/members/bob {"role":"member"}`, `{"repeated":true}`, "nothing changed"},
		{"teams remove vision bob", "DELETE /api/v1/teams/vision/members/bob", "", "isn't a member of team vision any more"},
		{"undo ann/digits", "POST /api/v1/projects/ann/digits/undo {}", `{"action":12,"undone":11,"type":"run.deleted.v1","by":"bob","position":"x"}`,
			"Undone: run.deleted.v1 by bob (action 11). To take that back: runledger undo ann/digits --action 12"},
		{"undo ann/digits --action 5", `POST /api/v1/projects/ann/digits/undo {"action":5}`, `{"action":12,"undone":5,"type":"x"}`, "action 5"},
		{"undo", "POST /api/v1/undo {}", `{"action":12,"undone":11,"type":"team.created.v1"}`, "runledger undo --action 12"},
		{"redo ann/digits --json", "POST /api/v1/projects/ann/digits/redo {}", `{"action": 13}`, `{"action":13}`},
		{"users delete carol", "DELETE /api/v1/users/carol", `{}`, "carol was deleted"},
	} {
		got := ""
		out, errOut, err := asked(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			got = strings.TrimSpace(r.Method + " " + r.URL.Path + " " + string(body))
			if r.Header.Get("Idempotency-Key") == "" {
				t.Errorf("%s: no Idempotency-Key", c.args)
			}
			_, _ = io.WriteString(w, c.answer)
		}, strings.Fields(c.args)...)
		if err != nil || got != c.request || !strings.Contains(out+errOut, c.prints) {
			t.Errorf("%s: asked %s, want %s\nprinted %s%s, want %s; %v", c.args, got, c.request, out, errOut, c.prints, err)
		}
	}
	if _, _, err := asked(t, nil, "undo", "ann/digits", "--action", "0"); ExitCode(err) != wrong { // would be the last one
		t.Error(err)
	}
	if _, _, err := asked(t, nil, "teams", "create", "x", "--member", "=admin"); ExitCode(err) != wrong {
		t.Error(err)
	}
}

func TestPagesOfAList(t *testing.T) {
	out, _, err := asked(t, func(w http.ResponseWriter, r *http.Request) {
		answer := map[string]any{"teams": []team{{Name: "first", Members: []member{{"ann", "admin"}, {"bob", "viewer"}}}}, "next_cursor": "more"}
		if r.URL.Query().Get("cursor") == "more" {
			answer = map[string]any{"teams": []team{{Name: "second"}}}
		}
		_ = json.NewEncoder(w).Encode(answer)
	}, "teams")
	want := "TEAM    CREATED  MEMBERS\nfirst            ann=admin bob=viewer\nsecond\n"
	if err != nil || out != want {
		t.Errorf("%v\n%s", err, out)
	}
}
