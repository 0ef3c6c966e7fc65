package eventlog

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
)

// Rewriting is an embedded log that nobody reads or appends to while its records are
// replaced. Offsets and times stay; the bytes that were there are gone after Close.
type Rewriting struct {
	l *Embedded
}

// OpenRewriting opens the log in a folder, which must be there, to replace records of it.
func OpenRewriting(dir string, logger *slog.Logger) (*Rewriting, error) {
	if _, err := vfs.Default.Stat(filepath.Join(dir, formatFile)); err != nil {
		return nil, fmt.Errorf("there's no event log in %s: %w", dir, err)
	}
	l, err := OpenEmbedded(EmbeddedOptions{Dir: dir, Logger: logger})
	if err != nil {
		return nil, err
	}
	return &Rewriting{l}, nil
}

// Log is the log as it is now, to be read.
func (r *Rewriting) Log() Log { return r.l }

// Replacement is what should stand in a record's place.
type Replacement struct {
	Offset Offset
	Record Record
}

// ReplaceAtOnce replaces records of a partition: all of them or, after a crash, none.
func (r *Rewriting) ReplaceAtOnce(t Topic, partition int, list []Replacement) error {
	p, err := r.l.partition(t, partition)
	if err != nil {
		return err
	}
	batch := r.l.db.NewBatch()
	defer batch.Close()
	for _, x := range list {
		if err := replace(r.l.db, batch, p, x); err != nil {
			return fmt.Errorf("replace %s/%d at %d: %w", t, partition, x.Offset, err)
		}
	}
	if err := batch.Commit(pebble.Sync); err != nil {
		return fmt.Errorf("replace %d records of %s/%d: %w", len(list), t, partition, err)
	}
	return nil
}

// replace adds a replacement to a batch. The record's time stays.
func replace(db *pebble.DB, batch *pebble.Batch, p *partition, x Replacement) error {
	key := storeKey(p, x.Offset)
	old, closer, err := db.Get(key)
	if err != nil {
		return err
	}
	defer closer.Close()
	if len(old) < recordFixedLen || old[0] != recordVersion {
		return errors.New("the record that is there can't be read")
	}
	encoded := appendRecord(nil, &x.Record)
	setAt(encoded, recordAt(old))
	return batch.Set(key, encoded, nil)
}

// Erase lets go of everything that was replaced, now and earlier: tables of the store that
// hold some of it are written anew. progress is told after each partition.
func (r *Rewriting) Erase(ctx context.Context, progress func(done, of int)) error {
	db := r.l.db
	if err := db.Flush(); err != nil {
		return fmt.Errorf("write the log's tables: %w", err)
	}
	var all []*partition
	for _, t := range slices.Sorted(maps.Keys(r.l.topics)) {
		all = append(all, r.l.topics[t]...)
	}
	for i, p := range all {
		// Tables of records that replace others lie over those; a compaction from top to bottom
		// joins them. All others overlap nothing, and are only moved.
		if err := db.Compact(ctx, bytes.Clone(p.prefix[:]), p.end(), false); err != nil {
			return fmt.Errorf("write %s/%d anew: %w", p.topic, p.number, err)
		}
		progress(i+1, len(all))
	}
	return nil
}

// Close closes the log. What the write-ahead log had of replaced records goes too: it is
// opened once more, which begins it anew.
func (r *Rewriting) Close() error {
	dir := r.l.dir
	if err := r.l.Close(); err != nil {
		return err
	}
	again, err := OpenEmbedded(EmbeddedOptions{Dir: dir})
	if err != nil {
		return err
	}
	return again.Close()
}

// Size is the bytes of the log on disk.
func (r *Rewriting) Size() int64 { return int64(r.l.storeSize()) }
