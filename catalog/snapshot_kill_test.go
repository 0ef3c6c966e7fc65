package catalog

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"runledger/eventlog"
)

const killedDir = "RUNLEDGER_TEST_SNAPSHOTS" // set: this is the process that gets killed

// TestAKillDuringASnapshotLeavesTheEarlierOnes kills a process that does nothing but
// write snapshots, at many moments: whatever has a snapshot's name is whole.
func TestAKillDuringASnapshotLeavesTheEarlierOnes(t *testing.T) {
	if dir := os.Getenv(killedDir); dir != "" {
		writeForEver(t, SnapshotFolder(dir))
	}
	dir := filepath.Join(t.TempDir(), "snapshots")
	store, halves := SnapshotFolder(dir), 0
	for i := range 12 {
		c := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
		c.Env = append(os.Environ(), killedDir+"="+dir)
		out, err := c.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil { // the first one is there
			t.Fatal(err)
		}
		moment := time.NewTimer(time.Duration(i) * 1700 * time.Microsecond)
		<-moment.C
		_ = c.Process.Kill()
		_ = c.Wait() // it was killed
		list, err := store.List()
		if err != nil || len(list) == 0 {
			t.Fatalf("%v %v", list, err)
		}
		for _, s := range list {
			b, err := store.Get(s.Next)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := stateOf(b); err != nil {
				t.Errorf("snapshot %d: %v", s.Next, err)
			}
		}
		left, _ := filepath.Glob(filepath.Join(dir, snapshotHalf))
		halves = max(halves, len(left))
	}
	t.Logf("%d were killed half-way", halves)
}

// writeForEver says a line once the first snapshot is there.
func writeForEver(t *testing.T, store SnapshotFolder) {
	f, _, _ := furnished(t)
	for n := range 20_000 {
		f.addRun(&Run{No: RunNo(len(f.runs) + 1), Project: 1, Home: 1, ID: string(rune('a'+n%26)) + f.at.String(), Version: 1})
	}
	for next := eventlog.Offset(1); ; next = next%5 + 1 {
		f.State.next = next
		if err := store.Put(next, func(w io.Writer) error { return writeSnapshot(w, f.State, [32]byte{}) }); err != nil {
			t.Fatal(err)
		}
		if next == 1 {
			_, _ = os.Stdout.WriteString("written\n")
		}
	}
}
