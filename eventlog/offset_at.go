package eventlog

import (
	"context"
	"fmt"
	"time"
)

// OffsetAt returns the offset of the first record of a partition that the log took
// after a time, or the next offset if there is none. Log times never fall within a
// partition, so it is a binary search: about 30 small reads of a partition of a
// billion records.
func OffsetAt(ctx context.Context, log Log, topic Topic, partition int, at time.Time) (Offset, error) {
	bounds, err := log.Bounds(ctx, topic, partition)
	if err != nil {
		return 0, fmt.Errorf("find offset of %s in %s/%d: %w", at.Format(time.RFC3339Nano), topic, partition, err)
	}
	lo, hi := bounds.First, bounds.Next // the answer is in [lo, hi]
	for lo < hi {
		mid := lo + (hi-lo)/2
		records, err := log.Read(ctx, topic, partition, mid, 1)
		if err != nil {
			return 0, fmt.Errorf("find offset of %s in %s/%d: %w", at.Format(time.RFC3339Nano), topic, partition, err)
		}
		if first := records[0]; first.At.After(at) {
			hi = mid
		} else {
			lo = first.Offset + 1 // offsets between mid and first hold nothing
		}
	}
	return lo, nil
}
