package engine

import "testing"

func TestLevelsOfTheChildsLines(t *testing.T) {
	level := levelOf("2026.11.24 06:11:25.289314 [ 28342 ] {} <Error> MergeTree: broken", 0)
	if level.String() != "ERROR" || levelOf("0. DB::Exception::Exception @ 0x1", level) != level {
		t.Errorf("got %v", level)
	}
	if got := levelOf("time=x level=WARN msg=y", level); got.String() != "WARN" {
		t.Errorf("got %v", got)
	}
}

func TestBackoff(t *testing.T) {
	var b backoff
	for i, want := range []int{50, 100, 200, 400, 800, 1600, 3200, 5000, 5000} {
		if got := b.next(0, false).Milliseconds(); got != int64(want) {
			t.Errorf("start %d: wait %d ms, want %d", i, got, want)
		}
	}
	if got := b.next(0, true); got != backoffReady {
		t.Errorf("after being ready for a moment: %v", got)
	}
	if got := b.next(goodRun, true); got != backoffFirst {
		t.Errorf("after a good run: %v", got)
	}
}
