package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"runledger/catalog"
	"runledger/eventlog"
)

var _ kong.HelpProvider = scrubCmd{}

// logCmd is what can be done to the log itself.
type logCmd struct {
	Scrub scrubCmd `cmd:"" help:"Take what was purged out of an embedded log, while its server is stopped."`
}

type scrubCmd struct {
	Data dataSettings `embed:""`
}

func (scrubCmd) Help() string {
	return `A purge takes runs out of tables and files at once; the log keeps its records of them until this command
replaces them: telemetry of purged runs, and the words of actions on them (names, notes, tags, edits; of purged
projects the description, workspaces and reports). Each record keeps its place and time, so positions stay valid,
and the fold, the tables and verify come to the same as before.

The server must be stopped. Killed in the middle, run it again: it finishes. What it leaves: numbers, times, who did
what sort of thing, names of projects and users. Copies elsewhere aren't touched: backups taken before still hold
everything, and so does a Kafka.`
}

func (c scrubCmd) Run(ctx context.Context, logger *slog.Logger, out streams) (err error) {
	if _, err := os.Stat((&folder{path: c.Data.Data}).file("FORMAT")); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("scrub: %s isn't a runledger data folder", c.Data.Data)
	}
	f, err := openFolder(c.Data.Data)
	if err != nil {
		return fmt.Errorf("scrub: %w", err)
	}
	defer func() { err = errors.Join(err, f.close()) }()
	for _, copies := range []string{"snapshots", "backup"} { // the one is a cache, the other an unfinished copy
		if err := os.RemoveAll(f.file(copies)); err != nil {
			return fmt.Errorf("scrub: %w", err)
		}
	}
	log, err := eventlog.OpenRewriting(f.file("log"), logger)
	if err != nil {
		return fmt.Errorf("scrub: %w", err)
	}
	s := &scrub{log: log, out: out.err, began: time.Now(), before: log.Size()}
	err = s.run(ctx)
	if err = errors.Join(err, log.Close()); err != nil {
		return fmt.Errorf("scrub: %w", err)
	}
	return s.report(out.out, f.file("log"))
}

// scrub is one run of the command.
type scrub struct {
	log   *eventlog.Rewriting
	out   io.Writer // progress
	began time.Time

	end       *catalog.State // the fold of the whole log
	before    int64          // bytes of the log on disk
	actions   int            // records replaced
	telemetry int
	values    int64 // bytes of replaced records that are gone
}

func (s *scrub) run(ctx context.Context) error {
	if err := s.fold(ctx); err != nil {
		return err
	}
	if err := s.scrubActions(ctx); err != nil {
		return err
	}
	n, err := s.log.Log().Partitions(ctx, eventlog.Telemetry)
	if err != nil {
		return err
	}
	for part := range n {
		if err := s.scrubTelemetry(ctx, part); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "scrub  telemetry partition %d of %d: %d records replaced so far\n", part+1, n, s.telemetry)
	}
	return s.log.Erase(ctx, func(done, of int) {
		fmt.Fprintf(s.out, "scrub  written anew: %d of %d partitions\n", done, of)
	})
}

// fold folds the whole log, to know what is purged in the end.
func (s *scrub) fold(ctx context.Context) error {
	s.end = catalog.NewState()
	err := s.each(ctx, eventlog.Actions, 0, func(r eventlog.Stored) error {
		s.end.Apply(catalog.Decode(r))
		return nil
	})
	if err == nil && s.end.Newer() != "" {
		err = fmt.Errorf("%w: %s; use that one", catalog.ErrNewerLog, s.end.Newer())
	}
	return err
}

// scrubActions replaces all actions at once: half of them replaced, the log would fold to
// something else. Whether the replaced ones fold to the same is tried before.
func (s *scrub) scrubActions(ctx context.Context) error {
	scrubber, after := catalog.NewScrubber(s.end), catalog.NewState()
	var list []eventlog.Replacement
	err := s.each(ctx, eventlog.Actions, 0, func(r eventlog.Stored) error {
		x, err := scrubber.Next(r)
		if err != nil {
			return fmt.Errorf("action %d: %w", r.Offset, err)
		}
		if x != nil {
			list = append(list, eventlog.Replacement{Offset: r.Offset, Record: *x})
			s.values += int64(len(r.Value) - len(x.Value))
			r.Record = *x
		}
		after.Apply(catalog.Decode(r))
		return nil
	})
	if err != nil {
		return err
	}
	if after.Hash() != s.end.Hash() {
		return errors.New("without the words of what was purged the actions would fold to another state: nothing was changed; this is a defect of runledger, please report it")
	}
	if err := s.log.ReplaceAtOnce(eventlog.Actions, 0, list); err != nil {
		return err
	}
	s.actions = len(list)
	fmt.Fprintf(s.out, "scrub  actions: %d of %d replaced\n", len(list), after.Next())
	return nil
}

// Replacements of telemetry that are written together.
const (
	scrubRecords = 10_000
	scrubRead    = 1 << 20 // bytes
)

func (s *scrub) scrubTelemetry(ctx context.Context, part int) error {
	purged := s.end.PurgedBelow(s.end.Next())
	var list []eventlog.Replacement
	flush := func() error {
		if err := s.log.ReplaceAtOnce(eventlog.Telemetry, part, list); err != nil {
			return err
		}
		s.telemetry += len(list)
		list = list[:0]
		return nil
	}
	err := s.each(ctx, eventlog.Telemetry, part, func(r eventlog.Stored) error {
		x, err := purged.Telemetry(r)
		if err != nil {
			return fmt.Errorf("telemetry %d/%d: %w", part, r.Offset, err)
		}
		if x == nil {
			return nil
		}
		s.values += int64(len(r.Value) - len(x.Value))
		if list = append(list, eventlog.Replacement{Offset: r.Offset, Record: *x}); len(list) == scrubRecords {
			return flush()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return flush()
}

// each gives do the records of a partition, from the first to the last.
func (s *scrub) each(ctx context.Context, t eventlog.Topic, part int, do func(eventlog.Stored) error) error {
	log := s.log.Log()
	bounds, err := log.Bounds(ctx, t, part)
	if err != nil {
		return err
	}
	for next := bounds.First; next < bounds.Next; {
		records, err := log.Read(ctx, t, part, next, scrubRead)
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := do(r); err != nil {
				return err
			}
			next = r.Offset + 1
		}
	}
	return nil
}

func (s *scrub) report(out io.Writer, dir string) error {
	log, err := eventlog.OpenRewriting(dir, nil)
	if err != nil {
		return err
	}
	after := log.Size()
	if err := log.Close(); err != nil {
		return err
	}
	runs := 0
	for no := catalog.RunNo(1); s.end.RunByNo(no) != nil; no++ {
		if s.end.Purged(no) {
			runs++
		}
	}
	_, err = fmt.Fprintf(out, "%d purged runs: %d actions and %d records of telemetry replaced, %d bytes of them gone; the log has %d bytes on disk, %d before (%.1f s)\n"+
		"Backups that were taken before still hold what was purged.\n", runs, s.actions, s.telemetry, s.values, after, s.before, time.Since(s.began).Seconds())
	return err
}
