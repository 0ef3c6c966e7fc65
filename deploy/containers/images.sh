#!/usr/bin/env bash
# Builds the images of the container tests without any registry: bases are made of this
# machine's own files, the rest by the Dockerfiles that ship.
#
#   images.sh      runledger-test/split, runledger-test/serve, runledger-test/kafka
#
# Needs a running container engine, a built bin/ (make build), the engine's library
# (make engine), Kafka's jars (make kafka) and jlink (a JDK, 17 or newer).
set -euo pipefail
cd "$(dirname "$0")/../.."
cache=${RUNLEDGER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/runledger}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# closure ROOT FILE...: the shared libraries that the files need, at the same paths
closure() {
  local root=$1 lib
  shift
  ldd "$@" 2>/dev/null |
    awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\/lib.*ld-linux/ {print $1}' | sort -u |
    while read -r lib; do mkdir -p "$root$(dirname "$lib")"; cp -Lf "$lib" "$root$lib"; done
}

# base ROOT NAME [CHANGE...]: a root folder becomes an image
base() {
  local root=$1 name=$2
  shift 2
  mkdir -p "$root"/{etc,tmp,proc,dev,sys,root}
  chmod 1777 "$root/tmp"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  tar -C "$root" -c . | docker import "$@" - "$name" >/dev/null
}

split() {
  mkdir -p "$tmp/split/bin"
  cp bin/runledger "$tmp/split/bin/"
  DOCKER_BUILDKIT=0 docker build -q -t runledger-test/split -f deploy/image/Dockerfile "$tmp/split"
}

serve() {
  local lib
  lib=$(deploy/engine/fetch.sh)
  mkdir -p "$tmp/libc" "$tmp/serve/bin"
  closure "$tmp/libc" bin/runledger-engine "$lib"
  base "$tmp/libc" runledger-test/libc
  cp bin/runledger bin/runledger-engine "$lib" "$tmp/serve/bin/"
  DOCKER_BUILDKIT=0 docker build -q -t runledger-test/serve --build-arg BASE=runledger-test/libc -f deploy/image/Dockerfile.serve "$tmp/serve"
}

kafka() {
  local root=$tmp/jre tool f
  mkdir -p "$root/bin" "$tmp/kafka"
  jlink --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.security.jgss,java.security.sasl,java.sql,java.xml,java.rmi,jdk.management,jdk.unsupported \
    --strip-debug --no-header-files --no-man-pages --output "$root/jre"
  for tool in bash cat mkdir grep sed tr flock sleep rm mv mktemp; do cp -L "$(command -v "$tool")" "$root/bin/"; done
  ln -s bash "$root/bin/sh"
  find "$root/bin" "$root/jre" -type f \( -name '*.so' -o -path '*/bin/*' \) -print0 >"$tmp/files"
  # shellcheck disable=SC2046
  xargs -0 -a "$tmp/files" bash -c "$(declare -f closure); closure \"\$0\" \"\$@\"" "$root"
  for f in libpthread.so.0 libdl.so.2 librt.so.1; do # loaded by zstd-jni, which ldd doesn't show
    closure "$root" /bin/true
    cp -Lf "$(dirname "$(ldd /bin/true | awk '/libc.so.6/ {print $3}')")/$f" "$root$(dirname "$(ldd /bin/true | awk '/libc.so.6/ {print $3}')")/$f"
  done
  base "$root" runledger-test/jre -c 'ENV PATH=/bin:/jre/bin'
  cp -r "$cache/kafka/lib" "$tmp/kafka/lib"
  cp deploy/kafka/kafka.sh deploy/containers/Dockerfile.kafka "$tmp/kafka/"
  DOCKER_BUILDKIT=0 docker build -q -t runledger-test/kafka -f "$tmp/kafka/Dockerfile.kafka" "$tmp/kafka"
}

split
serve
kafka
