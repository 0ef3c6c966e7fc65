#!/usr/bin/env bash
# House rules that tools can check, beside those that internal/arch tests.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0

step() { # NAME COMMAND...
  local name=$1 out
  shift
  if out=$("$@" 2>&1); then
    echo "ok    $name"
  else
    echo "FAIL  $name"
    echo "$out"
    failed=1
  fi
}

# nothing CHECK: what the check prints is a fault
nothing() {
  local out
  out=$(bash -c "$1")
  [ -z "$out" ] || { echo "$out"; return 1; }
}

step gofmt nothing "git ls-files -z '*.go' | xargs -0 gofmt -l"
step "go vet" go vet ./...
step "protobuf: lint" deploy/buf/buf.sh lint
step "protobuf: no breaking change" deploy/buf/buf.sh breaking
step "protobuf: generated code is up to date" deploy/buf/buf.sh check
if command -v shellcheck >/dev/null; then
  step shellcheck bash -c "git ls-files -z '*.sh' .ci/run | xargs -0 shellcheck -S warning"
else
  echo "skip  shellcheck (apt-get install shellcheck)"
fi
exit "$failed"
