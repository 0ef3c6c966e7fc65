package jsontext

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscapeKey(t *testing.T) {
	for key, want := range map[string]string{
		"lr": "lr", "train/loss": "train/loss", "größe": "größe", "": "%", "a.b": "a%2Eb", "100%": "100%25", "%2E": "%252E",
		"^a": "%5Ea", ":`Int64`": "%3A%60Int64%60", "a[]": "a%5B%5D", "it's \"\\\n": "it%27s %22%5C%0A", "\xff": "\uFFFD",
	} {
		if got := EscapeKey(key); got != want {
			t.Errorf("EscapeKey(%q) = %q, want %q", key, got, want)
		}
	}
}

func FuzzEscapeKey(f *testing.F) {
	for _, s := range []string{"", "%", "%2E", "a.b", "^:`[]", "\x00\xff", "%%25%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, key string) {
		escaped := EscapeKey(key)
		if strings.ContainsAny(escaped, ".^:[]`\"'\\\x00\n") || !utf8.ValidString(escaped) {
			t.Fatalf("EscapeKey(%q) = %q", key, escaped)
		}
		if back := UnescapeKey(escaped); utf8.ValidString(key) && back != key {
			t.Fatalf("%q came back as %q", key, back)
		}
	})
}
