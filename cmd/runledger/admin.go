package main

import (
	"context"
	"errors"
	"os"
)

// firstAdmin makes the first user of a new log and knows its key from then on. In a
// data folder the key is in its file before the user exists: a crash in between
// leaves no user with a key that nobody has.
func (s *server) firstAdmin(c adminSettings) func(context.Context) error {
	return func(ctx context.Context) error {
		key, err := c.AdminKey, error(nil)
		if s.folder != nil {
			key, err = s.folder.adminKey(c.AdminKey)
		}
		if err != nil || key == "" {
			return err
		}
		made, err := s.catalog.FirstAdmin(ctx, c.AdminUser, key)
		if err != nil {
			return err
		}
		if s.firstStart = made != ""; s.firstStart {
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
