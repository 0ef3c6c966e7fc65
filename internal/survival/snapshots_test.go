package survival

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"runledger/internal/testenv"
)

// TestSnapshotsOfNoUse lets a server find snapshots that are damaged, of another log,
// or of another version: it passes them over and gives the same answers.
func TestSnapshotsOfNoUse(t *testing.T) {
	t.Parallel()
	seed := testenv.Seed(t)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	people := newPeople(4, seed, s.URL)
	w := newStage(t, s.URL, s.URL, s.Key, people, 2, 6)
	c := startCrowd(t, people, w.act)
	c.goesOn(t, 60)
	c.stop(t)
	live := w.answersOf(t, s.URL, people)
	s.Stop(t)
	files, err := filepath.Glob(filepath.Join(s.Data, "snapshots", "*.snapshot"))
	if err != nil || len(files) == 0 {
		t.Fatalf("there's no snapshot: %v", err)
	}
	path := files[len(files)-1]
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range badSnapshots(good, int(seed%uint64(len(good)))) {
		t.Run(broken.name, func(inner *testing.T) {
			if err := os.RemoveAll(filepath.Join(s.Data, "snapshots")); err != nil {
				inner.Fatal(err)
			}
			at := path
			if broken.ahead {
				at = filepath.Join(filepath.Dir(path), fmt.Sprintf("fold-%020d.snapshot", 1_000_000))
			}
			if err := os.Mkdir(filepath.Dir(path), 0o750); err != nil {
				inner.Fatal(err)
			}
			if broken.content == nil {
				err = os.Mkdir(at, 0o750)
			} else {
				err = os.WriteFile(at, broken.content, 0o600)
			}
			if err != nil {
				inner.Fatal(err)
			}
			if err := s.Restart(t); err != nil {
				inner.Fatal(err)
			}
			if n := metric(inner, s.URL, "runledger_catalog_snapshots_ignored_total", fmt.Sprintf("reason=%q", broken.reason)); n != 1 {
				inner.Errorf("%v snapshots were ignored as %s: %s", n, broken.reason, s.Log(20))
			}
			if n := metric(inner, s.URL, "runledger_catalog_snapshots_total", `outcome="loaded"`); n != 0 {
				inner.Error("it was loaded")
			}
			sameAnswers(inner, broken.name, live, w.answersOf(inner, s.URL, people))
			s.Stop(inner)
		})
	}
	if err := s.Restart(t); err != nil { // from what the last one left
		t.Fatal(err)
	}
	if n := metric(t, s.URL, "runledger_catalog_snapshots_total", `outcome="loaded"`); n != 1 {
		t.Errorf("%v snapshots were loaded: the last server left a good one", n)
	}
	sameAnswers(t, "a good one", live, w.answersOf(t, s.URL, people))
}

type badSnapshot struct {
	name, reason string
	content      []byte // nil: a folder of that name
	ahead        bool   // of the log's end
}

// badSnapshots are made of a good one.
func badSnapshots(good []byte, at int) []badSnapshot {
	changed := func(at int, by byte) []byte {
		b := append([]byte{}, good...)
		b[at] ^= by
		return b
	}
	// Whole, but with another header: magic, the header's length, then what it is of.
	const header = 8 + 4
	end := header + int(binary.BigEndian.Uint32(good[8:header]))
	summed := func(b []byte) []byte {
		sum := sha256.Sum256(b[:len(b)-sha256.Size])
		return append(b[:len(b)-sha256.Size], sum[:]...)
	}
	return []badSnapshot{
		{name: "no file", reason: "unreadable"},
		{name: "cut off", reason: "damaged", content: good[:len(good)/2]},
		{name: "empty", reason: "damaged", content: []byte{}},
		{name: "a bit is another", reason: "damaged", content: changed(at, 1)},
		{name: "of a newer format", reason: "format", content: summed(changed(header, 0x40))},
		{name: "of newer rules", reason: "format", content: summed(changed(header+1, 0x40))},
		{name: "of another log", reason: "foreign", content: summed(changed(end-1, 1))},
		{name: "of a log that went on", reason: "ahead", content: good, ahead: true},
	}
}

// TestKilledWhileASnapshotIsWritten kills servers that are told to stop, which is when
// they write one.
func TestKilledWhileASnapshotIsWritten(t *testing.T) {
	t.Parallel()
	seed := testenv.Seed(t)
	s := testenv.StartRunledger(t, testenv.RunledgerOptions{})
	people := newPeople(4, seed, s.URL)
	w := newStage(t, s.URL, s.URL, s.Key, people, 2, 6)
	c := startCrowd(t, people, w.act)
	rounds := 2
	if *long {
		rounds = 20
	}
	for range rounds {
		c.goesOn(t, 20)
		signal(t, s.PID(), syscall.SIGTERM)
		// Once the file is begun, or the server was too fast.
		for half := []string(nil); len(half) == 0 && syscall.Kill(s.PID(), 0) == nil; {
			half, _ = filepath.Glob(filepath.Join(s.Data, "snapshots", "*.half"))
		}
		s.Kill()
		if err := s.Restart(t); err != nil {
			t.Fatal(err)
		}
	}
	c.goesOn(t, 10)
	c.stop(t)
	survived(t, s, w, people)
}
