package eventlog

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/prometheus/client_golang/prometheus"
)

// DefaultPartitions is the number of telemetry partitions of a new log.
const DefaultPartitions = 4

// maxPartitions is a sane bound on telemetry partitions.
const maxPartitions = 1024

// EmbeddedOptions say where an embedded log lives and what it reports to.
type EmbeddedOptions struct {
	Dir        string                // created if absent
	Partitions int                   // of telemetry, fixed at creation; 0 means what the folder has, or DefaultPartitions
	Clock      func() time.Time      // default time.Now
	Logger     *slog.Logger          // default: silent
	Registerer prometheus.Registerer // default: no metrics

	fs vfs.FS // what tests put beneath the store
}

// Embedded is a Log in a folder of this machine, held in an ordered store (pebble).
// One process at a time can have it open.
type Embedded struct {
	dir     string
	format  format
	db      *pebble.DB
	lock    io.Closer // of dir; the store has one of its own
	disk    *disk
	clock   func() time.Time
	metrics *metrics
	sizer   sizer
	topics  map[Topic][]*partition

	queue     queue
	stop      chan struct{} // ends commitLoop
	committed chan struct{} // closed when commitLoop has ended

	running   bool          // commitLoop was started
	failed    chan struct{} // closed when disk fails
	closing   chan struct{} // closed by Close: ends waiting reads
	closeOnce sync.Once
	closeErr  error
	mu        sync.Mutex
	closed    bool
	inUse     sync.WaitGroup // calls that use the store
}

// OpenEmbedded opens the log in a folder, or creates it. It fails if another process
// has it open, if a newer version of the program wrote it, and if it has another
// number of partitions than asked for.
func OpenEmbedded(o EmbeddedOptions) (*Embedded, error) {
	if o.Partitions < 0 || o.Partitions > maxPartitions {
		return nil, fmt.Errorf("open event log: %d telemetry partitions, must be 1 to %d", o.Partitions, maxPartitions)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("open event log: %w", err)
	}
	l := &Embedded{
		dir: dir, disk: newDisk(), clock: o.Clock,
		queue: newQueue(),
		stop:  make(chan struct{}), committed: make(chan struct{}),
		failed: make(chan struct{}), closing: make(chan struct{}),
	}
	l.disk.onFull = func() {
		o.Logger.Error("event log: the disk is full, appends are refused until there's space", "dir", dir)
	}
	l.disk.onFree = func() { o.Logger.Info("event log: appends are accepted again", "dir", dir) }
	l.disk.onFailed = func(err error) {
		o.Logger.Error("event log: the disk failed, nothing can be appended before a restart", "dir", dir, "err", err)
		close(l.failed)
	}
	if err := l.open(o); err != nil {
		return nil, errors.Join(err, l.release())
	}
	l.running = true
	go l.commitLoop()
	return l, nil
}

func (l *Embedded) open(o EmbeddedOptions) (err error) {
	store := l.storeDir()
	if err := os.MkdirAll(store, 0o700); err != nil {
		return fmt.Errorf("open event log: %w", err)
	}
	if l.lock, err = vfs.Default.Lock(filepath.Join(l.dir, "LOCK")); err != nil {
		return fmt.Errorf("open event log: %s is already open, in this or another process: %w", l.dir, err)
	}
	if l.format, err = openFormat(l.dir, o.Partitions); err != nil {
		return err
	}
	if o.fs == nil {
		o.fs = vfs.Default
	}
	options := storeOptions(guardFS{FS: o.fs, disk: l.disk, dir: store}, l.format.Partitions, o.Logger)
	if l.db, err = openStore(store, options, l.disk); err != nil {
		return fmt.Errorf("open event log in %s: %w", l.dir, err)
	}
	if l.topics, err = openTopics(l.db, l.format); err != nil {
		return err
	}
	if l.metrics, err = newMetrics(o.Registerer, l.storeSize); err != nil {
		return fmt.Errorf("open event log: register metrics: %w", err)
	}
	return nil
}

// openStore is pebble.Open, but returns an error also where pebble never does: when
// the disk is full, or fails. Then the attempt goes on behind the caller's back and
// holds the store's lock; should it succeed, the store is closed.
func openStore(dir string, o *pebble.Options, d *disk) (*pebble.DB, error) {
	type result struct {
		db  *pebble.DB
		err error
	}
	trouble, _ := d.check()
	results := make(chan result, 1)
	go func() {
		o.Cache = pebble.NewCache(cacheBytes)
		defer o.Cache.Unref() // the store has its own reference
		db, err := pebble.Open(dir, o)
		results <- result{db, err}
	}()
	select {
	case r := <-results:
		if r.err != nil && strings.Contains(r.err.Error(), "unknown format major version") {
			r.err = fmt.Errorf("written by a newer version of this program: %w", r.err)
		}
		return r.db, r.err
	case <-trouble:
		go func() {
			if r := <-results; r.db != nil {
				_ = r.db.Close()
			}
		}()
		if err := d.err(); err != nil {
			return nil, err
		}
		return nil, syscall.ENOSPC
	}
}

func openTopics(db *pebble.DB, f format) (map[Topic][]*partition, error) {
	topics := map[Topic][]*partition{Actions: make([]*partition, 1), Telemetry: make([]*partition, f.Partitions)}
	for t, parts := range topics {
		for i := range parts {
			var err error
			if parts[i], err = newPartition(db, t, i); err != nil {
				return nil, err
			}
		}
	}
	return topics, nil
}

func (l *Embedded) storeDir() string { return filepath.Join(l.dir, "store") }

// Failed is closed when the disk has failed in a way that only a restart of the
// process can mend: appends end with ErrUnavailable from then on, reads go on as far
// as they can. A full disk isn't such a failure.
func (l *Embedded) Failed() <-chan struct{} { return l.failed }

// Checkpoint writes a copy of everything that is durable now into dir, which mustn't
// exist. It shares files with the log (hard links) where it can, and is itself a
// folder that OpenEmbedded opens. Appends go on meanwhile. After an error, such as a
// full disk, the caller removes what is there of dir.
func (l *Embedded) Checkpoint(dir string) error {
	if !l.enter() {
		return ErrClosed
	}
	defer l.inUse.Done()
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("checkpoint event log: %w", err)
	}
	// Each append is synced before its acknowledgement: nothing needs to be flushed first.
	if err := l.db.Checkpoint(filepath.Join(dir, filepath.Base(l.storeDir()))); err != nil {
		return fmt.Errorf("checkpoint event log to %s: %w", dir, err)
	}
	return writeFormat(filepath.Join(dir, formatFile), l.format)
}
