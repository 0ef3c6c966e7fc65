package report

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"runledger/catalog"
	"runledger/event/pb"
	"runledger/eventlog"
)

const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"

// token of a link.
func tokenOf(c changed) string { return c.URL[strings.LastIndex(c.URL, "/")+1:] }

// link makes a link of a report.
func (r *rig) link(report string) changed {
	r.t.Helper()
	var c changed
	r.ann("POST", "/reports/"+report+"/share", nil).is(200, &c)
	return c
}

// opens tells whether a link shows its report; each of its addresses agrees.
func (r *rig) opens(token string) bool {
	r.t.Helper()
	r.later += time.Minute // for the rate
	a, page := r.call("", "GET", "/api/v1/shared/"+token, nil), r.call("", "GET", "/share/"+token, nil)
	if a.status != page.status || a.status != 200 && a.status != 404 {
		r.t.Errorf("%d and %d: %s", a.status, page.status, a.body)
	}
	for _, a := range []answer{a, page} {
		if a.header.Get("Cache-Control") != "no-store" || a.status == 200 && (a.header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(a.header.Get("X-Robots-Tag"), "noindex")) {
			r.t.Errorf("%s: %v", a.what, a.header)
		}
		if a.status == 404 && len(token) > 10 && strings.Contains(string(a.body), token) {
			r.t.Errorf("%s: the answer repeats the token", a.what)
		}
	}
	return a.status == 200
}

func TestReq_RP_4_AShareLink(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1,"planted":"config"}`)
	c := r.report()
	other := r.report()
	var image changed
	r.ann("POST", "/reports/"+c.ID+"/images?name=x.png", []byte(png)).is(200, &image)
	r.ann("POST", "/reports/"+c.ID+"/comments", map[string]any{"text": "only for the team"}).is(200)
	link := r.link(c.ID)
	token := tokenOf(link)
	if !strings.HasPrefix(link.URL, "https://host/base/share/1.") || len(token) != 45 {
		t.Errorf("link %q", link.URL)
	}
	var shown SharedReport
	body := r.call("", "GET", "/api/v1/shared/"+token, nil).is(200, &shown)
	if shown.Title != "Findings" || len(shown.Blocks) != 4 || shown.Data.Content != r.data(c.ID).Content {
		t.Errorf("%+v", shown)
	}
	for _, secret := range []string{"only for the team", token, link.ID, other.ID} {
		if strings.Contains(string(body.body), secret) {
			t.Errorf("the shared report shows %q", secret)
		}
	}
	sum := sha256.Sum256([]byte(png))
	r.call("", "GET", "/api/v1/shared/"+token+"/images/"+hex.EncodeToString(sum[:]), nil).is(200)
	// The link opens nothing else.
	for _, path := range []string{"/api/v1/projects/ann/p/reports/" + c.ID, "/api/v1/projects/ann/p/reports"} {
		r.call(token, "GET", path, nil).is(401)
	}
	for hash := range r.data(c.ID).Payloads {
		r.call("", "GET", "/api/v1/shared/"+token+"/images/"+r.data(c.ID).Payloads[hash].SHA256, nil).is(404)
	}
	// Neither log nor server's log hold it; the tokens of links are as good as keys.
	records, err := r.log.Read(t.Context(), eventlog.Actions, 0, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range records {
		if strings.Contains(string(rec.Value), token) || strings.Contains(string(rec.Value), token[2:]) {
			t.Errorf("record %d holds the token", rec.Offset)
		}
	}
	if strings.Contains(r.logged.String(), token[2:]) {
		t.Error("the server's log holds the token")
	}
	var list Shares
	r.ann("GET", "/reports/"+c.ID+"/share", nil).is(200, &list)
	if len(list.Shares) != 1 || list.Shares[0].ID != link.ID || list.Shares[0].By != "ann" {
		t.Errorf("%+v", list)
	}
}

// TestTheLifeOfAShareLink: it dies with its revocation, its report, its project, and
// privacy; and a forged one never lived.
func TestTheLifeOfAShareLink(t *testing.T) {
	r := newRig(t)
	c := r.report()
	link, second := r.link(c.ID), r.link(c.ID)
	token := tokenOf(link)
	alive := func(want bool, what string) {
		t.Helper()
		if r.opens(token) != want {
			t.Errorf("%s: the link opens: %v", what, !want)
		}
	}
	alive(true, "made")
	for _, forged := range []string{"1." + strings.Repeat("A", 43), "2" + token[1:], token[:44], token + "A", strings.ToUpper(token), link.ID, "1." + link.ID, ".", "1.", "zzzzzzz." + token[2:], "-1" + token[1:]} {
		if r.opens(forged) {
			t.Errorf("%q opens", forged)
		}
	}
	var gone changed
	r.ann("DELETE", "/reports/"+c.ID+"/share/"+link.ID, nil).is(200, &gone)
	alive(false, "revoked")
	r.ann("DELETE", "/reports/"+c.ID+"/share/"+link.ID, nil).is(404)
	if !r.opens(tokenOf(second)) {
		t.Error("the other link died with it")
	}
	token = tokenOf(second)
	var del changed
	r.ann("DELETE", "/reports/"+c.ID, nil).is(200, &del)
	alive(false, "the report is deleted")
	r.undo(del.Action)
	alive(true, "the report is back")
	r.privacy("invited")
	alive(false, "only invited people see the project")
	r.ann("POST", "/reports/"+c.ID+"/share", nil).is(403)
	r.privacy("members")
	alive(true, "members see it again")
	v := r.do(&pb.Event{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: 1}}})
	alive(false, "the project is deleted")
	r.do(&pb.Event{Body: &pb.Event_ProjectUndeleted{ProjectUndeleted: &pb.ProjectUndeleted{Project: uint32(v.Project)}}})
	alive(true, "the project is back")
	r.do(&pb.Event{Body: &pb.Event_UserDeleted{UserDeleted: &pb.UserDeleted{Name: "bob"}}})
	alive(true, "somebody else left")
	r.do(&pb.Event{Body: &pb.Event_ProjectDeleted{ProjectDeleted: &pb.ProjectDeleted{Project: 1}}})
	r.do(&pb.Event{Body: &pb.Event_ProjectPurged{ProjectPurged: &pb.ProjectPurged{Project: 1}}})
	alive(false, "the project is purged")
}

func TestALinkToALiveReportIsLive(t *testing.T) {
	r := newRig(t)
	r.run("a", 1, `{"lr":0.1}`)
	c := r.report()
	r.ann("POST", "/reports/"+c.ID+"/unpin", nil).is(200)
	token := tokenOf(r.link(c.ID))
	var before, after SharedReport
	r.call("", "GET", "/api/v1/shared/"+token, nil).is(200, &before)
	r.run("a", 9, `{"lr":0.1}`)
	r.call("", "GET", "/api/v1/shared/"+token, nil).is(200, &after)
	if after.Data.Content != before.Data.Content {
		t.Error("the engine was asked again at once")
	}
	r.later += showFor
	r.call("", "GET", "/api/v1/shared/"+token, nil).is(200, &after)
	if before.Data.Mode != "live" || before.Data.Content == after.Data.Content {
		t.Errorf("%s, then %s", before.Data.Content, after.Data.Content)
	}
}

func TestSharedReportsAreLimitedByAddress(t *testing.T) {
	r := newRig(t)
	refused := 0
	for range 2 * sharedBurst {
		if a := r.call("", "GET", "/api/v1/shared/1."+strings.Repeat("A", 43), nil); a.status == 429 {
			if refused++; a.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		}
	}
	if refused < sharedBurst/2 || r.counter("runledger_reports_shared_total", "rate") != float64(refused) {
		t.Errorf("%d of %d refused", refused, 2*sharedBurst)
	}
}

func TestARepeatedShareDoesNotTellTheAddressAgain(t *testing.T) {
	r := newRig(t)
	c := r.report()
	var first, again changed
	r.ann("POST", "/reports/"+c.ID+"/share", nil, "Idempotency-Key", "s").is(200, &first)
	r.ann("POST", "/reports/"+c.ID+"/share", nil, "Idempotency-Key", "s").is(200, &again)
	if first.URL == "" || again.URL != "" || !again.Repeated {
		t.Errorf("%+v, %+v", first, again)
	}
	n := 0
	r.catalog.View(func(s *catalog.State) { n = len(s.Documents(1, catalog.Share, c.ID, "", true)) })
	if n != 1 {
		t.Errorf("%d links", n)
	}
}
