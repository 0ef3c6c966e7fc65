package event

import "testing"

// Which partition holds a run is for ever.
func TestPartitionsStay(t *testing.T) {
	for run, want := range map[uint64]int{1: 1, 2: 14, 3: 13, 1000: 8, 1099511627776: 9} {
		if got := Partition(run, 16); got != want {
			t.Errorf("run %d: partition %d of 16, was %d", run, got, want)
		}
	}
}

func TestPartitionsAreEven(t *testing.T) {
	const runs, n = 100_000, 7
	var count [n]int
	for run := range uint64(runs) {
		count[Partition(run+1, n)]++
	}
	for p, c := range count {
		if c < runs/n*97/100 || c > runs/n*103/100 {
			t.Errorf("partition %d has %d of %d runs", p, c, runs)
		}
	}
}
