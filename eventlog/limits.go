package eventlog

import "fmt"

// maxAttributes bounds the key and headers of one record together, in bytes.
const maxAttributes = 64 << 10

// recordOverhead is what a record costs in a batch beside its bytes: it bounds how
// many empty records fit into one.
const recordOverhead = 32

// attributes returns the bytes of a record's key and headers.
func attributes(r *Record) int {
	n := len(r.Key)
	for i := range r.Headers {
		n += len(r.Headers[i].Key) + len(r.Headers[i].Value)
	}
	return n
}

// size returns what a record counts towards MaxBatch.
func size(r *Record) int { return len(r.Value) + attributes(r) + recordOverhead }

// checkSize refuses a batch that no log takes. It returns the batch's size.
func checkSize(b *Batch) (int, error) {
	total := 0
	for i := range b.Records {
		r := &b.Records[i]
		if n := len(r.Value); n > MaxRecord {
			return 0, fmt.Errorf("%w: record %d of %d for %s has %d bytes, at most %d",
				ErrTooLarge, i, len(b.Records), b.Topic, n, MaxRecord)
		}
		if n := attributes(r); n > maxAttributes {
			return 0, fmt.Errorf("%w: key and headers of record %d for %s have %d bytes, at most %d",
				ErrTooLarge, i, b.Topic, n, maxAttributes)
		}
		total += size(r)
	}
	if total > MaxBatch {
		return 0, fmt.Errorf("%w: batch of %d records for %s has %d bytes, at most %d",
			ErrTooLarge, len(b.Records), b.Topic, total, MaxBatch)
	}
	return total, nil
}
