package backup

import (
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// file is one that goes into a backup.
type file struct {
	name string // in the backup
	path string
	size int64
}

// listLog lists the files of a checkpoint in the order of their names in the backup.
func listLog(dir string) ([]file, error) {
	var out []file
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || d.Name() == "LOCK" {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		out = append(out, file{logDir + "/" + filepath.ToSlash(rel), path, info.Size()})
		return err
	})
	slices.SortFunc(out, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return out, err
}

// blobs yields a data folder's contents by rising hash. Those that vanish meanwhile
// were purged after the backup's position.
func blobs(dir string) iter.Seq2[file, error] {
	return func(yield func(file, error) bool) {
		root := filepath.Join(dir, filepath.FromSlash(blobDir))
		shelves, err := os.ReadDir(root)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			yield(file{}, err)
			return
		}
		for _, shelf := range shelves {
			contents, err := os.ReadDir(filepath.Join(root, shelf.Name()))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				yield(file{}, err)
				return
			}
			for _, d := range contents {
				name := blobDir + "/" + shelf.Name() + "/" + d.Name()
				if !d.Type().IsRegular() || !sections[3].names.MatchString(name) {
					continue
				}
				info, err := d.Info()
				if errors.Is(err, fs.ErrNotExist) {
					continue
				}
				if err != nil {
					yield(file{}, err)
					return
				}
				if !yield(file{name, filepath.Join(root, shelf.Name(), d.Name()), info.Size()}, nil) {
					return
				}
			}
		}
	}
}
