package api

import (
	"net/http/httptest"
	"testing"
)

// A key that was used for something else doesn't turn a refusal into a success.
func TestARepetitionIsOfTheSameKind(t *testing.T) {
	for _, tt := range []struct {
		typ, method, path string
		could             bool
	}{
		{"run.deleted.v1", "DELETE", "/api/v1/projects/a/b/runs/r", true},
		{"runs.deleted.v1", "POST", "/api/v1/projects/a/b/runs:delete", true},
		{"team.member_removed.v1", "DELETE", "/api/v1/teams/t/members/u", true},
		{"section.moved.v1", "POST", "/api/v1/projects/a/b/workspaces/me/sections/s/move", true},
		{"project.created.v1", "PATCH", "/api/v1/me/settings", false},
		{"run.renamed.v1", "DELETE", "/api/v1/projects/a/b/runs/r", false},
		{"run.deleted.v1", "PATCH", "/api/v1/projects/a/b/runs/r", false},
		{"user.created.v1", "POST", "/api/v1/projects/a/b/undo", false},
	} {
		if got := couldBe(tt.typ, httptest.NewRequest(tt.method, tt.path, nil)); got != tt.could {
			t.Errorf("%s by %s %s: %v", tt.typ, tt.method, tt.path, got)
		}
	}
}
