package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"runledger/eventlog"
	"runledger/internal/position"
)

// Restoring is the file that marks a folder in which a backup is being restored, or
// was when the process was killed. At the very end it becomes FORMAT, which makes the
// folder a data folder.
const Restoring = "RESTORING"

const formatName = "FORMAT"

// CheckEmpty refuses a folder that holds something. LOCK is the caller's.
func CheckEmpty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look into the folder to restore to: %w", err)
	}
	for _, e := range entries {
		switch e.Name() {
		case "LOCK", "lost+found":
			continue
		case Restoring:
			return HalfRestored(dir)
		}
		return fmt.Errorf("%s isn't empty (%s): a backup is restored into a new folder", dir, e.Name())
	}
	return nil
}

// HalfRestored is what is wrong with a folder that has Restoring.
func HalfRestored(dir string) error {
	return fmt.Errorf("%s holds a half restored backup: remove the folder and restore again", dir)
}

// Restore makes a data folder of a backup in dir, which the caller made and holds.
// folder is the newest layout of data folders that the program knows. After an error,
// and after a kill at any moment, dir isn't a data folder and isn't taken for one;
// after an error it is as it was. Damaged contents are left out.
func Restore(ctx context.Context, r io.Reader, dir string, folder int, progress func(m Manifest, done int64)) (Summary, error) {
	if err := CheckEmpty(dir); err != nil {
		return Summary{}, err
	}
	b, err := NewReader(r)
	if err == nil {
		err = restore(ctx, b, dir, folder, progress)
	}
	if err != nil {
		return Summary{}, errors.Join(fmt.Errorf("to %s: %w", dir, err), discard(dir))
	}
	return Summary{b.Manifest, b.Damaged}, nil
}

func restore(ctx context.Context, b *Reader, dir string, folder int, progress func(Manifest, int64)) error {
	m := b.Manifest
	if m.Folder < 1 || m.Folder > folder {
		return fmt.Errorf("its data folder has format %d and this program knows up to %d: it was taken by a newer runledger (%s), restore it with that one",
			m.Folder, folder, m.Program)
	}
	mark := filepath.Join(dir, Restoring)
	if err := writeFile(mark, []byte(strconv.Itoa(m.Folder)+"\n")); err != nil {
		return err
	}
	if err := syncDir(dir); err != nil {
		return err
	}
	if err := extract(ctx, b, dir, progress); err != nil {
		return err
	}
	for _, name := range b.Damaged {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return err
		}
	}
	if err := checkLog(ctx, dir, m); err != nil {
		return err
	}
	if err := syncTree(dir); err != nil {
		return err
	}
	if err := os.Rename(mark, filepath.Join(dir, formatName)); err != nil {
		return err
	}
	return syncDir(dir)
}

// extract writes all entries. Each file is on disk when it returns, its name not yet.
func extract(ctx context.Context, b *Reader, dir string, progress func(Manifest, int64)) error {
	files := newSyncing()
	err := extractTo(ctx, b, dir, files, progress)
	return errors.Join(err, files.wait())
}

func extractTo(ctx context.Context, b *Reader, dir string, files *syncing, progress func(Manifest, int64)) error {
	var done int64
	made := ""
	for {
		name, size, err := b.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		path := filepath.Join(dir, filepath.FromSlash(name)) // names are checked: nothing leads out of dir
		if parent := filepath.Dir(path); parent != made {
			if err := os.MkdirAll(parent, 0o700); err != nil {
				return err
			}
			made = parent
		}
		if err := copyFile(ctx, path, b, files); err != nil {
			return err
		}
		done += size
		if progress != nil {
			progress(b.Manifest, done)
		}
	}
}

func copyFile(ctx context.Context, path string, r io.Reader, files *syncing) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, interruptible{ctx, r}); err != nil {
		return errors.Join(err, f.Close())
	}
	files.close(f)
	return nil
}

// interruptible ends with its context, between two pieces.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (i interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}

// checkLog opens the log and looks whether it reaches as far as the manifest says.
func checkLog(ctx context.Context, dir string, m Manifest) error {
	path := filepath.Join(dir, logDir)
	if _, err := os.Stat(filepath.Join(path, "LOG.json")); err != nil {
		return damaged("there's no event log in it")
	}
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: path})
	if err != nil {
		return err
	}
	err = reaches(ctx, log, m)
	return errors.Join(err, log.Close())
}

func reaches(ctx context.Context, log *eventlog.Embedded, m Manifest) error {
	want, err := position.Parse(m.Position)
	if err != nil {
		return err
	}
	check := func(t eventlog.Topic, part int, next uint64) error {
		b, err := log.Bounds(ctx, t, part)
		if err != nil {
			return damaged("its log: %v", err)
		}
		if b.Next < next {
			return damaged("its log has %d records in %s/%d, and should have %d at least", b.Next, t, part, next)
		}
		return nil
	}
	if err := check(eventlog.Actions, 0, want.Actions); err != nil {
		return err
	}
	for part, next := range want.Telemetry {
		if err := check(eventlog.Telemetry, part, next); err != nil {
			return err
		}
	}
	return nil
}

// discard removes what a restoration that failed has written.
func discard(dir string) error {
	var errs []error
	for _, name := range []string{logDir, filepath.Dir(blobDir), keyName, Restoring} { // the mark last
		errs = append(errs, os.RemoveAll(filepath.Join(dir, name)))
	}
	return errors.Join(errs...)
}
