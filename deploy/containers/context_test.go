package containers

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// buildContext is a folder with a Dockerfile of the checkout and the files that it copies, and no others.
type buildContext struct {
	t   *testing.T
	dir string
}

func newBuildContext(t *testing.T, dockerfile string) buildContext {
	t.Helper()
	c := buildContext{t, t.TempDir()}
	c.put(filepath.Join(root, dockerfile), "Dockerfile")
	return c
}

// path of a name within.
func (c buildContext) path(name string) string { return filepath.Join(c.dir, name) }

// put brings a file in under a name. Half a GB of library needn't be copied where a link does.
func (c buildContext) put(file, name string) {
	c.t.Helper()
	to := c.path(name)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if os.Link(file, to) == nil {
		return
	}
	if err := copyFile(file, to); err != nil {
		c.t.Fatal(err)
	}
}

func copyFile(file, to string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
