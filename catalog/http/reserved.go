package cataloghttp

import (
	"fmt"
	"slices"
	"strings"
)

// reserved are the words that addresses of this server begin with: pages (web/src/app/Pages.tsx),
// documents, health. A user's or a team's page would hide behind them. Only new names are
// looked at: what a log holds stays.
var reserved = []string{
	"administration", "api", "artifactsv2", "assets", "audit", "docs", "files", "graphql", "healthz", "login", "metrics", "oidc",
	"ready", "readyz", "sdk", "service-artifacts", "settings", "share", "storage", "teams", "trash",
}

func notReserved(name string) error {
	if slices.Contains(reserved, strings.ToLower(name)) {
		return invalid("body.name", fmt.Errorf("%q is an address of the server: take another name", name))
	}
	return nil
}
