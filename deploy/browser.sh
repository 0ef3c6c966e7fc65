#!/usr/bin/env bash
# The page's tests in a real Chromium, on a server of its own. Arguments: files of tests
# below web/. Without Chromium they are skipped; with CI set that fails.
set -euo pipefail
cd "$(dirname "$0")/../web"
browser=${RUNLEDGER_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$browser" ]; then
  echo "skip    browser tests: apt-get install chromium, or set RUNLEDGER_CHROMIUM"
  [ -z "${CI:-}" ] || exit 1
  exit 0
fi
export RUNLEDGER_CHROMIUM=$browser
npm run --silent browser -- "$@"
