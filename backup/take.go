package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"runledger/event"
	"runledger/eventlog"
	"runledger/internal/position"
)

// Log is what a backup asks of the event log.
type Log interface {
	Read(ctx context.Context, t eventlog.Topic, partition int, from eventlog.Offset, maxBytes int) ([]eventlog.Stored, error)
	// Checkpoint copies what is durable into dir, which isn't there yet.
	Checkpoint(dir string) error
}

// Source is a data folder in use. One backup of it is taken at a time.
type Source struct {
	Log     Log
	End     func(context.Context) (position.Position, error) // of the log, as of now
	Dir     string                                           // the data folder
	Folder  int                                              // number of its layout
	Program string                                           // version
	Clock   func() time.Time
}

// scratch is where a checkpoint waits until it's written out: on the log's file
// system, so that it takes no space of its own.
const scratch = "backup"

// Sweep removes what a backup left in a data folder whose process was killed. Whoever
// calls it holds the folder.
func Sweep(dir string) error {
	if err := os.RemoveAll(filepath.Join(dir, scratch)); err != nil {
		return fmt.Errorf("remove what a backup left: %w", err)
	}
	return nil
}

// Taken is a checkpoint that is to be written out. Close removes it.
type Taken struct {
	Manifest Manifest

	// Damaged are contents whose hash isn't their name, known after Write: the disk
	// has changed them. They are in the backup as they are; Restore leaves them out.
	Damaged []string

	source     Source
	checkpoint string
	files      []file // of the checkpoint
}

// Take makes a checkpoint. Everything that was acknowledged before is in it.
func (s Source) Take(ctx context.Context) (*Taken, error) {
	t, err := s.take(ctx)
	if err != nil {
		return nil, fmt.Errorf("take a backup: %w", errors.Join(err, Sweep(s.Dir)))
	}
	return t, nil
}

func (s Source) take(ctx context.Context) (*Taken, error) {
	if err := Sweep(s.Dir); err != nil { // of one whose process was killed
		return nil, err
	}
	end, err := s.End(ctx)
	if err != nil {
		return nil, err
	}
	t := &Taken{source: s, checkpoint: filepath.Join(s.Dir, scratch, logDir)}
	t.Manifest = Manifest{Format: Format, Folder: s.Folder, Position: end.String(), Program: s.Program, Time: s.Clock().UTC()}
	if t.Manifest.LogID, err = s.logID(ctx, end); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(t.checkpoint), 0o700); err != nil {
		return nil, err
	}
	if err := s.Log.Checkpoint(t.checkpoint); err != nil {
		return nil, err
	}
	if t.files, err = listLog(t.checkpoint); err != nil {
		return nil, err
	}
	for _, f := range t.files {
		t.Manifest.LogFiles++
		t.Manifest.LogBytes += f.size
	}
	// From here on the order matters: contents are looked for behind the checkpoint.
	for f, err := range blobs(s.Dir) {
		if err != nil {
			return nil, err
		}
		t.Manifest.BlobFiles++
		t.Manifest.BlobBytes += f.size
	}
	return t, ctx.Err()
}

// logID is what the log's first action says; empty if there is none yet.
func (s Source) logID(ctx context.Context, end position.Position) (string, error) {
	if end.Actions == 0 {
		return "", nil
	}
	first, err := s.Log.Read(ctx, eventlog.Actions, 0, 0, 1)
	if err != nil {
		return "", fmt.Errorf("read the log's first action: %w", err)
	}
	e, err := event.Decode(first[0].Value)
	if err != nil {
		return "", fmt.Errorf("read the log's first action: %w", err)
	}
	return e.GetServerInitialized().GetLogId(), nil
}

// Close removes the checkpoint.
func (t *Taken) Close() error { return Sweep(t.source.Dir) }
