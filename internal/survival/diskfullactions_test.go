package survival

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"runledger/internal/testenv"
)

// TestDiskFullDuringActions fills the disk while people change things: they are refused
// clearly, nothing is done by halves, reads go on, and so does everything once there's
// room. A snapshot that doesn't fit is a pity, no more.
func TestDiskFullDuringActions(t *testing.T) {
	t.Parallel()
	seed := testenv.Seed(t)
	data := t.TempDir()
	smallDisk(t, data, 96)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{Data: filepath.Join(data, "ledger")})
	people := newPeople(4, seed, s.URL)
	w := newStage(t, s.URL, s.URL, s.Key, people, 2, 8)
	c := startCrowd(t, people, w.act)
	c.goesOn(t, 10)

	disk := stuff(t, data)
	path := s.URL + "/api/v1/projects/" + team + "/p0"
	refused := 0
	eventually(t, patience, func() string {
		a := ask(t, http.MethodPatch, path, s.Key, fmt.Sprintf(`{"description":"full %d"}`, refused))
		switch a.status {
		case http.StatusServiceUnavailable, http.StatusInsufficientStorage:
		case http.StatusOK:
			return "the disk isn't full enough yet"
		default:
			t.Errorf("%d %s", a.status, a.body)
		}
		if p := a.problem(t); a.status == http.StatusServiceUnavailable && a.header.Get("Retry-After") == "" || p.Detail == "" {
			t.Errorf("that says too little: %v %s", a.header, a.body)
		}
		if refused++; refused < 5 {
			return "only a few were refused"
		}
		return ""
	})
	lasts(t, fullTime(), func() string {
		for _, at := range []string{"", "/trash", "/workspaces/me/undo", "/privacy"} {
			if a := ask(t, http.MethodGet, path+at, s.Key, ""); a.status != http.StatusOK {
				return fmt.Sprintf("reads don't go on: %s: %d %s", at, a.status, a.body)
			}
		}
		return ""
	})
	disk.remove()
	c.goesOn(t, 10)

	disk = stuff(t, data)
	rest(t.Context(), fullTime()/3)
	// Its snapshot doesn't fit; nor may what the log writes when it's closed, which it says.
	signal(t, s.PID(), syscall.SIGTERM)
	eventually(t, patience, func() string {
		if syscall.Kill(s.PID(), 0) == nil {
			return "it doesn't end"
		}
		return ""
	})
	if text := s.Log(200); !strings.Contains(text, "a snapshot couldn't be written") {
		t.Errorf("the snapshot fitted, or nobody was told: %s", text)
	}
	disk.remove()
	if err := s.Restart(t); err != nil {
		t.Fatal(err)
	}
	c.goesOn(t, 10)
	c.stop(t)
	survived(t, s, w, people)
}
