package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/alecthomas/kong"

	"runledger/backup"
	"runledger/cmd/runledger/shell"
	"runledger/eventlog"
	"runledger/internal/position"
)

var _ kong.HelpProvider = backupCmd{}

type backupCmd struct {
	administration
	To string `help:"File to write, which is there under its name once it is whole; an older one is replaced then. -: standard output." required:"" placeholder:"FILE" env:"-"`
}

func (backupCmd) Help() string {
	return `Writes the event log as of now, all files and the signing key into one tar: through the server that uses
--data, which goes on meanwhile, or from the folder when none runs. The tar's sums are checked on the way. What
was acknowledged before is in it. The engine's tables aren't: the first start after a restore makes them anew.
The file holds everything that was ever logged: keep it as safe as the server.

  runledger backup --to /backups/ledger.tar
  runledger backup --server https://ml.example.org --to - | zstd > ledger.tar.zst
  runledger restore --from /backups/ledger.tar --data /new/folder`
}

func (c backupCmd) Run(ctx context.Context, logger *slog.Logger, out streams) error {
	report := bytesTo(out.err, "backup")
	sum, err := c.write(ctx, logger, out, report.seen)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	report.damaged(sum.Damaged)
	m := sum.Manifest
	fmt.Fprintf(out.err, "backup  complete: %s, position %s of %s, log %s\n",
		report, m.Position, m.Time.Format(time.RFC3339), m.LogID)
	return nil
}

func (c backupCmd) write(ctx context.Context, logger *slog.Logger, out streams, seen func(backup.Manifest, int64)) (sum backup.Summary, err error) {
	fetch := func(w io.Writer) error {
		sum, err = c.fetch(ctx, logger, w, seen)
		return err
	}
	if c.To == "-" {
		return sum, fetch(out.out)
	}
	err = shell.WriteWhole(c.To, func(f *os.File) error { return fetch(f) })
	return sum, err
}

// fetch writes a backup to w and checks what it wrote.
func (c backupCmd) fetch(ctx context.Context, logger *slog.Logger, w io.Writer, seen func(backup.Manifest, int64)) (backup.Summary, error) {
	if c.Server != "" {
		return c.download(ctx, c.Server, w, seen)
	}
	sum, err := c.local(ctx, logger, w, seen)
	if err == nil || !errors.As(err, new(errHeld)) {
		return sum, err
	}
	url, err := c.url(err)
	if err != nil {
		return sum, err
	}
	return c.download(ctx, url, w, seen)
}

// local takes the backup from the folder, in which no server runs.
func (c backupCmd) local(ctx context.Context, logger *slog.Logger, w io.Writer, seen func(backup.Manifest, int64)) (sum backup.Summary, err error) {
	if _, err := os.Stat(filepath.Join(c.Data.Data, "FORMAT")); errors.Is(err, fs.ErrNotExist) {
		return sum, fmt.Errorf("%s isn't a data folder: give it as --data, or the address of a server as --server", c.Data.Data)
	}
	f, err := openFolder(c.Data.Data)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	log, err := eventlog.OpenEmbedded(eventlog.EmbeddedOptions{Dir: f.file("log"), Logger: logger})
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	taken, err := backupSource(f, log).Take(ctx)
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, taken.Close()) }()
	return checked(w, seen, func(w io.Writer) error { return taken.Write(ctx, w) })
}

// backupSource is what backups of a folder are taken from.
func backupSource(f *folder, log *eventlog.Embedded) backup.Source {
	return backup.Source{
		Log: log, End: func(ctx context.Context) (position.Position, error) { return endOf(ctx, log) },
		Dir: f.path, Folder: folderFormat, Program: version(), Clock: time.Now,
	}
}

// makeBackups makes what serves backups, and removes what one left that was under way
// when the last server was killed.
func (s *server) makeBackups(context.Context) error {
	if err := backup.Sweep(s.folder.path); err != nil {
		return err
	}
	s.backups = backup.NewServer(backupSource(s.folder, s.log.(*eventlog.Embedded)), s.logger, s.registry)
	return nil
}

// checked lets write write to w, and reads along what comes: only a whole backup,
// equal to its sums, is no error.
func checked(w io.Writer, seen func(backup.Manifest, int64), write func(io.Writer) error) (backup.Summary, error) {
	type verdict struct {
		sum backup.Summary
		err error
	}
	in, out := io.Pipe()
	read := make(chan verdict, 1)
	go func() {
		sum, err := backup.Verify(in, seen)
		if err == nil {
			_, err = io.Copy(io.Discard, in) // the tar's padding
		}
		in.CloseWithError(err) // nobody reads any more
		read <- verdict{sum, err}
	}()
	buffered := bufio.NewWriterSize(io.MultiWriter(w, out), 1<<20)
	err := write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	out.CloseWithError(err)
	v := <-read
	if err == nil {
		err = v.err
	}
	return v.sum, err
}
