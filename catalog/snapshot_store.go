package catalog

import (
	"cmp"
	"io"
	"slices"

	"runledger/eventlog"
)

// SnapshotStore keeps snapshots by the offset that they reach. Several processes may
// share one. Nothing depends on what it holds: it may lose anything at any time.
type SnapshotStore interface {
	// Put keeps what write writes: all of it, durably, or nothing. It replaces one of the
	// same offset.
	Put(next eventlog.Offset, write func(io.Writer) error) error
	// Get returns all bytes of a snapshot.
	Get(next eventlog.Offset) ([]byte, error)
	// List returns what is there, in any order.
	List() ([]StoredSnapshot, error)
	// Delete removes a snapshot; one that isn't there is no error.
	Delete(next eventlog.Offset) error
}

// StoredSnapshot is an entry of a SnapshotStore.
type StoredSnapshot struct {
	Next eventlog.Offset
	Size int64 // bytes
}

// What is kept: the newest, and of the older ones those that shorten the way to any
// place in the log the most.
const (
	snapshotsNewest = 2
	snapshotsMost   = 12
	snapshotsBytes  = 1 << 30
)

// surplus returns those that needn't be kept.
func surplus(list []StoredSnapshot, most int, bytes int64) (gone []eventlog.Offset) {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b StoredSnapshot) int { return cmp.Compare(a.Next, b.Next) })
	total := int64(0)
	for _, s := range list {
		total += s.Size
	}
	for len(list) > snapshotsNewest && (len(list) > most || total > bytes) {
		i := leastMissed(list)
		total -= list[i].Size
		gone = append(gone, list[i].Next)
		list = slices.Delete(list, i, i+1)
	}
	return gone
}

// leastMissed is the one without which the gap is smallest, compared with how long ago
// it is: what is recent is asked for more. So the gaps grow with the age.
func leastMissed(list []StoredSnapshot) int {
	best, least := 0, 0.0
	newest := list[len(list)-1].Next
	for i := range len(list) - snapshotsNewest {
		before := eventlog.Offset(0)
		if i > 0 {
			before = list[i-1].Next
		}
		gap := float64(list[i+1].Next-before) / float64(newest-list[i].Next+1)
		if i == 0 || gap < least {
			best, least = i, gap
		}
	}
	return best
}
