#!/usr/bin/env bash
# Runs every fuzz target of the module, FUZZTIME each (default 20s).
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files '*_test.go' | while read -r file; do
  { grep -oE '^func Fuzz[A-Za-z0-9_]+' "$file" || true; } | while read -r _ target; do
    echo "== $target in $(dirname "$file")"
    go test "./$(dirname "$file")" -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-20s}" </dev/null
  done
done
