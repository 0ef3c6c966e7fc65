package eventlog_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"runledger/eventlog"
)

// planted is a word that no compression hides: it is random.
func planted(rnd *rand.Rand) []byte {
	b := make([]byte, 64)
	for i := range b {
		b[i] = byte(rnd.Uint32())
	}
	return b
}

// filesWith are the files below dir that hold one of the words.
func filesWith(t *testing.T, dir string, words [][]byte) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(content, w) {
				files = append(files, filepath.Base(path))
				break
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestReplacedRecordsAreGone: of records replaced in a log of several sessions no byte is
// left, and all others are as they were.
func TestReplacedRecordsAreGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "log")
	rnd := rand.New(rand.NewPCG(1, 1))
	var words [][]byte
	var values [][]byte
	for session := range 3 {
		log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir, Partitions: 2})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 300 {
			value := append(fmt.Appendf(nil, "%d/%d ", session, i), planted(rnd)...)
			value = append(value, bytes.Repeat([]byte{'x'}, rnd.IntN(30_000))...)
			if i%3 == 0 {
				words = append(words, bytes.Clone(value[6:60]))
			}
			values = append(values, value)
			if _, err := log.Append(t.Context(), eventlog.Batch{Topic: eventlog.Telemetry, Partition: 1, Records: []eventlog.Record{{Key: []byte("k"), Value: value}}}); err != nil {
				t.Fatal(err)
			}
		}
		if err := log.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(filesWith(t, dir, words)) == 0 {
		t.Fatal("the words can't be found at all: the test is blind")
	}
	before := readAll(t, dir)
	rewrite(t, dir, func(o uint64) bool { return o%300%3 == 0 })
	if left := filesWith(t, dir, words); len(left) > 0 {
		t.Errorf("words are still in %v", left)
	}
	after := readAll(t, dir)
	if len(after) != len(before) {
		t.Fatalf("%d records, were %d", len(after), len(before))
	}
	for i := range after {
		want := values[i]
		if i%300%3 == 0 {
			want = []byte("scrubbed")
		}
		if after[i].Offset != before[i].Offset || !after[i].At.Equal(before[i].At) || !bytes.Equal(after[i].Value, want) {
			t.Fatalf("record %d: %d at %s, %d bytes", i, after[i].Offset, after[i].At, len(after[i].Value))
		}
	}
	rewrite(t, dir, func(o uint64) bool { return false }) // once more changes nothing
}

func rewrite(t *testing.T, dir string, which func(uint64) bool) {
	t.Helper()
	r, err := eventlog.OpenRewriting(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	bounds, err := r.Log().Bounds(t.Context(), eventlog.Telemetry, 1)
	if err != nil {
		t.Fatal(err)
	}
	var list []eventlog.Replacement
	for o := range bounds.Next {
		if which(o) {
			list = append(list, eventlog.Replacement{Offset: o, Record: eventlog.Record{Value: []byte("scrubbed")}})
		}
	}
	if err := r.ReplaceAtOnce(eventlog.Telemetry, 1, list); err != nil {
		t.Fatal(err)
	}
	if err := r.Erase(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

func readAll(t *testing.T, dir string) []eventlog.Stored {
	t.Helper()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	bounds, err := log.Bounds(context.Background(), eventlog.Telemetry, 1)
	if err != nil {
		t.Fatal(err)
	}
	var all []eventlog.Stored
	for next := uint64(0); next < bounds.Next; next = all[len(all)-1].Offset + 1 {
		some, err := log.Read(t.Context(), eventlog.Telemetry, 1, next, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, some...)
	}
	return all
}
