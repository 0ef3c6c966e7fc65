package blob

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestSignedAddress(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	s, err := NewSigner(make([]byte, 32), func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	const path = "/files/run/7/media/a b%.png"
	q, err := url.ParseQuery(s.Query("GET", path, time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	longer := url.Values{"exp": {"1900000000"}, "sig": q["sig"]}
	for _, c := range []struct {
		name, method, path string
		query              url.Values
		want               error
	}{
		{"as given", "GET", path, q, nil},
		{"HEAD", "HEAD", path, q, nil},
		{"another method", "PUT", path, q, ErrUnsigned},
		{"another path", "GET", path + "x", q, ErrUnsigned},
		{"another end", "GET", path, longer, ErrUnsigned},
		{"none", "GET", path, url.Values{}, ErrUnsigned},
	} {
		if err := s.Check(c.method, c.path, c.query); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	now = now.Add(time.Hour)
	if err := s.Check("GET", path, q); err != nil {
		t.Errorf("in the last second: %v", err)
	}
	now = now.Add(time.Second)
	if err := s.Check("GET", path, q); !errors.Is(err, ErrExpired) {
		t.Errorf("after its end: %v", err)
	}
}

func TestLoadKey(t *testing.T) {
	file := filepath.Join(t.TempDir(), "signing.key")
	first, err := LoadKey(file)
	if err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(file)
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", st.Mode(), err)
	}
	if again, err := LoadKey(file); err != nil || string(again) != string(first) || len(first) != 32 {
		t.Fatalf("second load: %x, %v", again, err)
	}
	if err := os.WriteFile(file, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadKey(file); err == nil {
		t.Fatal("a damaged key was taken")
	}
}
