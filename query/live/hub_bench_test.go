package live

import (
	"fmt"
	"testing"

	"runledger/internal/progress"
)

// BenchmarkTaken is what the board's teller pays for a batch of 1,000 runs while a hub
// listens, and what the hub does with it.
func BenchmarkTaken(b *testing.B) {
	board := progress.NewBoard()
	watch, _, _ := board.Watch()
	defer watch.Close()
	runs := make([]uint64, 1000)
	for i := range runs {
		runs[i] = uint64(i + 1)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		board.Changed(progress.Points, map[int]uint64{0: uint64(i + 1)}, runs)
		if i%10 == 9 {
			watch.Take()
		}
	}
}

// BenchmarkTouch is what one change of one of many things costs the hub.
func BenchmarkTouch(b *testing.B) {
	var c changed[string]
	keys := make([]string, 100_000)
	for i := range keys {
		keys[i] = fmt.Sprint("run-", i)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		c.touch(keys[i%len(keys)], change{seq: uint64(i)})
	}
}
