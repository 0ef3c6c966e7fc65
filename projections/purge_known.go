package projections

import (
	"context"
	"errors"
	"math"

	"runledger/catalog"
	"runledger/event"
	"runledger/eventlog"
)

// everPurged as a bound: every purge that the fold has met counts.
const everPurged = math.MaxUint64

// purged is what a process's catalog knows of purged runs. A run that is purged stays so,
// and its number is never given again: whatever the log says of it counts for nothing.
type purged struct {
	cat   *catalog.Catalog // nil: nothing is purged
	below uint64           // purges by actions from here on don't count
}

// purgedRun is a run to be removed.
type purgedRun struct {
	run, home uint64
	part      int
	purge     uint64 // offset of the action
}

func (p purged) counts(r *catalog.Run) bool { return r != nil && r.Purged && r.Version <= p.below }

// among returns the versions of those runs of events that are purged; nil: none is.
func (p purged) among(events []decoded) map[uint64]uint64 {
	if p.cat == nil {
		return nil
	}
	var gone map[uint64]uint64
	p.cat.View(func(st *catalog.State) {
		last := uint64(0)
		for i := range events {
			if events[i].run == last {
				continue
			}
			last = events[i].run
			if r := st.RunByNo(catalog.RunNo(last)); p.counts(r) {
				if gone == nil {
					gone = map[uint64]uint64{}
				}
				gone[last] = r.Version
			}
		}
	})
	return gone
}

// due returns the runs of partitions whose purges aren't carried out: from done on. next
// is where the fold is.
func (p purged) due(done map[int]uint64, of int) (runs []purgedRun, next uint64) {
	if p.cat == nil {
		return nil, 0
	}
	p.cat.View(func(st *catalog.State) {
		next = min(st.Next(), p.below)
		for no := catalog.RunNo(1); ; no++ {
			r := st.RunByNo(no)
			if r == nil {
				return
			}
			if !p.counts(r) {
				continue
			}
			part := event.Partition(uint64(no), of)
			if from, ours := done[part]; ours && r.Version > from {
				runs = append(runs, purgedRun{uint64(no), uint64(r.Home), part, r.Version - 1})
			}
		}
	})
	return runs, next
}

// reach waits until the catalog has folded what the log holds now, so that nothing is
// read that was purged before. Of a log that only a newer program understands, what is
// known counts.
func (p purged) reach(ctx context.Context, log eventlog.Log) error {
	if p.cat == nil {
		return nil
	}
	bounds, err := log.Bounds(ctx, eventlog.Actions, 0)
	if err != nil {
		return err
	}
	if err := p.cat.WaitFor(ctx, min(bounds.Next, p.below)); err != nil && !errors.Is(err, catalog.ErrNewerLog) {
		return err
	}
	return nil
}

// watch pokes news when the fold has met a purge, until stop is called.
func (p purged) watch(news chan struct{}) (stop func()) {
	_, stop = p.cat.Watch(func(records []catalog.Record, verdicts []catalog.Verdict) {
		for i, r := range records {
			if verdicts[i].Outcome == catalog.Accepted && isPurge(r) {
				poke(news)
			}
		}
	})
	return stop
}

// isPurge tells whether an action is a purge.
func isPurge(r catalog.Record) bool {
	return r.Event.GetRunsPurged() != nil || r.Event.GetProjectPurged() != nil
}
