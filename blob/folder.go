package blob

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gocloud.dev/blob/fileblob"
)

// abandoned is the age after which a content that never got its place is litter.
const abandoned = 24 * time.Hour

// folderOf returns the folder that a location names, "" if it names another bucket.
func folderOf(location string) (string, error) {
	if location == "" {
		return "", errors.New("no location given")
	}
	if !strings.Contains(location, "://") {
		return filepath.Abs(location)
	}
	u, err := url.Parse(location)
	if err != nil {
		return "", err
	}
	if u.Scheme != "file" {
		return "", nil
	}
	if u.Host != "" || u.Path == "" {
		return "", errors.New("a folder is written file:///path, with three slashes")
	}
	return filepath.FromSlash(u.Path), nil
}

func openFolder(folder string) (*Store, error) {
	incoming := filepath.Join(folder, "incoming")
	if err := os.MkdirAll(incoming, 0o700); err != nil {
		return nil, fmt.Errorf("open blob store: %w", err)
	}
	if err := sweep(incoming, time.Now().Add(-abandoned)); err != nil {
		return nil, fmt.Errorf("open blob store: %w", err)
	}
	bucket, err := fileblob.OpenBucket(folder, &fileblob.Options{Metadata: fileblob.MetadataDontWrite, NoTempDir: true})
	if err != nil {
		return nil, fmt.Errorf("open blob store: %w", err)
	}
	return &Store{bucket: bucket, folder: folder, spool: incoming}, nil
}

// sweep removes what earlier processes left half written. Another process may be
// writing here now, so only old files go.
func sweep(dir string, before time.Time) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if st, err := e.Info(); err == nil && st.ModTime().Before(before) {
			if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}
