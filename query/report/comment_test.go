package report

import (
	"fmt"
	"strings"
	"testing"

	"runledger/event/pb"
)

func TestComments(t *testing.T) {
	r := newRig(t)
	c := r.report()
	at := "/api/v1/projects/ann/p/reports/" + c.ID + "/comments"
	r.do(&pb.Event{Body: &pb.Event_ProjectAccessGranted{ProjectAccessGranted: &pb.ProjectAccessGranted{Project: 1, User: "bob", Role: "viewer"}}})
	var bobs, anns changed
	r.call(bobKey, "POST", at, map[string]any{"text": "@ann <b>look</b>"}).is(200, &bobs)
	r.call(annKey, "POST", at, map[string]any{"text": "seen"}).is(200, &anns)
	// Nobody changes what another has said; who administers the project can delete it.
	r.call(annKey, "PATCH", at+"/"+bobs.ID, map[string]any{"text": "x"}).is(403)
	r.call(bossKey, "PATCH", at+"/"+bobs.ID, map[string]any{"text": "x"}).is(403)
	r.call(bobKey, "PATCH", at+"/"+anns.ID, map[string]any{"text": "x"}).is(403)
	r.call(bobKey, "DELETE", at+"/"+anns.ID, nil).is(403)
	r.call(bobKey, "PATCH", at+"/"+bobs.ID, map[string]any{"text": "@ann look"}).is(200)
	var list Comments
	r.call(bobKey, "GET", at, nil).is(200, &list)
	if list.Total != 2 || list.Comments[0].Text != "@ann look" || !list.Comments[0].Edited || list.Comments[0].Author != "bob" || list.Comments[1].Edited {
		t.Errorf("%+v", list)
	}
	r.call(annKey, "DELETE", at+"/"+bobs.ID, nil).is(200)
	r.call(bobKey, "PATCH", at+"/"+bobs.ID, map[string]any{"text": "x"}).is(404)
	// A comment is of its report only.
	other := r.report()
	r.call(annKey, "DELETE", "/api/v1/projects/ann/p/reports/"+other.ID+"/comments/"+anns.ID, nil).is(404)
	r.call(annKey, "POST", at, map[string]any{"text": strings.Repeat("x", maxComment+1)}).is(422)
	r.call(annKey, "POST", at, map[string]any{"text": ""}).is(422)
	for i := range 5 {
		r.call(annKey, "POST", at, map[string]any{"text": fmt.Sprint(i)}).is(200)
	}
	var seen []string
	for cursor := ""; ; {
		var page Comments
		r.call(annKey, "GET", at+"?limit=4&cursor="+cursor, nil).is(200, &page)
		for _, c := range page.Comments {
			seen = append(seen, c.Text)
		}
		if cursor = page.NextCursor; cursor == "" {
			break
		}
	}
	if strings.Join(seen, " ") != "seen 0 1 2 3 4" {
		t.Errorf("%q", seen)
	}
}
