package api

import (
	"net/url"
	"strings"
)

// External is how clients reach the server: the value of --external-url without a
// slash at the end. Every URL that the server hands out is made by it.
type External string

// URL returns the absolute URL of a path of ours ("/api/v1/…"), below the base path
// if there is one.
func (e External) URL(path string) string {
	return strings.TrimSuffix(string(e), "/") + "/" + strings.TrimPrefix(path, "/")
}

// origin is scheme and host, as browsers write it into the header Origin.
func (e External) origin() string {
	u, err := url.Parse(string(e))
	if err != nil || u.Scheme == "" || u.Host == "" {
		return ""
	}
	host := u.Host
	if p := u.Port(); u.Scheme == "https" && p == "443" || u.Scheme == "http" && p == "80" {
		host = strings.TrimSuffix(host, ":"+p) // browsers leave it out
	}
	return strings.ToLower(u.Scheme + "://" + host)
}

func (e External) https() bool { return strings.HasPrefix(strings.ToLower(string(e)), "https://") }
