package eventlog

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// formatVersion is the newest layout of a log's folder that this program knows.
const formatVersion = 1

const formatFile = "LOG.json"

// format is what LOG.json says about a folder. It is written once.
type format struct {
	Format     int `json:"format"`
	Partitions int `json:"telemetryPartitions"`
}

// openFormat reads the format of a folder, or writes it into a new one. partitions
// is what the caller wants, 0 for what is there.
func openFormat(dir string, partitions int) (format, error) {
	path := filepath.Join(dir, formatFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if partitions == 0 {
			partitions = DefaultPartitions
		}
		f := format{Format: formatVersion, Partitions: partitions}
		return f, writeFormat(path, f)
	}
	if err != nil {
		return format{}, fmt.Errorf("open event log: %w", err)
	}
	var f format
	if err := json.Unmarshal(text, &f); err != nil || f.Format < 1 {
		return format{}, fmt.Errorf("open event log: %s isn't the description of an event log", path)
	}
	if f.Format == formatVersion && (f.Partitions < 1 || f.Partitions > maxPartitions) {
		return format{}, fmt.Errorf("open event log: %s isn't the description of an event log", path)
	}
	if f.Format > formatVersion {
		return format{}, fmt.Errorf("open event log: %s was written by a newer version of this program (format %d, known up to %d)",
			dir, f.Format, formatVersion)
	}
	if partitions != 0 && partitions != f.Partitions {
		return format{}, fmt.Errorf("open event log: %s has %d telemetry partitions, not %d; the number is fixed when a log is created",
			dir, f.Partitions, partitions)
	}
	return f, nil
}

// writeFormat writes a format so that it is there as a whole or not at all.
func writeFormat(path string, f format) error {
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	tmp := path + ".new"
	file, err := os.OpenFile(tmp, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("create event log: %w", err)
	}
	_, err = file.Write(append(text, '\n'))
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("create event log: %w", err)
	}
	if err := os.Rename(tmp, path); err != nil {
		return fmt.Errorf("create event log: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return errors.Join(d.Sync(), d.Close())
}
