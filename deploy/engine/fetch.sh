#!/bin/sh
# Fetches libchdb, the library the embedded engine runs, into a cache folder and checks it.
#
#   fetch.sh [DIR]     DIR: where libchdb.so goes; default
#                      ${RUNLEDGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/runledger}/engine-26.7.3
#
# Prints the path of the library. Safe to repeat and to run several times at once: a lock makes one of
# them work, a file whose checksum is right is left alone, and the library appears under its name only
# when it is whole. A machine without npm can be given the file by hand: with RUNLEDGER_LIBCHDB set to it,
# nothing is fetched.
set -eu

version=26.7.3
package=@chdb/lib-linux-x64-gnu@26.7.3-stable.1
sha256=36ad4e999882821ef13cf2d0f52c93f48e6ee1b4498b35a201c23ce4b8d15bf5

say() { echo "engine: $*" >&2; }
die() { say "$*"; exit 1; }
sum_of() { sha256sum "$1" | cut -d ' ' -f 1; }

if [ $# -eq 0 ] && [ -n "${RUNLEDGER_LIBCHDB:-}" ]; then
	[ -f "$RUNLEDGER_LIBCHDB" ] || die "RUNLEDGER_LIBCHDB names $RUNLEDGER_LIBCHDB, which is not a file"
	echo "$RUNLEDGER_LIBCHDB"
	exit 0
fi

dir=${1:-${RUNLEDGER_CACHE:-${XDG_CACHE_HOME:-${HOME:?}/.cache}/runledger}/engine-$version}
lib=$dir/libchdb.so
stamp=$dir/libchdb.so.sha256 # size, time and checksum of the file once verified: reading 500 MB again takes a second

# identity prints what changes when the library is replaced or touched.
identity() { stat -c '%s %Y' "$lib"; }
verified() { [ -f "$lib" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sha256 $(identity)" ]; }

if verified; then echo "$lib"; exit 0; fi

[ "$(uname -s)/$(uname -m)" = Linux/x86_64 ] ||
	die "the embedded engine exists for Linux on x86-64 only; point --clickhouse at a ClickHouse server instead"

mkdir -p "$dir"
exec 9>"$dir/.lock"
flock 9 # released when this shell ends, however it ends

if verified; then echo "$lib"; exit 0; fi
if [ -f "$lib" ] && [ "$(sum_of "$lib")" = "$sha256" ]; then
	echo "$sha256 $(identity)" >"$stamp"
	echo "$lib"
	exit 0
fi

command -v npm >/dev/null ||
	die "npm is missing and libchdb $version is not in $dir. Install npm, or set RUNLEDGER_LIBCHDB to a libchdb.so $version with SHA-256 $sha256"

tmp=$(mktemp -d "$dir/.fetch.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM

say "fetching $package (178 MB)"
(cd "$tmp" && npm pack --silent "$package" >/dev/null) || die "npm pack $package failed"
tar -xzf "$tmp"/*.tgz -C "$tmp" package/libchdb.so || die "$package holds no package/libchdb.so"

got=$(sum_of "$tmp/package/libchdb.so")
[ "$got" = "$sha256" ] || die "libchdb.so of $package has SHA-256 $got, expected $sha256: not installed"

chmod 0755 "$tmp/package/libchdb.so"
touch "$tmp/package/libchdb.so"
sync "$tmp/package/libchdb.so" # a name after a power cut means a whole file
mv -f "$tmp/package/libchdb.so" "$lib"
echo "$sha256 $(identity)" >"$stamp"
say "libchdb $version is in $dir"
echo "$lib"
