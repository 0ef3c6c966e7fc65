// Package web is the page that people use: a React program (src/, built by make into
// dist/) and the handler that serves it. The API has no part in it; the page asks it as
// any other client does.
//
// To add a page: a folder in src/pages, a line in src/app/Pages.tsx, a test in browser/.
package web

import (
	"embed"
	"io/fs"
	"os"
)

// The build. all: its files may begin with "_". The folder has a note in it, so that the
// program compiles without npm; then the page says how it's built.
//
//go:embed all:dist
var built embed.FS

// Files of the page: those in a folder, for development, or the built-in ones.
func Files(dir string) fs.FS {
	if dir != "" {
		return os.DirFS(dir)
	}
	sub, err := fs.Sub(built, "dist")
	if err != nil {
		panic(err) // the name above is a literal
	}
	return sub
}
