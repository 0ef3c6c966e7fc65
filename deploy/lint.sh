#!/usr/bin/env bash
# House rules that tools can check, beside those that internal/arch tests.
set -uo pipefail
cd "$(dirname "$0")/.."
failed=0
step() { # NAME COMMAND...
  local name=$1
  shift
  "$@" && echo "ok    $name" || { echo "FAIL  $name"; failed=1; }
}
formatted() { local bad; bad=$(gofmt -l $(git ls-files '*.go')); [ -z "$bad" ] || { echo "$bad"; return 1; }; }
unchanged() { make -s generate && git diff --exit-code --stat -- event/pb; }

step gofmt formatted
step "go vet" go vet ./...
step "generated code is up to date" unchanged
step "protobuf: lint" deploy/buf/buf.sh lint
step "protobuf: no breaking change" deploy/buf/buf.sh breaking
if command -v shellcheck >/dev/null; then
  # shellcheck disable=SC2046
  step shellcheck shellcheck $(git ls-files '*.sh') .ci/run
else
  echo "skip  shellcheck (apt-get install shellcheck)"
fi
exit "$failed"
