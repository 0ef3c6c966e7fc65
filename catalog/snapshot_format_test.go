package catalog

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"pgregory.net/rapid"

	"runledger/eventlog"
)

func snapshotBytes(t testing.TB, s *State) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := writeSnapshot(&b, s, [32]byte{1}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// resummed is a snapshot with the checksum of what it is now.
func resummed(b []byte) []byte {
	rest := b[:len(b)-sha256.Size]
	sum := sha256.Sum256(rest)
	return append(rest[:len(rest):len(rest)], sum[:]...)
}

func stateOf(b []byte) (*State, error) {
	h, body, err := openSnapshot(b)
	if err != nil {
		return nil, err
	}
	return readSnapshot(h, body)
}

// TestASnapshotAndTheTailAreTheFold: a snapshot at any place of a log, read back, and
// the rest of the log folded: equal in every part, with the same verdicts on the way.
func TestASnapshotAndTheTailAreTheFold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		h := drawHistory(t, rt, 100)
		at := rapid.IntRange(0, len(h.log)).Draw(rt, "at")
		s := h.until(eventlog.Offset(at))
		b := snapshotBytes(t, s.freeze().bare())
		if again := snapshotBytes(t, h.until(eventlog.Offset(at))); !bytes.Equal(b, again) {
			rt.Fatal("equal states gave different bytes")
		}
		read, err := stateOf(b)
		if err != nil {
			rt.Fatal(err)
		}
		if twice := snapshotBytes(t, read); !bytes.Equal(b, twice) {
			rt.Fatal("what was read gives other bytes")
		}
		for i, r := range h.log[at:] {
			v, want := read.Apply(r), h.verdicts[at+i]
			if verdictLine(v) != verdictLine(want) || v.Reason != want.Reason {
				rt.Fatalf("action %d after the snapshot: %s, was %s", r.Offset, verdictLine(v), verdictLine(want))
			}
		}
		if read.Hash() != h.Hash() {
			rt.Fatal("snapshot and tail aren't the fold")
		}
		sameIndexes(rt, read, h.State)
	})
}

// sameIndexes compares what the hash doesn't see.
func sameIndexes(t *rapid.T, a, b *State) {
	if !reflect.DeepEqual(a.userByName, b.userByName) || !reflect.DeepEqual(a.keyByHash, b.keyByHash) ||
		!reflect.DeepEqual(a.projectByName, b.projectByName) || a.purges != b.purges || len(a.children) != len(b.children) {
		t.Fatal("the indexes differ")
	}
	for i, p := range a.projects {
		q := b.projects[i]
		if !reflect.DeepEqual(p.byID, q.byID) || p.live != q.live || p.edited != q.edited || fmt.Sprint(p.runs) != fmt.Sprint(q.runs) {
			t.Fatalf("project %d: %+v and %+v", p.No, p, q)
		}
	}
}

// TestADamagedSnapshotIsNoticed wherever the damage is.
func TestADamagedSnapshotIsNoticed(t *testing.T) {
	f, _, _ := furnished(t)
	good := snapshotBytes(t, f.State)
	for i := range good {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if _, err := stateOf(bad); err == nil {
			t.Errorf("a changed bit in byte %d isn't noticed", i)
		}
		if _, err := stateOf(good[:i]); !errors.Is(err, errSnapshotDamaged) {
			t.Errorf("the first %d bytes of it: %v", i, err)
		}
	}
	if _, err := stateOf(append(bytes.Clone(good), 0)); err == nil {
		t.Error("a byte too many isn't noticed")
	}
}

// TestABodyThatLiesIsNoPanic: its checksum holds, but it was written wrongly.
func TestABodyThatLiesIsNoPanic(t *testing.T) {
	f, _, _ := furnished(t)
	bad := f.until()
	bad.runs[0] = &Run{No: 1, Project: 99, ID: "r"}
	if _, err := stateOf(snapshotBytes(t, bad)); !errors.Is(err, errSnapshotDamaged) {
		t.Errorf("%v", err)
	}
}

func (f *fold) until() *State { return (&history{fold: f}).until(f.Next()) }

const goldenSnapshots = "testdata/golden/snapshots"

// TestTheSnapshotFormatHasItsNumber: what a state with something in every field is as a
// snapshot, by format number. A changed walk needs another snapshotFormat.
func TestTheSnapshotFormatHasItsNumber(t *testing.T) {
	c := &codec{}
	filledState(t).walk(c)
	sum := sha256.Sum256(c.out)
	is := hex.EncodeToString(sum[:])
	was := map[string]string{}
	text, err := os.ReadFile(goldenSnapshots)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		number, sum, _ := strings.Cut(lines.Text(), "\t")
		was[number] = sum
	}
	now := fmt.Sprint(snapshotFormat)
	switch {
	case was[now] == "" && *makeGolden:
		if err := os.WriteFile(goldenSnapshots, fmt.Appendf(text, "%s\t%s\n", now, is), 0o644); err != nil {
			t.Fatal(err)
		}
	case was[now] != is:
		t.Errorf("what a snapshot holds has changed: raise snapshotFormat, then go test ./catalog -run SnapshotFormat -make-golden (format %s: %s, was %q)", now, is, was[now])
	}
	read := NewState()
	r := &codec{reading: true, in: c.out, texts: map[string]string{}}
	if read.walk(r); r.err != nil || len(r.in) > 0 || read.Hash() != filledState(t).Hash() {
		t.Errorf("it isn't read as it was written: %v, %d bytes left", r.err, len(r.in))
	}
}

// filledState has something else in every field that is walked over.
func filledState(t *testing.T) *State {
	s, n := NewState(), 0
	for _, name := range []string{"next", "now", "logID", "partitions", "rules", "users", "keys", "entities", "logins", "projects", "aliases", "runs", "docs", "stacks"} {
		fillValue(t, field(reflect.ValueOf(s).Elem(), name), &n)
	}
	for k, d := range s.docs { // is found by what it is
		delete(s.docs, k)
		s.docs[d.key()] = d
	}
	s.ids.put([16]byte{1}, time.Unix(5, 0), remembered{typ: "run.created.v1", run: 7, user: 8, project: 9})
	s.idem.put(idempotency{1, "key"}, time.Unix(6, 0), remembered{typ: "run.created.v1", refusal: &refusal{"c", "r"}})
	return s
}

func field(v reflect.Value, name string) reflect.Value {
	f := v.FieldByName(name)
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}

// skipped fields of nouns are indexes.
var skipped = map[string]bool{"projectEntry.runs": true, "projectEntry.byID": true, "projectEntry.waiting": true, "projectEntry.live": true}

func fillValue(t *testing.T, v reflect.Value, n *int) {
	*n++
	if x, ok := v.Addr().Interface().(*time.Time); ok {
		*x = time.Unix(int64(*n), 1).UTC()
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.String:
		v.SetString(fmt.Sprint("text", *n))
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*n % 200))
	case reflect.Array:
		for i := range v.Len() {
			fillValue(t, v.Index(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fillValue(t, v.Index(0), n)
		fillValue(t, v.Index(1), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fillValue(t, key, n)
		fillValue(t, value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(t, v.Elem(), n)
	case reflect.Struct:
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; !skipped[v.Type().Name()+"."+name] {
				f := v.Field(i)
				fillValue(t, reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem(), n)
			}
		}
	default:
		t.Fatalf("nothing to fill %s with", v.Type())
	}
}

// TestSnapshotsOfAnySizeAreRead: from a few hundred bytes to some megabytes.
func TestSnapshotsOfAnySizeAreRead(t *testing.T) {
	f, _, _ := furnished(t)
	for n := 1; n <= 1<<16; n *= 2 {
		for len(f.runs) < n {
			no := RunNo(len(f.runs) + 1)
			f.addRun(&Run{No: no, Project: 1, Home: 1, ID: fmt.Sprint("id", no), Notes: strings.Repeat(fmt.Sprint(no), 8), Version: 1})
		}
		s, err := stateOf(snapshotBytes(t, f.State))
		if err != nil || s.Hash() != f.Hash() {
			t.Errorf("%d runs: %v", n, err)
		}
	}
}
