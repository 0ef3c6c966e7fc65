package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"runledger/backup"
)

var _ kong.HelpProvider = restoreCmd{}

type restoreCmd struct {
	From string `help:"File that runledger backup wrote. -: standard input." required:"" placeholder:"FILE" env:"-"`
	Data string `help:"Folder to make; it isn't there, or is empty." required:"" placeholder:"DIR" env:"-"`
}

func (restoreCmd) Help() string {
	return `Makes a data folder of a backup. Every file is checked against the backup's sums, and the folder counts as
one only once all of it is on disk: killed in the middle, it is refused by serve until it is removed. The first
start fills the engine's tables from the log; then verify says whether they are equal.

  runledger restore --from ledger.tar --data /new/folder
  zstd -d < ledger.tar.zst | runledger restore --from - --data /new/folder
  runledger serve --data /new/folder
  runledger verify --data /new/folder --key KEY

API keys of the backup's server go on working. admin.key isn't in a backup: keep an administrator's key.`
}

func (c restoreCmd) Run(ctx context.Context, out streams) error {
	report := bytesTo(out.err, "restore")
	sum, err := c.restore(ctx, report.seen)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	report.damaged(sum.Damaged)
	m := sum.Manifest
	fmt.Fprintf(out.err, "restore  complete: %s; the log of %s up to position %s, taken %s\n",
		report, m.LogID, m.Position, m.Time.Format("2006-01-02 15:04:05 MST"))
	fmt.Fprintf(out.err, "Start it: runledger serve --data %s\n", quoteShell(c.Data))
	return nil
}

func (c restoreCmd) restore(ctx context.Context, seen func(backup.Manifest, int64)) (sum backup.Summary, err error) {
	var in io.Reader = os.Stdin
	if c.From != "-" {
		file, err := os.Open(c.From)
		if err != nil {
			return sum, err
		}
		defer file.Close()
		in = file
	}
	path, err := filepath.Abs(c.Data)
	if err != nil {
		return sum, err
	}
	if err := backup.CheckEmpty(path); err != nil {
		return sum, err
	}
	_, missing := os.Stat(path)
	if err := os.MkdirAll(path, 0o750); err != nil {
		return sum, err
	}
	f := &folder{path: path}
	if err := f.takeLock(); err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, f.close()) }()
	if sum, err = backup.Restore(ctx, in, path, folderFormat, seen); err != nil {
		return sum, errors.Join(err, f.abandon(errors.Is(missing, fs.ErrNotExist)))
	}
	return sum, syncFolder(filepath.Dir(path))
}

// abandon removes a folder's lock, and the folder if it was made.
func (f *folder) abandon(made bool) error {
	if err := os.Remove(f.file("LOCK")); err != nil || !made {
		return err
	}
	return os.Remove(f.path)
}
