#!/usr/bin/env bash
# Root folders of images, made of this machine's own files: the images of the tests need no registry and no network.
#
#   rootfs.sh glibc DIR FILE...   what the dynamically linked FILEs need beside themselves: the C library and such
#   rootfs.sh java  DIR           a Java runtime (jlink) with what Kafka uses of it, bash and what kafka.sh calls
#
# DIR is made; put it into an image with COPY. Needs ldd, java also a JDK 17 or newer.
set -euo pipefail

die() { echo "rootfs.sh: $*" >&2; exit 1; }

# What kafka.sh calls when it runs in the foreground.
tools=(bash cat mkdir grep sed tr flock sleep rm mv mktemp)
# log4j needs java.beans, which is in java.desktop.
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.security.jgss,java.security.sasl,java.sql,java.xml,java.rmi,jdk.management,jdk.unsupported
# Libraries that jars bring (zstd) load these by name; no file here is linked with them.
by_name=(libpthread.so.0 libdl.so.2 librt.so.1)

# skeleton of a root: what programs expect to be there.
skeleton() {
  mkdir -p "$1"/{bin,etc,tmp,root,proc,dev,sys}
  chmod 1777 "$1/tmp"
  echo 'root:x:0:0:root:/root:/bin/sh' >"$1/etc/passwd"
  echo 'root:x:0:' >"$1/etc/group"
}

# linked prints the paths of the libraries that FILEs are linked with, the loader's among them.
linked() {
  { ldd "$@" 2>/dev/null || true; } | # some are linked statically: ldd complains and goes on
    awk '$2 == "=>" && $3 ~ /^\// {print $3} $1 ~ /^\/.*ld-linux/ {print $1}' | sort -u
}

# place copies files to the same paths below ROOT, links followed.
place() { # ROOT FILE...
  local root=$1 file
  shift
  for file in "$@"; do
    [[ $file != "$root"/* ]] || continue
    mkdir -p "$root$(dirname "$file")"
    cp -L "$file" "$root$file"
  done
}

glibc() { # DIR FILE...
  local root=$1 libraries
  shift
  skeleton "$root"
  mapfile -t libraries < <(linked "$@")
  [ ${#libraries[@]} -gt 0 ] || die "nothing of $* is linked dynamically"
  place "$root" "${libraries[@]}"
}

java() { # DIR
  local root=$1 tool name libraries
  command -v jlink >/dev/null || die "jlink is missing: apt-get install -y openjdk-17-jdk-headless"
  skeleton "$root"
  jlink --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$root/jre"
  for tool in "${tools[@]}"; do
    cp -L "$(command -v "$tool")" "$root/bin/"
  done
  ln -s bash "$root/bin/sh"
  mapfile -t libraries < <(find "$root/bin" "$root/jre" -type f \( -name '*.so' -o -path '*/bin/*' \) -print0 |
    xargs -0 bash -c "$(declare -f linked); linked \"\$@\"" linked)
  place "$root" "${libraries[@]}"
  for name in "${by_name[@]}"; do
    place "$root" "$(beside_libc "$name" "${libraries[@]}")"
  done
}

# beside_libc finds a library in the folder of the C library.
beside_libc() { # NAME LIBRARY...
  local name=$1 library
  shift
  for library in "$@"; do
    case $library in
      */libc.so.6) echo "$(dirname "$library")/$name"; return ;;
    esac
  done
  die "no C library among the linked ones"
}

case ${1:-}:$# in
  glibc:[3-9]) glibc "${@:2}" ;;
  java:2) java "$2" ;;
  *) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//p}' "$0" >&2; exit 2 ;;
esac
