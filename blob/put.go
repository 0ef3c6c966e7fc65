package blob

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"time"

	"gocloud.dev/blob"
)

// spool copies r to f and hashes it on the way.
func spool(f *os.File, r io.Reader, limit int64) (Object, error) {
	sha, sum := sha256.New(), md5.New()
	n, err := io.Copy(io.MultiWriter(f, sha, sum), io.LimitReader(r, limit+1))
	if err != nil {
		return Object{}, err
	}
	if n > limit {
		return Object{}, ErrTooLarge
	}
	return Object{
		SHA256: hex.EncodeToString(sha.Sum(nil)),
		MD5:    base64.StdEncoding.EncodeToString(sum.Sum(nil)),
		Size:   n,
	}, nil
}

// place gives a spooled content its place under its hash.
func (s *Store) place(ctx context.Context, f *os.File, o Object) error {
	key, err := keyOf(o.SHA256)
	if err != nil {
		return err
	}
	if s.folder != "" {
		s.removing.RLock()
		defer s.removing.RUnlock()
		return placeFile(f, s.pathOf(key), o.Size)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return s.bucket.Upload(ctx, key, f, &blob.WriterOptions{ContentType: "application/octet-stream"})
}

// placeFile makes f durable at path. The order is what makes it safe against a crash
// at any point: contents first, then the name, then the folder that holds the name.
func placeFile(f *os.File, path string, size int64) error {
	if st, err := os.Stat(path); err == nil && st.Size() == size {
		now := time.Now() // whoever removes what nobody needs sees that it was put again
		if err := os.Chtimes(path, now, now); err == nil {
			return syncFolder(filepath.Dir(path)) // the other writer may not have got that far
		}
	}
	if err := f.Sync(); err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := makeFolder(dir); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(dir)
}

// makeFolder creates a folder whose grandparent is there, durably.
func makeFolder(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	parent := filepath.Dir(dir)
	if err := syncFolder(parent); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(parent))
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
