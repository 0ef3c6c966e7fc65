package backup

import (
	"archive/tar"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Write writes the backup. It may be called once.
func (t *Taken) Write(ctx context.Context, w io.Writer) error {
	if err := t.write(ctx, w); err != nil {
		return fmt.Errorf("write a backup: %w", err)
	}
	return nil
}

func (t *Taken) write(ctx context.Context, w io.Writer) error {
	out, err := newWriter(ctx, w, filepath.Join(t.source.Dir, scratch), t.Manifest.Time)
	if err != nil {
		return err
	}
	defer out.sums.Close()
	text, err := json.MarshalIndent(t.Manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := out.bytes(manifestName, append(text, '\n')); err != nil {
		return err
	}
	key, err := os.ReadFile(filepath.Join(t.source.Dir, keyName))
	if err == nil {
		err = out.bytes(keyName, key)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, f := range t.files {
		if err := out.file(f); err != nil {
			return err
		}
	}
	for f, err := range blobs(t.source.Dir) {
		if err == nil {
			err = out.file(f)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	t.Damaged = out.damaged
	return out.close()
}

// writer writes entries and keeps their sums in a file: there may be millions.
type writer struct {
	ctx     context.Context
	tar     *tar.Writer
	time    time.Time
	sums    *os.File
	listing *bufio.Writer // to sums
	size    int64         // of the listing
	damaged []string      // contents
	piece   []byte
}

// mostNamed is how many damaged contents are named.
const mostNamed = 1000

func newWriter(ctx context.Context, w io.Writer, dir string, at time.Time) (*writer, error) {
	sums, err := os.Create(filepath.Join(dir, sumsName))
	if err != nil {
		return nil, err
	}
	return &writer{ctx: ctx, tar: tar.NewWriter(w), time: at, sums: sums, listing: bufio.NewWriter(sums), piece: make([]byte, 256<<10)}, nil
}

func (w *writer) bytes(name string, content []byte) error {
	if err := w.header(name, int64(len(content))); err != nil {
		return err
	}
	if _, err := w.tar.Write(content); err != nil {
		return err
	}
	return w.sum(name, sha256.Sum256(content))
}

// file copies one. fs.ErrNotExist means that nothing of it was written.
func (w *writer) file(f file) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	in, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := w.header(f.name, f.size); err != nil {
		return err
	}
	hash := sha256.New()
	n, err := io.CopyBuffer(struct{ io.Writer }{w.tar}, io.TeeReader(io.LimitReader(in, f.size), hash), w.piece)
	if err != nil {
		return err
	}
	if n != f.size {
		return fmt.Errorf("%s has %d bytes, and had %d", f.path, n, f.size)
	}
	sum := [sha256.Size]byte(hash.Sum(nil))
	if want, ok := blobHash(f.name); ok && want != hex.EncodeToString(sum[:]) && len(w.damaged) < mostNamed {
		w.damaged = append(w.damaged, f.name)
	}
	return w.sum(f.name, sum)
}

func (w *writer) header(name string, size int64) error {
	return w.tar.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: w.time.Truncate(time.Second)})
}

func (w *writer) sum(name string, sum [sha256.Size]byte) error {
	n, err := w.listing.WriteString(sumLine(name, sum[:]))
	w.size += int64(n)
	return err
}

// sumLine is an entry's line in SHA256SUMS.
func sumLine(name string, sum []byte) string { return hex.EncodeToString(sum) + "  " + name + "\n" }

// close writes the sums and ends the tar.
func (w *writer) close() error {
	if err := w.listing.Flush(); err != nil {
		return err
	}
	if _, err := w.sums.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := w.header(sumsName, w.size); err != nil {
		return err
	}
	if _, err := io.Copy(w.tar, w.sums); err != nil {
		return err
	}
	return w.tar.Close()
}
