package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// foldBehind is how long the fold may be behind the log's end before the process
// isn't ready: its refusals would be late.
const foldBehind = 2 * time.Second

// catalogReady says whether the fold answers from what the log holds now.
func (s *server) catalogReady() error {
	if n, since := s.catalog.Lag(); since > foldBehind {
		return fmt.Errorf("the fold hasn't been at the log's end for %.0f s (%d actions behind as last seen)", since.Seconds(), n)
	}
	return nil
}

// firstAdmin makes the first user of a new log and knows its key from then on. The
// key is in its file before the user exists: a crash in between leaves no user with a
// key that nobody has.
func (s *server) firstAdmin(c adminSettings) func(context.Context) error {
	return func(ctx context.Context) error {
		key, err := s.folder.adminKey(c.AdminKey)
		if err != nil {
			return err
		}
		made, err := s.catalog.FirstAdmin(ctx, c.AdminUser, key)
		if err != nil {
			return err
		}
		if made != "" {
			s.logger.Info("made the first user", "name", c.AdminUser)
		}
		_, valid := s.catalog.Authenticate(key)
		switch {
		case valid:
			s.key = key
		case c.AdminKey != "":
			s.logger.Warn("the key in RUNLEDGER_ADMIN_KEY is no user's: it counts when the first user is made, which was earlier")
		default: // the file was removed long ago, and adminKey has just written a key that nobody has
			if err := os.Remove(s.folder.file("admin.key")); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
		return nil
	}
}
