#!/usr/bin/env bash
# Prints the Python of a virtual environment with what the demo needs. It is made once
# and kept in the cache, under the hash of the requirements.
set -euo pipefail
cd "$(dirname "$0")"
command -v python3 >/dev/null && python3 -c 'import venv, ensurepip' 2>/dev/null ||
  { echo "the demo needs Python 3 with venv: apt-get install -y python3 python3-venv" >&2; exit 1; }
cache=${RUNLEDGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/runledger}
venv=$cache/venv-demo/$(sha256sum requirements.txt | cut -c 1-12)
mkdir -p "$cache/venv-demo"
exec 9>"$venv.lock"
flock 9 # two at once don't make the same one
if [ ! -e "$venv/complete" ]; then
  echo "installing scikit-learn and wandb into $venv (once)" >&2
  python3 -m venv --clear "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.txt >&2
  touch "$venv/complete"
fi
echo "$venv/bin/python"
