package backup

import (
	"encoding/json"
	"fmt"
	"time"

	"runledger/internal/position"
)

// Format is the newest layout of a backup that this program knows.
const Format = 1

// Manifest says what a backup is. It is the backup's first entry.
type Manifest struct {
	Format   int       `json:"format"`
	Folder   int       `json:"folder"` // layout of the data folder it was taken from
	LogID    string    `json:"log_id"`
	Position string    `json:"position"` // everything up to here is in it, and perhaps more
	Time     time.Time `json:"time"`
	Program  string    `json:"program"` // version that took it

	LogFiles int64 `json:"log_files"`
	LogBytes int64 `json:"log_bytes"`
	// Contents as counted before the first was copied; some may have come since.
	BlobFiles int64 `json:"blob_files"`
	BlobBytes int64 `json:"blob_bytes"`
}

// Bytes are about what the backup holds.
func (m Manifest) Bytes() int64 { return m.LogBytes + m.BlobBytes }

// parseManifest refuses what this program can't restore.
func parseManifest(text []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil || m.Format < 1 {
		return Manifest{}, damaged("its manifest can't be read")
	}
	if m.Format > Format {
		return Manifest{}, fmt.Errorf("the backup has format %d and this program knows up to %d: it was taken by a newer runledger (%s), restore it with that one",
			m.Format, Format, m.Program)
	}
	if _, err := position.Parse(m.Position); err != nil || m.LogBytes < 0 || m.BlobBytes < 0 {
		return Manifest{}, damaged("its manifest can't be read")
	}
	return m, nil
}
