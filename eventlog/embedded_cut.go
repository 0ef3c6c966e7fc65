package eventlog

import (
	"bytes"
	"fmt"

	"github.com/cockroachdb/pebble/v2"
)

// Cut removes the records of a partition from next on, for a copy of a log that is to
// end at an earlier moment. The log is opened anew afterwards.
func (r *Rewriting) Cut(t Topic, partition int, next Offset) error {
	p, err := r.l.partition(t, partition)
	if err != nil {
		return err
	}
	if err := r.l.db.DeleteRange(storeKey(p, next), bytes.Clone(p.end()), pebble.Sync); err != nil {
		return fmt.Errorf("cut %s/%d at %d: %w", t, partition, next, err)
	}
	return nil
}
