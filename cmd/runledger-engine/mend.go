package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
)

// dropEmptyMutations removes files of mutations that have no content: a full disk leaves
// them, and ClickHouse then doesn't load the table. Such a mutation was never begun, and
// whoever asked for it was told that it failed.
func (f *folder) dropEmptyMutations(logger *slog.Logger) error {
	files, err := filepath.Glob(filepath.Join(f.path, "store", "store", "*", "*", "mutation_*.txt"))
	if err != nil {
		return err // the pattern is fine: can't be
	}
	for _, path := range files {
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() > 0 {
			continue
		}
		if err == nil {
			err = os.Remove(path)
		}
		if err != nil {
			return fmt.Errorf("remove an empty mutation: %w", err)
		}
		logger.Warn("removed a mutation that a full disk left empty", "file", path)
	}
	return nil
}
