#!/usr/bin/env bash
# Runs every fuzz target of the module, FUZZTIME each (default 20s).
set -euo pipefail
cd "$(dirname "$0")/.."
go list -f '{{.Dir}}' ./... | while read -r dir; do
  grep -hoE '^func Fuzz[A-Za-z0-9_]+' "$dir"/*_test.go 2>/dev/null | awk '{print $2}' | while read -r target; do
    echo "== $target in ${dir#"$PWD"/}"
    go test "$dir" -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-20s}" </dev/null
  done
done
