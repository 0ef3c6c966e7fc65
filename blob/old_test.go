package blob

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

func TestOnlyWhatIsOldIsDeleted(t *testing.T) {
	s := open(t, t.TempDir())
	o, err := s.Put(t.Context(), strings.NewReader("content"), 100)
	if err != nil {
		t.Fatal(err)
	}
	before := time.Now().Add(-time.Minute)
	if _, err := s.DeleteOld(t.Context(), o.SHA256, before); !errors.Is(err, ErrRecent) {
		t.Fatalf("put a moment ago: %v", err)
	}
	after := time.Now().Add(time.Minute)
	if n, err := s.DeleteOld(t.Context(), o.SHA256, after); n != 7 || err != nil {
		t.Fatalf("%d bytes, %v", n, err)
	}
	if _, err := s.DeleteOld(t.Context(), o.SHA256, after); !errors.Is(err, ErrNotFound) {
		t.Fatalf("gone already: %v", err)
	}
}

// Who puts a content that is there already makes it new.
func TestPutAgainMakesNew(t *testing.T) {
	s := open(t, t.TempDir())
	o, err := s.Put(t.Context(), strings.NewReader("content"), 100)
	if err != nil {
		t.Fatal(err)
	}
	key, _ := keyOf(o.SHA256)
	age(t, s.pathOf(key), 10*time.Minute)
	since := time.Now().Add(-time.Minute)
	if _, err := s.Put(t.Context(), strings.NewReader("content"), 100); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DeleteOld(t.Context(), o.SHA256, since); !errors.Is(err, ErrRecent) {
		t.Fatalf("put again: %v", err)
	}
	age(t, s.pathOf(key), 10*time.Minute)
	if _, err := s.DeleteOld(t.Context(), o.SHA256, since); err != nil {
		t.Fatal(err)
	}
}

func age(t *testing.T, path string, by time.Duration) {
	t.Helper()
	at := time.Now().Add(-by)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}
