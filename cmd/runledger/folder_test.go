package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestASecondServerIsRefused(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	first, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := first.announce("http://127.0.0.1:1234"); err != nil {
		t.Fatal(err)
	}
	_, err = openFolder(dir)
	var held errHeld
	if !errors.As(err, &held) || held.holder.PID != os.Getpid() || !strings.Contains(err.Error(), "at http://127.0.0.1:1234") {
		t.Fatalf("got %v", err)
	}
	if err := first.close(); err != nil {
		t.Fatal(err)
	}
	again, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.close(); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderOfANewerFormatIsRefusedUntouched(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "FORMAT"), []byte("2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openFolder(dir); err == nil || !strings.Contains(err.Error(), "newer runledger") {
		t.Fatalf("got %v", err)
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "FORMAT")); string(text) != "2\n" {
		t.Errorf("FORMAT is now %q", text)
	}
}

func TestAFolderOfSomethingElseIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.tex"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := openFolder(dir); err == nil || !strings.Contains(err.Error(), "thesis.tex") {
		t.Fatalf("got %v", err)
	}
}

func TestSecretsAreMadeOnceAndPrivate(t *testing.T) {
	f, err := openFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	key, err := f.adminKey("")
	if err != nil || len(key) != 40 {
		t.Fatalf("key %q, %v", key, err)
	}
	if again, _ := f.adminKey(""); again != key {
		t.Errorf("second call gave another key")
	}
	if given, _ := f.adminKey("from the environment"); given != "from the environment" {
		t.Errorf("the given key was ignored")
	}
	if info, err := os.Stat(f.file("admin.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("admin.key: %v, %v", info, err)
	}
}
