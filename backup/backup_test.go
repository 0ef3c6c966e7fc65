package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"runledger/eventlog"
)

// TestThereAndBack restores what was taken while records were appended.
func TestThereAndBack(t *testing.T) {
	s, log := folderOf(t, 100)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				if _, err := log.Append(context.Background(), eventlog.Batch{Topic: eventlog.Telemetry, Partition: 1,
					Records: []eventlog.Record{{Value: fmt.Appendf(nil, "%d", i)}}}); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	tar := take(t, s)
	close(stop)
	<-done

	var told int64
	sum, err := Verify(bytes.NewReader(tar), func(_ Manifest, done int64) { told = done })
	if err != nil {
		t.Fatal(err)
	}
	if m := sum.Manifest; m.LogID != "the-log" || m.BlobFiles != 6 || m.Program != "v1" || told < m.Bytes() || len(sum.Damaged) > 0 {
		t.Errorf("%+v, progress up to %d", sum, told)
	}
	dir := t.TempDir()
	if _, err := Restore(t.Context(), bytes.NewReader(tar), dir, 1, nil); err != nil {
		t.Fatal(err)
	}
	got := filesBelow(t, dir)
	for name, text := range filesBelow(t, filepath.Join(s.Dir, "blobs")) {
		if have, ok := got["blobs/"+name]; !ok || have != text {
			t.Errorf("%s: %q", name, have)
		}
	}
	if got[keyName] != "a key" || got[formatName] != "1\n" || got[Restoring] != "" {
		t.Errorf("%q, %q", got[keyName], got[formatName])
	}
	restored, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: filepath.Join(dir, "log")})
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	records, err := restored.Read(t.Context(), eventlog.Telemetry, 0, 0, 1<<20)
	if err != nil || len(records) != 100 || string(records[99].Value) != "record 99" {
		t.Errorf("%d records, %v", len(records), err)
	}
	if _, err := os.Stat(filepath.Join(s.Dir, scratch)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the checkpoint is still there: %v", err)
	}
}

// TestContentsComeAndGo adds and purges contents between the checkpoint and the copy.
func TestContentsComeAndGo(t *testing.T) {
	s, _ := folderOf(t, 1)
	taken, err := s.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	purged := content(t, s.Dir, "content 1")
	if err := os.Remove(purged); err != nil {
		t.Fatal(err)
	}
	fresh := content(t, s.Dir, "fresh")
	var out bytes.Buffer
	if err := taken.Write(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := Restore(t.Context(), &out, dir, 1, nil); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{purged: false, fresh: true} {
		_, err := os.Stat(strings.Replace(path, s.Dir, dir, 1))
		if (err == nil) != want {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// TestADamagedContent keeps nobody from having a backup of the rest, and is told.
func TestADamagedContent(t *testing.T) {
	s, _ := folderOf(t, 1)
	bad := content(t, s.Dir, "content 1")
	if err := os.WriteFile(bad, []byte("CONTENT 1"), 0o600); err != nil {
		t.Fatal(err)
	}
	taken, err := s.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var tar bytes.Buffer
	if err := taken.Write(t.Context(), &tar); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sum, err := Restore(t.Context(), bytes.NewReader(tar.Bytes()), dir, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, named := range [][]string{taken.Damaged, sum.Damaged} {
		if len(named) != 1 || filepath.Join(s.Dir, named[0]) != bad {
			t.Errorf("damaged: %q", named)
		}
	}
	if left := len(filesBelow(t, filepath.Join(dir, "blobs"))); left != 5 {
		t.Errorf("%d contents were restored", left)
	}
	// The same damage on the way isn't taken for damage at the source.
	text := bytes.Replace(tar.Bytes(), []byte("content 2"), []byte("CONTENT 2"), 1)
	if _, err := Verify(bytes.NewReader(text), nil); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// TestCutOff cuts a backup everywhere: none is taken for whole, nothing stays.
func TestCutOff(t *testing.T) {
	s, _ := folderOf(t, 10)
	tar := take(t, s)
	whole := len(tar) - 1024 - 511 // two empty blocks end a tar, and the last entry may be padded
	for n := 0; n < whole; n += 97 {
		if _, err := Verify(bytes.NewReader(tar[:n]), nil); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut at %d of %d: %v", n, len(tar), err)
		}
	}
	for _, n := range []int{0, 512, whole / 2, whole - 1} {
		dir := t.TempDir()
		if _, err := Restore(t.Context(), bytes.NewReader(tar[:n]), dir, 1, nil); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut at %d: %v", n, err)
		}
		if left := filesBelow(t, dir); len(left) > 0 {
			t.Errorf("cut at %d: left %v", n, left)
		}
	}
}

// TestFlippedBits changes single bits: refused, or it is no bit of the contents.
func TestFlippedBits(t *testing.T) {
	s, _ := folderOf(t, 10)
	tar := take(t, s)
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	want, refused := contents(t, tar), 0
	for range 3000 {
		bad := bytes.Clone(tar)
		at := random.IntN(len(bad))
		bad[at] ^= 1 << random.IntN(8)
		if _, err := Verify(bytes.NewReader(bad), nil); err != nil {
			refused++
			continue
		}
		if got := contents(t, bad); !maps.Equal(got, want) {
			t.Fatalf("seed %d: a bit flipped at %d changes a content and isn't noticed", seed, at)
		}
	}
	t.Logf("seed %d: %d of 3000 refused, the others don't matter", seed, refused)
}

func contents(t *testing.T, tar []byte) map[string]string {
	t.Helper()
	b, err := NewReader(bytes.NewReader(tar))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for {
		name, _, err := b.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(b)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(text)
	}
}

// fullLog has no space for a checkpoint.
type fullLog struct{ Log }

func (fullLog) Checkpoint(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil { // as a half-written one leaves it
		return err
	}
	return syscall.ENOSPC
}

// TestAfterAKill takes a backup where another left its checkpoint.
func TestAfterAKill(t *testing.T) {
	s, _ := folderOf(t, 1)
	if _, err := s.Take(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(bytes.NewReader(take(t, s)), nil); err != nil {
		t.Error(err)
	}
}

func TestNoSpaceForTheCheckpoint(t *testing.T) {
	s, log := folderOf(t, 1)
	s.Log = fullLog{log}
	if _, err := s.Take(t.Context()); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(s.Dir, scratch)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something is left: %v", err)
	}
}

func TestRestoreInterrupted(t *testing.T) {
	s, _ := folderOf(t, 1)
	tar := take(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	_, err := Restore(ctx, bytes.NewReader(tar), dir, 1, func(Manifest, int64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left := filesBelow(t, dir); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestOnlyAnEmptyFolderIsRestoredTo(t *testing.T) {
	s, _ := folderOf(t, 1)
	tar := take(t, s)
	for name, want := range map[string]string{"FORMAT": "isn't empty (FORMAT)", Restoring: "half restored", "thesis.tex": "isn't empty (thesis.tex)", "LOCK": ""} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Restore(t.Context(), bytes.NewReader(tar), dir, 1, nil)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", name, err)
		}
		if left := filesBelow(t, dir); want != "" && len(left) != 1 {
			t.Errorf("%s: it was touched: %v", name, left)
		}
	}
}

// TestALogThatIsTooShort has a manifest that promises more than the log holds.
func TestALogThatIsTooShort(t *testing.T) {
	s, _ := folderOf(t, 1)
	end := s.End
	taken, err := s.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	p, err := end(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p.Telemetry[0]++
	taken.Manifest.Position = p.String()
	var out bytes.Buffer
	if err := taken.Write(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), &out, t.TempDir(), 1, nil); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}
