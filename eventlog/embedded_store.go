package eventlog

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/sstable/block"
)

const (
	memtableBytes = 8 << 20 // grows from 256 KiB, doubling with use; up to 3 of them under load
	cacheBytes    = 8 << 20
	tableBytes    = 32 << 20
)

// storeOptions tunes pebble for a log: keys only ever grow, partition by partition.
func storeOptions(fs guardFS, partitions int, log *slog.Logger) *pebble.Options {
	d := fs.disk
	o := &pebble.Options{
		FS:                          fs,
		FormatMajorVersion:          pebble.FormatTableFormatV6,
		MemTableSize:                memtableBytes,
		MemTableStopWritesThreshold: 3,
		MaxOpenFiles:                512,
		WALBytesPerSync:             512 << 10,
		Logger:                      storeLogger{disk: d, log: log},
		EventListener: &pebble.EventListener{
			BackgroundError: func(err error) { log.Warn("event log store", "err", err) },
			FlushEnd:        func(i pebble.FlushInfo) { d.flushed(i.Err) },
			DataCorruption: func(i pebble.DataCorruptionInfo) {
				log.Error("event log store: corrupt data", "details", i.String())
			},
		},
	}
	// A flush leaves a small table per partition. So many flushes are joined that the
	// results have their full size, but no more: joining is work that comes all at once.
	// (500 is the store's own bound.)
	tables := partitions + 1
	o.L0CompactionFileThreshold = min(500, tableBytes*tables/memtableBytes*tables)
	for i := range o.TargetFileSizes {
		o.TargetFileSizes[i] = tableBytes
	}
	// No table spans two partitions. So tables never overlap, and compactions move
	// them down or join them, but don't rewrite what is there.
	o.Experimental.SpanPolicyFunc = func(start []byte) (pebble.SpanPolicy, []byte, error) {
		return pebble.SpanPolicy{}, prefixAfter(start[:prefixLen]), nil
	}
	o.Experimental.ReadSamplingMultiplier = -1 // reading is no reason to rewrite
	o.Experimental.EnableColumnarBlocks = func() bool { return true }
	for i := range o.Levels {
		o.Levels[i].BlockSize = 64 << 10
		o.Levels[i].Compression = func() *block.CompressionProfile { return block.BalancedCompression }
	}
	return o
}

// storeLogger receives what pebble has to say. Pebble calls Fatalf when it can't go
// on, and expects it not to return.
type storeLogger struct {
	disk *disk
	log  *slog.Logger
}

func (l storeLogger) Infof(format string, args ...any) {
	if l.log.Enabled(context.Background(), slog.LevelDebug) {
		l.log.Debug("event log store: " + fmt.Sprintf(format, args...))
	}
}

func (l storeLogger) Errorf(format string, args ...any) {
	l.log.Warn("event log store: " + fmt.Sprintf(format, args...))
}

func (l storeLogger) Fatalf(format string, args ...any) {
	l.disk.fail(fmt.Errorf(format, args...))
	select {} // whatever called holds locks of a store that is given up
}
