package workspace

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Whatever is put between two neighbours stands there, and places stay short where one
// always adds at the end.
func TestPlacesLieBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := []string{placeOfSection(plainSection, false), placeOfSection("System", true)}
		for _, name := range rapid.SliceOfN(rapid.String(), 0, 5).Draw(t, "names") {
			list = append(list, placeOfName(name))
		}
		slices.Sort(list)
		list = slices.Compact(list)
		for range 60 {
			i := rapid.IntRange(0, len(list)).Draw(t, "at")
			lo, hi := "", ""
			if i > 0 {
				lo = list[i-1]
			}
			if i < len(list) {
				hi = list[i]
			}
			p := placeBetween(lo, hi)
			if !isPlace(p) || p <= lo || hi != "" && p >= hi {
				t.Fatalf("between %q and %q: %q", lo, hi, p)
			}
			list = slices.Insert(list, i, p)
		}
	})
	last := ""
	for range 100_000 {
		next := placeBetween(last, "")
		if next <= last || !isPlace(next) {
			t.Fatalf("after %q: %q", last, next)
		}
		last = next
	}
	if len(last) > 30 {
		t.Errorf("%d bytes after 100,000: %s", len(last), last)
	}
	if got := placeBetween("b", "a"); got <= "b" {
		t.Errorf("between what has no between: %q", got)
	}
}

func TestPlacesOfNamesAreInOrder(t *testing.T) {
	names := []string{"", "a", "a/b", "ab", "b", strings.Repeat("z", maxMetricName), "é"}
	for i := 1; i < len(names); i++ {
		a, b := placeOfName(names[i-1]), placeOfName(names[i])
		if a >= b || !isPlace(b) || !isPlace(a) {
			t.Errorf("%.20q %.20q", names[i-1], names[i])
		}
	}
}
