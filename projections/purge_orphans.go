package projections

import (
	"context"
	"fmt"

	"github.com/ClickHouse/ch-go/proto"
)

// orphan is a content that an event of a purged run refers to. The event is skipped, as
// it came after the purge or is read again: nobody would ever ask for the content.
type orphan struct {
	purge  uint64
	sha256 string
}

// orphaned notes the contents of a skipped event. The caller holds mu.
func (w *worker) orphaned(d *decoded, version uint64) {
	if d.err != nil || w.until != nil { // a generation's list of doomed contents goes with it
		return
	}
	rows := newContentRows()
	rows.apply(&change{ev: d.ev, run: &runState{run: d.run, home: d.home}})
	for i := range rows.len() {
		w.orphans[orphan{version - 1, rows.sha256.Row(i)}] = struct{}{}
	}
}

// doomOrphans puts them on the list of doomed contents. It is done before a checkpoint
// is written: what a crash forgets is read again.
func (w *worker) doomOrphans(ctx context.Context) error {
	w.mu.Lock()
	orphans := w.orphans
	if len(orphans) > 0 {
		w.orphans = map[orphan]struct{}{}
	}
	w.mu.Unlock()
	if len(orphans) == 0 {
		return nil
	}
	var purge, version proto.ColUInt64
	var hash proto.ColStr
	state, at := lowCardinality(), newMillis()
	for o := range orphans {
		purge.Append(o.purge)
		hash.Append(o.sha256)
		state.Append("doomed")
		at.at(w.clock())
		version.Append(1)
	}
	in := proto.Input{{Name: "purge", Data: purge}, {Name: "sha256", Data: hash}, {Name: "state", Data: state}, {Name: "at", Data: at.ColDateTime64}, {Name: "version", Data: version}}
	if err := w.putAgain(ctx, doomed, in, len(purge)); err != nil {
		return fmt.Errorf("note the contents of events of purged runs: %w", err)
	}
	return nil
}
