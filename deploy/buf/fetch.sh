#!/bin/sh
# Fetches buf, the protobuf tool, into a cache folder and checks it.
#
#   fetch.sh [DIR]     DIR: where it goes; default
#                      ${RUNLEDGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/runledger}/buf-1.75.0
#
# Prints the path of the program. Safe to repeat and to run several times at once. A machine without
# npm can be given the program by hand: put it into DIR.
set -eu

version=1.75.0
package=@bufbuild/buf-linux-x64@$version
sha256=fad1e38d6909bbb583a4da81d8c02a01046e2cd663bde7e337dd24277393764b # of bin/buf

say() { echo "buf: $*" >&2; }
die() { say "$*"; exit 1; }
verified() { [ -f "$buf" ] && [ "$(sha256sum "$buf" | cut -d ' ' -f 1)" = "$sha256" ]; }

dir=${1:-${RUNLEDGER_CACHE:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/runledger}/buf-$version}
buf=$dir/buf
if verified; then echo "$buf"; exit 0; fi

[ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] || die "this fetches the program for Linux on x86-64 only; put buf $version into $dir yourself"
mkdir -p "$dir"
exec 9>"$dir/.lock"
flock 9 # released when this shell ends, however it ends
if verified; then echo "$buf"; exit 0; fi

command -v npm >/dev/null || die "npm is missing and buf $version is not in $dir (apt-get install npm)"
tmp=$(mktemp -d "$dir/.fetch.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM
say "fetching $package"
(cd "$tmp" && npm pack --silent "$package" >/dev/null) || die "npm pack $package failed"
tar -xzf "$tmp"/*.tgz -C "$tmp" package/bin/buf || die "$package holds no package/bin/buf"
got=$(sha256sum "$tmp/package/bin/buf" | cut -d ' ' -f 1)
[ "$got" = "$sha256" ] || die "buf of $package has SHA-256 $got, expected $sha256: not installed"
chmod 0755 "$tmp/package/bin/buf"
mv -f "$tmp/package/bin/buf" "$buf"
say "buf $version is in $dir"
echo "$buf"
