package backup

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"runledger/internal/position"
)

// entry of a tar made by hand.
type entry struct {
	tar.Header
	text string
}

func plain(name, text string) entry { return entry{tar.Header{Name: name}, text} }

func manifest(change func(*Manifest)) entry {
	m := Manifest{Format: 1, Folder: 1, Position: position.Position{Actions: 1}.String()}
	if change != nil {
		change(&m)
	}
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // no such value
	}
	return plain(manifestName, string(text))
}

// tarOf writes entries, and sums that fit them.
func tarOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w, sums := tar.NewWriter(&out), ""
	for i, e := range append(entries, plain(sumsName, "")) {
		if i == len(entries) {
			e.text = sums
		}
		h := e.Header
		if h.Typeflag == 0 {
			h.Typeflag = tar.TypeReg
		}
		if h.Size == 0 {
			h.Size = int64(len(e.text))
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.text); err != nil {
			t.Fatal(err)
		}
		if h.Size > int64(len(e.text)) { // claims more than there is
			return out.Bytes()
		}
		sum := sha256.Sum256([]byte(e.text))
		sums += sumLine(h.Name, sum[:])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestHostileBackups(t *testing.T) {
	content := fmt.Sprintf("%x", sha256.Sum256([]byte("x")))
	for name, entries := range map[string][]entry{
		"nothing":              {},
		"no manifest":          {plain("log/LOG.json", "{}")},
		"manifest that is not": {plain(manifestName, "no JSON")},
		"two manifests":        {manifest(nil), manifest(nil)},
		"no position":          {manifest(func(m *Manifest) { m.Position = "?" })},
		"upwards":              {manifest(nil), plain("../evil", "x")},
		"upwards in the log":   {manifest(nil), plain("log/../../evil", "x")},
		"dots":                 {manifest(nil), plain("log/..", "x")},
		"absolute":             {manifest(nil), plain("/etc/evil", "x")},
		"backslashes":          {manifest(nil), plain(`log\..\evil`, "x")},
		"a folder's format":    {manifest(nil), plain("FORMAT", "1")},
		"an admin key":         {manifest(nil), plain("admin.key", "x")},
		"deep":                 {manifest(nil), plain("log/a/b/c", "x")},
		"symlink":              {manifest(nil), {tar.Header{Name: "log/LOG.json", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, ""}},
		"hard link":            {manifest(nil), {tar.Header{Name: "log/LOG.json", Typeflag: tar.TypeLink, Linkname: "signing.key"}, ""}},
		"device":               {manifest(nil), {tar.Header{Name: "log/LOG.json", Typeflag: tar.TypeChar}, ""}},
		"folder":               {manifest(nil), {tar.Header{Name: "log/", Typeflag: tar.TypeDir}, ""}},
		"twice":                {manifest(nil), plain("log/LOG.json", "1"), plain("log/LOG.json", "2")},
		"out of order":         {manifest(nil), plain("log/store/2", "1"), plain("log/store/1", "2")},
		"the log last":         {manifest(nil), plain("blobs/sha256/"+content[:2]+"/"+content, "x"), plain("log/LOG.json", "2")},
		"content by no hash":   {manifest(nil), plain("blobs/sha256/aa/bb", "x")},
		"content elsewhere":    {manifest(nil), plain("blobs/sha256/00/"+content, "x")},
		"an absurd size":       {manifest(nil), {tar.Header{Name: "log/LOG.json", Size: 1 << 50}, "x"}},
		"a size that lies":     {manifest(nil), {tar.Header{Name: "log/LOG.json", Size: 1 << 30}, "x"}},
		"an absurd manifest":   {{tar.Header{Name: manifestName, Size: 1 << 30}, "x"}},
		"sparse":               {manifest(nil), {tar.Header{Name: "log/LOG.json", PAXRecords: map[string]string{"RUNLEDGER.x": "1"}}, "x"}},
		"after the end":        {manifest(nil), plain(sumsName, ""), plain("log/LOG.json", "1")},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "new")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			_, err := Restore(t.Context(), bytes.NewReader(tarOf(t, entries...)), dir, 1, nil)
			if !errors.Is(err, ErrDamaged) {
				t.Errorf("%v", err)
			}
			if left := filesBelow(t, parent); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestBackupsOfNewerPrograms says which program is needed.
func TestBackupsOfNewerPrograms(t *testing.T) {
	for _, m := range []entry{
		manifest(func(m *Manifest) { m.Format, m.Program = 2, "v9" }),
		manifest(func(m *Manifest) { m.Folder, m.Program = 2, "v9" }),
	} {
		_, err := Restore(t.Context(), bytes.NewReader(tarOf(t, m)), t.TempDir(), 1, nil)
		if err == nil || !strings.Contains(err.Error(), "newer runledger (v9)") {
			t.Error(err)
		}
	}
}

// FuzzReader reads anything: no panic, no endless work, and only whole backups pass.
func FuzzReader(f *testing.F) {
	f.Add(tarOf(f, manifest(nil), plain("log/LOG.json", "{}")))
	f.Add(tarOf(f, manifest(nil), plain(keyName, "k"), plain("log/store/1.log", strings.Repeat("x", 2000))))
	f.Add([]byte("no tar"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if s, err := Verify(bytes.NewReader(text), nil); err == nil && (s.Manifest.Format != Format || !bytes.Contains(text, []byte(sumsName))) {
			t.Errorf("%+v", s)
		}
	})
}
