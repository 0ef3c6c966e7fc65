// Package blob stores contents (files of runs, large values) by their hash: written
// once, never changed, found again by SHA-256. It also makes the signed addresses
// under which a client may put or get a content without a key.
//
// A store is a folder of this machine by default; drivers.go says how to link
// another kind of bucket.
package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"
)

// The errors of a Store; others are I/O errors, wrapped with what was attempted.
var (
	ErrNotFound = errors.New("no such content")
	ErrTooLarge = errors.New("content too large")
	ErrRecent   = errors.New("the content was put a moment ago")
	ErrBadHash  = errors.New("not a content hash: 64 hex digits are needed")
)

// Object says what was stored.
type Object struct {
	SHA256 string // hex, the key
	MD5    string // base64, as HTTP's Content-MD5
	Size   int64  // bytes
}

// Store holds contents by hash. All methods may be called by many goroutines at once.
type Store struct {
	bucket *blob.Bucket
	folder string // of this machine; "" for a bucket elsewhere
	spool  string // where contents wait until their hash is known

	removing sync.RWMutex // held while a content is looked at and removed
}

// Open opens the store at location: a folder (created if absent), file:///folder, or
// the URL of a bucket whose driver is linked in.
func Open(ctx context.Context, location string) (*Store, error) {
	folder, err := folderOf(location)
	if err != nil {
		return nil, fmt.Errorf("open blob store %s: %w", location, err)
	}
	if folder != "" {
		return openFolder(folder)
	}
	bucket, err := blob.OpenBucket(ctx, location)
	if err != nil {
		return nil, fmt.Errorf("open blob store %s: %w", location, err)
	}
	return &Store{bucket: bucket, spool: os.TempDir()}, nil
}

// Close releases the store.
func (s *Store) Close() error { return s.bucket.Close() }

// Put stores what r gives and returns only when it is durable. More than limit bytes
// are ErrTooLarge and leave nothing behind, like an error of r. The same content
// twice is stored once.
func (s *Store) Put(ctx context.Context, r io.Reader, limit int64) (Object, error) {
	tmp, err := os.CreateTemp(s.spool, "put-")
	if err != nil {
		return Object{}, fmt.Errorf("store content: %w", err)
	}
	defer os.Remove(tmp.Name()) // fails, as it should, once the file has its place
	defer tmp.Close()
	o, err := spool(tmp, r, limit)
	if err != nil {
		return Object{}, fmt.Errorf("store content: %w", err)
	}
	if err := s.place(ctx, tmp, o); err != nil {
		return Object{}, fmt.Errorf("store content %s (%d bytes): %w", o.SHA256, o.Size, err)
	}
	return o, nil
}

// Open returns the content of a hash, to be read from any place; close it.
func (s *Store) Open(ctx context.Context, sha256 string) (*blob.Reader, error) {
	key, err := keyOf(sha256)
	if err != nil {
		return nil, err
	}
	r, err := s.bucket.NewReader(ctx, key, nil)
	if err != nil {
		return nil, wrap("read content "+sha256, err)
	}
	return r, nil
}

// Exists reports whether a content is there.
func (s *Store) Exists(ctx context.Context, sha256 string) (bool, error) {
	key, err := keyOf(sha256)
	if err != nil {
		return false, err
	}
	ok, err := s.bucket.Exists(ctx, key)
	if err != nil {
		return false, wrap("look for content "+sha256, err)
	}
	return ok, nil
}

// Delete removes a content; ErrNotFound if there is none. Whoever calls it knows
// that nothing refers to it any more.
func (s *Store) Delete(ctx context.Context, sha256 string) error {
	key, err := keyOf(sha256)
	if err != nil {
		return err
	}
	if err := s.bucket.Delete(ctx, key); err != nil {
		return wrap("delete content "+sha256, err)
	}
	return nil
}

// DeleteOld removes a content that nobody has put since a time, and returns its size;
// ErrRecent if somebody has: whoever puts a content is about to refer to it.
func (s *Store) DeleteOld(ctx context.Context, sha256 string, since time.Time) (int64, error) {
	key, err := keyOf(sha256)
	if err != nil {
		return 0, err
	}
	s.removing.Lock()
	defer s.removing.Unlock()
	a, err := s.bucket.Attributes(ctx, key)
	if err != nil {
		return 0, wrap("look for content "+sha256, err)
	}
	if !a.ModTime.Before(since) {
		return 0, ErrRecent
	}
	return a.Size, s.Delete(ctx, sha256)
}

// keyOf spreads contents over 256 folders, so that none gets too long to list.
func keyOf(sha256 string) (string, error) {
	if b, err := hex.DecodeString(sha256); err != nil || len(b) != 32 || hex.EncodeToString(b) != sha256 {
		return "", ErrBadHash
	}
	return "sha256/" + sha256[:2] + "/" + sha256, nil
}

func wrap(what string, err error) error {
	if gcerrors.Code(err) == gcerrors.NotFound {
		err = ErrNotFound
	}
	return fmt.Errorf("%s: %w", what, err)
}

// pathOf is the place of a content in a folder store.
func (s *Store) pathOf(key string) string { return filepath.Join(s.folder, filepath.FromSlash(key)) }
