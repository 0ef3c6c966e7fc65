package main

import (
	"context"
	"fmt"
	"strings"
)

// welcome prints where the server is, and an example to paste: a point and its chart.
// The key itself appears on a terminal only; logs may be read by others.
func (s *server) welcome(c adminSettings) func(context.Context) error {
	return func(ctx context.Context) error {
		s.printWelcome(ctx, c)
		return nil
	}
}

func (s *server) printWelcome(ctx context.Context, c adminSettings) {
	w, url, user := s.out.err, s.http.externalURL(), c.AdminUser
	keyFile := s.folder.file("admin.key")
	keyExpr := "$(cat " + quoteShell(keyFile) + ")"
	fmt.Fprintf(w, "\nrunledger serves on %s\n", url)
	switch {
	case s.key == "":
		keyExpr = "an API key"
	case c.AdminKey != "":
		keyExpr = "$RUNLEDGER_ADMIN_KEY"
		fmt.Fprintf(w, "The API key of %s is the one in RUNLEDGER_ADMIN_KEY.\n", user)
	case isTerminal(w):
		fmt.Fprintf(w, "The API key of %s is %s (also in %s)\n", user, s.key, keyFile)
	default:
		fmt.Fprintf(w, "The API key of %s is in %s\n", user, keyFile)
	}
	if s.firstStart && isTerminal(w) {
		if address := s.loginAddress(ctx, user); address != "" {
			fmt.Fprintf(w, "Open %s in a browser within an hour: it signs you in as %s, once.\n", address, user)
		}
	}
	fmt.Fprintf(w, `
Log a point, and look at its chart as soon as it has it:

  KEY=%[1]s
  POSITION=$(curl -sS %[2]s/api/v1/ingest -H "Authorization: Bearer $KEY" -H 'Content-Type: application/x-ndjson' \
    -d '{"project":"%[3]s/demo","run":"first","step":1,"metrics":{"loss":0.5}}' | tee /dev/stderr | sed 's/.*"position":"\([^"]*\)".*/\1/')
  curl -sS "%[2]s/api/v1/projects/%[3]s/demo/charts?wait_for=$POSITION" -H "Authorization: Bearer $KEY" \
    -H 'Content-Type: application/json' -d '{"metrics":["loss"]}'

A training script with wandb: WANDB_BASE_URL=%[2]s WANDB_API_KEY=$KEY python train.py
The API is described at %[2]s/docs

`, keyExpr, url, user)
}

func quoteShell(s string) string {
	if strings.ContainsAny(s, " '\"$`\\*?[](){}<>|&;~#!\t\n") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}
