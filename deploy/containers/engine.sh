#!/usr/bin/env bash
# A container engine of one's own for a development machine that has none: dockerd, started by hand, with all
# of its files below one folder. Nothing calls this script by itself. As root.
#
#   engine.sh install       Debian's docker.io by apt-get, unless dockerd is there; its service isn't started
#   engine.sh start [DIR]   start it if it isn't running, and print the line that points clients at it
#   engine.sh stop  [DIR]   stop it; DIR stays, with images and volumes
#   engine.sh clean [DIR]   stop it and remove DIR
#
# DIR: default ${TMPDIR:-/tmp}/runledger-dockerd. Two DIRs are two engines.
#
#   eval "$(deploy/containers/engine.sh start)" && make test-containers
#
# The engine leaves the machine's firewall and forwarding alone. So containers reach each other and are reached on
# 127.0.0.1 by the ports that they publish, but have no way out: pulls work (the engine does them, not a
# container), downloads in image builds don't. It has a bridge of its own, which goes with it, and leaves docker0 to
# the system's engine.
set -euo pipefail

die() { echo "engine.sh: $*" >&2; exit 1; }

command=${1:-}
dir=$(realpath -m "${2:-${TMPDIR:-/tmp}/runledger-dockerd}")
socket=unix://$dir/docker.sock
bridge=ledger-$(printf %s "$dir" | cksum | tr ' ' 0 | head -c 8) # the name of an interface has at most 15 bytes

install() {
  command -v dockerd >/dev/null && return
  command -v apt-get >/dev/null || die "no apt-get here: install dockerd 20.10 or newer by the system's own means"
  # There the package's service starts at once and sets up the firewall: that's for the machine's owner to decide.
  [ ! -d /run/systemd/system ] || die "this machine runs systemd: apt-get install docker.io starts the system's own engine; do that by hand if you want it"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io >&2
}

# pid of the engine of this folder, not of some later process with its number.
pid() {
  local pid
  pid=$(cat "$dir/pid" 2>/dev/null) || return 1
  tr '\0' '\n' 2>/dev/null <"/proc/$pid/cmdline" | grep -qxF -- "--data-root=$dir/data" || return 1
  echo "$pid"
}

# answers: the engine takes requests, not only connections.
answers() { curl -fsS --max-time 2 --unix-socket "$dir/docker.sock" http://engine/_ping >/dev/null 2>&1; }

start() {
  command -v dockerd >/dev/null || die "dockerd is missing: $0 install"
  command -v curl >/dev/null || die "curl is missing: apt-get install -y curl"
  command -v ip >/dev/null || die "ip is missing: apt-get install -y iproute2"
  [ "$(id -u)" = 0 ] || die "dockerd needs root"
  [ ${#dir} -lt 80 ] || die "$dir is too long for the paths of sockets"
  mkdir -p "$dir"
  exec 9>"$dir/lock"
  flock 9 # two starts at once: one engine
  if ! pid >/dev/null; then
    rm -f "$dir/pid" "$dir/docker.sock"
    [ -f "$dir/config.json" ] || echo '{}' >"$dir/config.json" # not /etc/docker's: that is another engine's
    [ -e "/sys/class/net/$bridge" ] || ip link add name "$bridge" type bridge # dockerd takes a free subnet for it
    setsid dockerd --host="$socket" --data-root="$dir/data" --exec-root="$dir/exec" --pidfile="$dir/pid" \
      --config-file="$dir/config.json" --ip=127.0.0.1 --iptables=false --ip6tables=false --ip-masq=false --ip-forward=false \
      --bridge="$bridge" >"$dir/dockerd.log" 2>&1 </dev/null 9>&- &
    local job=$!
    for _ in {1..300}; do # 30 s
      answers && break
      kill -0 "$job" 2>/dev/null || break
      sleep 0.1
    done
  fi
  answers || die "the engine doesn't answer: $(grep -E 'level=(error|fatal)|^failed' "$dir/dockerd.log" | tail -n 3) (see $dir/dockerd.log)"
  echo "export DOCKER_HOST=$socket"
}

stop() {
  local pid
  if pid=$(pid); then
    kill "$pid" # containers that are running get 15 s to end
    for _ in {1..300}; do # 30 s
      pid >/dev/null || break
      sleep 0.1
    done
    ! pid >/dev/null || die "process $pid doesn't end, see $dir/dockerd.log"
  fi
  [ ! -e "/sys/class/net/$bridge" ] || ip link delete "$bridge"
}

case $command:$# in
  install:1) install ;;
  start:[12]) start ;;
  stop:[12]) stop ;;
  clean:[12]) stop; rm -rf --one-file-system "$dir" ;;
  *) sed -n '2,/^set -/{/^set -/d;s/^# \{0,1\}//p}' "$0" >&2; exit 2 ;;
esac
