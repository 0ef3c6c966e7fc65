package api

import "strings"

// External is how clients reach the server: the value of --external-url without a
// slash at the end. Every URL that the server hands out is made by it.
type External string

// URL returns the absolute URL of a path of ours ("/api/v1/…"), below the base path
// if there is one.
func (e External) URL(path string) string {
	return strings.TrimSuffix(string(e), "/") + "/" + strings.TrimPrefix(path, "/")
}
