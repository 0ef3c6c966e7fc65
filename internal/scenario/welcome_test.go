package scenario

import (
	"os/exec"
	"strings"
	"testing"

	"runledger/internal/testenv"
)

// TestTheExampleThatTheServerPrintsWorks pastes it into a shell.
func TestTheExampleThatTheServerPrintsWorks(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		testenv.Mandatory(t, "the printed example needs curl: apt-get install -y curl")
	}
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	_, rest, _ := strings.Cut(s.Log(1000), "Log a point")
	_, rest, _ = strings.Cut(rest, "\n")
	script, _, ok := strings.Cut(rest, "A training script")
	if !ok {
		t.Fatalf("no example in the log:\n%s", s.Log(40))
	}
	cmd := exec.Command("bash", "-eu", "-c", script)
	cmd.Env = append(cmd.Environ(), "RUNLEDGER_ADMIN_KEY="+s.Key)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, script, out)
	}
	for _, want := range []string{`"accepted":1`, `"run":"first"`, `"mean":[0.5]`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%s isn't in the output:\n%s", want, out)
		}
	}
}
