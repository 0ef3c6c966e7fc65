package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
)

// Reader reads a backup entry by entry and trusts nothing in it: only names that a
// backup has, in their order, and only contents that match their sums. What it gives
// out before io.EOF may still turn out to be damaged.
type Reader struct {
	Manifest Manifest
	// Damaged are contents whose hash isn't their name. After io.EOF it's certain that
	// they were so when the backup was taken. At most 1000 are named.
	Damaged []string

	tar   *tar.Reader
	at    place
	left  int64 // of the entry that is being read
	hash  hash.Hash
	lines []string  // of SHA256SUMS: of all entries but contents
	blobs hash.Hash // of the lines of contents
	size  int64     // of SHA256SUMS as it must be
}

// mostLogFiles bounds what a reader remembers. A log of terabytes has fewer.
const mostLogFiles = 1 << 20

// NewReader reads a backup's beginning.
func NewReader(r io.Reader) (*Reader, error) {
	b := &Reader{tar: tar.NewReader(bufio.NewReaderSize(r, 1<<20)), hash: sha256.New(), blobs: sha256.New()}
	h, err := b.header()
	if err == nil && h.Name != manifestName {
		err = damaged("it doesn't begin with a manifest")
	}
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	if _, err := io.Copy(&text, b); err != nil {
		return nil, err
	}
	if b.Manifest, err = parseManifest(text.Bytes()); err != nil {
		return nil, err
	}
	return b, nil
}

// Next checks the entry before and moves to the next one: its name, and its size in
// bytes. io.EOF says that the backup is whole.
func (b *Reader) Next() (name string, size int64, err error) {
	if _, err := io.Copy(io.Discard, b); err != nil {
		return "", 0, err
	}
	if err := b.finish(); err != nil {
		return "", 0, err
	}
	h, err := b.header()
	if err != nil {
		return "", 0, err
	}
	if h.Name == sumsName {
		if err := b.check(h.Size); err != nil {
			return "", 0, err
		}
		return "", 0, io.EOF
	}
	return h.Name, h.Size, nil
}

// Read reads the entry that Next moved to.
func (b *Reader) Read(p []byte) (int, error) {
	n, err := b.tar.Read(p)
	b.hash.Write(p[:n])
	b.left -= int64(n)
	if err != nil && err != io.EOF {
		err = torn(err)
	}
	return n, err
}

func (b *Reader) header() (*tar.Header, error) {
	h, err := b.tar.Next()
	if err != nil {
		return nil, torn(err)
	}
	if err := b.at.next(h); err != nil {
		return nil, err
	}
	b.hash.Reset()
	b.left = h.Size
	return h, nil
}

// torn says what an error of reading a tar means.
func torn(err error) error {
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return damaged("it ends in the middle: it was cut off")
	case errors.Is(err, tar.ErrHeader), errors.Is(err, tar.ErrInsecurePath), errors.Is(err, tar.ErrFieldTooLong):
		return damaged("it isn't a tar, or not from there on")
	}
	return fmt.Errorf("read the backup: %w", err)
}

// finish takes the sum of an entry that was read.
func (b *Reader) finish() error {
	if b.left != 0 {
		return damaged("entry %q is shorter than it claims", b.at.name)
	}
	sum := b.hash.Sum(nil)
	line := sumLine(b.at.name, sum)
	b.size += int64(len(line))
	want, ok := blobHash(b.at.name)
	if !ok && len(b.lines) == mostLogFiles {
		return damaged("its log has more than %d files", mostLogFiles)
	}
	if !ok {
		b.lines = append(b.lines, line)
		return nil
	}
	if want != hex.EncodeToString(sum) && len(b.Damaged) < mostNamed {
		b.Damaged = append(b.Damaged, b.at.name)
	}
	io.WriteString(b.blobs, line)
	return nil
}

// check compares SHA256SUMS with what was read, and that nothing follows it.
func (b *Reader) check(size int64) error {
	if size != b.size {
		return damaged("%s doesn't list the entries that are there", sumsName)
	}
	listing := bufio.NewReader(b)
	for _, want := range b.lines {
		got, err := listing.ReadString('\n')
		if err != nil {
			return torn(err)
		}
		if got != want {
			return damaged("the sum of %s isn't the one in %s", strings.TrimSpace(want[2*sha256.Size:]), sumsName)
		}
	}
	blobs := sha256.New()
	if _, err := io.Copy(blobs, listing); err != nil {
		return err
	}
	if !bytes.Equal(blobs.Sum(nil), b.blobs.Sum(nil)) {
		if len(b.Damaged) > 0 {
			return damaged("the content of %s isn't what its name says", b.Damaged[0])
		}
		return damaged("%s doesn't list the contents that are there", sumsName)
	}
	if _, err := b.tar.Next(); !errors.Is(err, io.EOF) {
		return damaged("something follows %s", sumsName)
	}
	return nil
}

// Summary is what came of reading a backup.
type Summary struct {
	Manifest Manifest
	Damaged  []string // contents that were damaged before it was taken; at most 1000
}

// Verify reads a backup to its end. progress, if not nil, is told the bytes so far.
func Verify(r io.Reader, progress func(m Manifest, done int64)) (Summary, error) {
	b, err := NewReader(r)
	if err != nil {
		return Summary{}, err
	}
	var done int64
	for {
		_, size, err := b.Next()
		if errors.Is(err, io.EOF) {
			return Summary{b.Manifest, b.Damaged}, nil
		}
		if err != nil {
			return Summary{}, err
		}
		done += size
		if progress != nil {
			progress(b.Manifest, done)
		}
	}
}
