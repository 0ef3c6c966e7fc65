package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// maxSocketPath is what the kernel takes: 108 bytes with the closing zero.
const maxSocketPath = 107

// socketPath is a place for the socket that belongs to this data folder and to no other.
func socketPath(dataDir string) string {
	if path := filepath.Join(dataDir, "engine.sock"); len(path) <= maxSocketPath {
		return path
	}
	sum := sha256.Sum256([]byte(dataDir))
	name := "runledger-" + strconv.Itoa(os.Getuid()) + "-" + hex.EncodeToString(sum[:6])
	path := filepath.Join(os.TempDir(), name, "engine.sock")
	if len(path) > maxSocketPath {
		path = filepath.Join("/tmp", name, "engine.sock")
	}
	return path
}

// prepareSocketFolder makes the folder of the socket, and makes sure that nobody else can have made it: in
// a temporary folder anybody could.
func prepareSocketFolder(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of the engine's socket: %w", err)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return fmt.Errorf("make the folder of the engine's socket: %w", err)
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || ok && int(owner.Uid) != os.Getuid() {
		return fmt.Errorf("the folder of the engine's socket, %s, belongs to somebody else", dir)
	}
	return nil
}
