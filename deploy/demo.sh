#!/usr/bin/env bash
# `make demo`: fills the server that answers on LISTEN with real trainings. If none does,
# it starts one on DATA and keeps it serving until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."
usage() {
  cat <<'EOF'
make demo [DATA=./data] [LISTEN=127.0.0.1:8080]

Fills the project admin/demo with some seventy real trainings of scikit-learn models, in
about a minute; a second time it adds nothing. If no server answers on LISTEN, one is
started with all data below DATA, and serves until Ctrl-C. DATA/admin.key is the key.
EOF
}
case "${1:-}" in
  -h | --help) usage; exit 0 ;;
esac
data=${DATA:-./data}
listen=${LISTEN:-127.0.0.1:8080}
case "$listen" in
  :* | 0.0.0.0:*) url=http://127.0.0.1:${listen##*:} ;;
  *) url=http://$listen ;;
esac

answers() { curl -sf --max-time 2 -o /dev/null "$url/$1"; }

server=
stop() {
  [ -z "$server" ] || kill -TERM "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" || true
}
trap stop EXIT
trap 'exit 130' INT TERM

# The log isn't among the data: a new server wants an empty folder.
start() {
  local log
  log=$(mktemp "${TMPDIR:-/tmp}/runledger-demo.XXXXXX")
  echo "starting a server on $listen, data below $data; its log is $log"
  bin/runledger serve --data "$data" --listen "$listen" >>"$log" 2>&1 &
  server=$!
  until answers readyz && [ -s "$data/admin.key" ]; do
    kill -0 "$server" 2>/dev/null || { tail -n 1 "$log" >&2; exit 1; }
    sleep 0.1
  done
}

python=$(examples/demo/python.sh)
if answers healthz; then
  echo "a server answers on $listen"
  [ -s "$data/admin.key" ] || { echo "there's no $data/admin.key: say DATA=, the folder of the server's data" >&2; exit 1; }
else
  start
fi
"$python" examples/demo/demo.py --url "$url" --key-file "$data/admin.key" --login
if [ -n "$server" ]; then
  echo "serving until Ctrl-C"
  wait "$server"
fi
