package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"runledger/catalog"
)

// signingKeySize in bytes.
const signingKeySize = 32

// loadOrMake returns the secret in a file of the data folder; the first call makes it.
func (f *folder) loadOrMake(name string, create func() []byte) ([]byte, error) {
	path := f.file(name)
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		content = create()
		err = writeDurably(path, content, 0o600)
	}
	if err != nil {
		return nil, fmt.Errorf("secret %s: %w", name, err)
	}
	return content, nil
}

// parseSigningKey reads what signs upload links and the like. serve has it in its
// folder; the split form's processes share one by setting.
func parseSigningKey(s string) ([]byte, error) {
	key, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(key) < signingKeySize {
		return nil, fmt.Errorf("a signing key is at least %d bytes in hexadecimal: openssl rand -hex %[1]d", signingKeySize)
	}
	return key, nil
}

// adminKey is the first user's API key: the given one, else the one in admin.key,
// which is made if there is none. It is written before the user exists, so that a
// crash in between leaves no user with an unknown key.
func (f *folder) adminKey(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	text, err := f.loadOrMake("admin.key", func() []byte { return []byte(catalog.NewAPIKey() + "\n") })
	return strings.TrimSpace(string(text)), err
}

// readAdminKey returns the key in a data folder for commands that talk to its server.
func readAdminKey(path string) (string, error) {
	text, err := os.ReadFile((&folder{path: path}).file("admin.key"))
	if err != nil {
		return "", fmt.Errorf("no --key given, and %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}
