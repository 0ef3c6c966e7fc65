package shell

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// profiles are what `runledger login` keeps: keys by the server's URL.
type profiles struct {
	Default string             `json:"default,omitempty"` // URL that commands use when none is given
	Servers map[string]profile `json:"servers,omitempty"`
}

type profile struct {
	User string `json:"user"`
	Key  string `json:"key"`
}

// ConfigFile is where profiles are kept: below $XDG_CONFIG_HOME, or ~/.config.
func ConfigFile(env func(string) string) string {
	dir := env("XDG_CONFIG_HOME")
	if dir == "" {
		dir = filepath.Join(env("HOME"), ".config")
	}
	return filepath.Join(dir, "runledger", "config.json")
}

func readProfiles(path string) (profiles, error) {
	p := profiles{Servers: map[string]profile{}}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return p, nil
	}
	if err != nil {
		return p, fmt.Errorf("read what login keeps: %w", err)
	}
	if err := json.Unmarshal(text, &p); err != nil {
		return p, fmt.Errorf("%s isn't what login writes (%w): remove it and log in again", path, err)
	}
	if p.Servers == nil {
		p.Servers = map[string]profile{}
	}
	return p, nil
}

// write replaces the file. Only its owner can read it.
func (p profiles) write(path string) error {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("keep the login: %w", err)
	}
	err = WriteWhole(path, func(f *os.File) error {
		_, err := f.Write(append(text, '\n'))
		return err
	})
	if err != nil {
		return fmt.Errorf("keep the login: %w", err)
	}
	return nil
}
