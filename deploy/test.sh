#!/usr/bin/env bash
# Everything that `make test` runs: what the tests need is fetched while Go compiles,
# then all packages are tested. Skips say what to install; with CI set, a skip of
# something mandatory fails. Arguments go to `go test` instead of ./...
set -euo pipefail
cd "$(dirname "$0")/.."
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# A part that can't be fetched is left to the tests that need it: they skip, or fail in CI.
fetch() { # NAME COMMAND...
  local name=$1 begin=$SECONDS
  shift
  if "$@" >"$logs/$name" 2>&1; then
    echo "ready   $name ($((SECONDS - begin)) s)"
  else
    echo "missing $name: $(tail -n 1 "$logs/$name")"
  fi
}

begin=$SECONDS
make -s build # first: everything else can be fetched beside the tests' compilation
echo "built   ($((SECONDS - begin)) s)"
fetch engine make -s engine &
fetch kafka make -s kafka &
go vet ./... &
vet=$!
make -s test-web >"$logs/web" 2>&1 &
web=$!
for job in $(jobs -p); do
  [ "$job" = "$vet" ] || [ "$job" = "$web" ] || wait "$job"
done
wait "$vet" || { echo "go vet found something" >&2; exit 1; }
wait "$web" || { cat "$logs/web" >&2; echo "the page's lint or unit tests failed: make test-web" >&2; exit 1; }
grep -E "Tests +[0-9]" "$logs/web" || true
echo "vetted  ($((SECONDS - begin)) s)"

# The long ones first, so that none is left alone at the end. Three packages at a time:
# most wait for processes as much as they work.
if [ "$#" = 0 ]; then
  set -- ./wandb ./internal/survival ./eventlog ./query/chart ./internal/routes ./internal/scenario ./query/live ./internal/chaos ./...
fi
go test -p 3 -timeout 20m "$@"
echo "tested  ($((SECONDS - begin)) s)"
