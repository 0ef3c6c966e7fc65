package survival

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"runledger/catalog"
	"runledger/internal/testenv"
)

// TestPurgeAfterRefusals lets people delete the same projects at once, so that the fold
// refuses all but one of them, and purges the projects: of what was refused the audit
// says no more than a rebuilt one.
func TestPurgeAfterRefusals(t *testing.T) {
	t.Parallel()
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	people := newPeople(6, 1, s.URL)
	newStage(t, s.URL, s.URL, s.Key, people, 1, 2)
	for i := range 12 {
		name := fmt.Sprintf("doomed-%d", i)
		at := "/api/v1/projects/" + team + "/" + name
		if d := people[0].do(t.Context(), http.MethodPost, "/api/v1/projects", fmt.Sprintf(`{"entity":%q,"name":%q}`, team, name)); !d.ok() {
			t.Fatal(d)
		}
		var work sync.WaitGroup
		for _, p := range people {
			work.Go(func() { p.do(t.Context(), http.MethodDelete, at, "") })
		}
		work.Wait()
		if d := people[0].do(t.Context(), http.MethodPost, at+"/purge?confirm="+name, ""); d.status != http.StatusAccepted {
			t.Errorf("%s", d)
		}
	}
	sweptUp(t, s.URL, people)
	verified(t, s.URL, s.Key)
	s.Stop(t)
	l, refused := readLedger(t, s), 0
	for i, r := range l.records {
		if r.Event != nil && r.Event.GetProjectDeleted() != nil && l.verdicts[i].Outcome == catalog.Refused {
			refused++
		}
	}
	t.Logf("%d deletions were refused by the fold", refused)
	l.keeps(t, people)
}
