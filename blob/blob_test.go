package blob

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "gocloud.dev/blob/memblob" // stands for a bucket elsewhere
)

func open(t *testing.T, location string) *Store {
	t.Helper()
	s, err := Open(t.Context(), location)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestPutAndRead(t *testing.T) {
	for _, location := range []string{t.TempDir(), "file://" + t.TempDir(), "mem://"} {
		t.Run(strings.Split(location, ":")[0], func(t *testing.T) {
			s := open(t, location)
			for _, content := range []string{"", "x", strings.Repeat("0123456789", 100_000)} {
				o, err := s.Put(t.Context(), strings.NewReader(content), 1<<20)
				if err != nil {
					t.Fatal(err)
				}
				sha, sum := sha256.Sum256([]byte(content)), md5.Sum([]byte(content))
				want := Object{hex.EncodeToString(sha[:]), base64.StdEncoding.EncodeToString(sum[:]), int64(len(content))}
				if o != want {
					t.Fatalf("got %+v, want %+v", o, want)
				}
				r, err := s.Open(t.Context(), o.SHA256)
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(r)
				if err != nil || string(got) != content {
					t.Fatalf("read %d bytes, %v", len(got), err)
				}
				if len(content) > 10 {
					if _, err := r.Seek(-10, io.SeekEnd); err != nil {
						t.Fatal(err)
					}
					if got, _ := io.ReadAll(r); string(got) != "0123456789" {
						t.Fatalf("the last ten bytes read %q", got)
					}
				}
				r.Close()
				if err := s.Delete(t.Context(), o.SHA256); err != nil {
					t.Fatal(err)
				}
				if ok, err := s.Exists(t.Context(), o.SHA256); ok || err != nil {
					t.Fatalf("after Delete: exists %v, %v", ok, err)
				}
				if _, err := s.Open(t.Context(), o.SHA256); !errors.Is(err, ErrNotFound) {
					t.Fatalf("after Delete: %v", err)
				}
			}
		})
	}
}

func TestTooLargeAndBrokenLeaveNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	if _, err := s.Put(t.Context(), strings.NewReader("12345"), 4); !errors.Is(err, ErrTooLarge) {
		t.Fatalf("too large: %v", err)
	}
	broken := io.MultiReader(strings.NewReader("half"), iotest{})
	if _, err := s.Put(t.Context(), broken, 100); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("broken: %v", err)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Fatalf("left behind: %v", left)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("1234"), 4); err != nil {
		t.Fatalf("exactly the limit: %v", err)
	}
}

type iotest struct{}

func (iotest) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestSameContentOnce(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	content := bytes.Repeat([]byte("same"), 10_000)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := s.Put(t.Context(), bytes.NewReader(content), 1<<20); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := files(t, dir); len(got) != 1 {
		t.Fatalf("stored as %v", got)
	}
}

func TestLitterIsSwept(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	old, fresh := filepath.Join(dir, "incoming", "put-old"), filepath.Join(dir, "incoming", "put-new")
	for _, f := range []string{old, fresh} {
		if err := os.WriteFile(f, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	past := time.Now().Add(-2 * abandoned)
	if err := os.Chtimes(old, past, past); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if got := files(t, dir); len(got) != 1 || got[0] != fresh {
		t.Fatalf("left: %v", got)
	}
}

func TestBadHashAndLocation(t *testing.T) {
	s := open(t, t.TempDir())
	for _, bad := range []string{"", "../../etc/passwd", strings.Repeat("A", 64), strings.Repeat("a", 63)} {
		if _, err := s.Open(t.Context(), bad); !errors.Is(err, ErrBadHash) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "file://folder", "nosuch://bucket"} {
		if _, err := Open(t.Context(), bad); err == nil {
			t.Errorf("location %q was taken", bad)
		}
	}
}
