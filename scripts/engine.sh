#!/usr/bin/env bash
# Makes sure that there is a Docker Engine with Compose v2 and the tiny image of the end-to-end tests.
#
#   exports=$(scripts/engine.sh) && eval "$exports"
#
# What a shell has to set to use them is printed on stdout, everything else goes to stderr. It can be run again and
# again, and by several at once: what is there is used, only what is missing is made. An engine that it started keeps
# running; `scripts/engine.sh stop` ends it. Where no engine can be had it says so and fails.
set -euo pipefail

home=${PORTKEEPER_ENGINE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/portkeeper-engine}
image=portkeeper/httpd:1
compose_least=2.24.4    # the first with !override and !reset
compose_suite=trixie    # the Debian suite whose Compose is unpacked where the system has none

say() { echo "engine: $*" >&2; }

give_up() {
  {
    echo
    echo '********************************************************************************'
    echo "* NO DOCKER ENGINE: $1"
    echo "* $2"
    echo '* The end-to-end tests have NOT been run.'
    echo '********************************************************************************'
  } >&2
  exit 1
}

server_version() { docker version --format '{{.Server.Version}}' 2>/dev/null; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

install_packages() {
  may_install || return 1
  say "installing $*"
  {
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q "$@"
  } >"$home/apt.log" 2>&1 || { tail -5 "$home/apt.log" >&2; return 1; }
}

# --- the engine ------------------------------------------------------------------------------------------------------

ensure_engine() {
  server_version >/dev/null && return
  [ -z "${DOCKER_HOST:-}" ] || give_up "nothing answers at DOCKER_HOST=$DOCKER_HOST" 'Start that engine, or unset DOCKER_HOST.'
  if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
    install_packages docker.io ||
      give_up 'Docker is not installed, and could not be' 'Install Docker, or run this as root on Debian or Ubuntu.'
  fi
  [ "$(id -u)" = 0 ] || give_up 'no engine answers, and only root can start one' 'Start Docker, or run this as root.'
  start_engine
  say "engine $(server_version) is running"
}

# By hand, as there may be no service manager; with folders of its own, so that an engine installed later starts clean.
start_engine() {
  say 'starting dockerd'
  local exec_root=/run/portkeeper-engine    # short: it holds Unix sockets
  setsid dockerd --data-root "$home/data" --exec-root "$exec_root" --pidfile "$home/dockerd.pid" \
    --host unix:///var/run/docker.sock >"$home/dockerd.log" 2>&1 </dev/null 9>&- &
  local tries=0
  until server_version >/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -ge 150 ] || ! kill -0 $! 2>/dev/null; then
      tail -5 "$home/dockerd.log" >&2
      give_up 'dockerd did not start' "Its log: $home/dockerd.log"
    fi
    sleep 0.2
  done
}

stop_engine() {
  [ -f "$home/dockerd.pid" ] || { say 'no engine of ours is running'; return; }
  local pid tries=0
  pid=$(cat "$home/dockerd.pid")
  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ] || { say 'no engine of ours is running'; return; }
  kill "$pid"
  while kill -0 "$pid" 2>/dev/null && [ "$tries" -lt 100 ]; do
    tries=$((tries + 1))
    sleep 0.2
  done
  say 'engine stopped'
}

# --- compose ---------------------------------------------------------------------------------------------------------

compose_version() { docker compose version --short 2>/dev/null | sed 's/^v//'; }

new_enough() {
  [ -n "$1" ] && [ "$(printf '%s\n%s\n' "$compose_least" "$1" | sort -V | head -1)" = "$compose_least" ]
}

ensure_compose() {
  new_enough "$(compose_version || true)" && return
  export DOCKER_CONFIG="$home/config"
  if ! new_enough "$(compose_version || true)"; then
    unpack_compose || give_up "Compose $compose_least or newer is missing, and could not be fetched" \
      'Install the docker-compose-plugin or docker-compose package of your system.'
    new_enough "$(compose_version || true)" || give_up 'the unpacked Compose does not run' "It is in $DOCKER_CONFIG/cli-plugins"
  fi
  echo "export DOCKER_CONFIG='$DOCKER_CONFIG'"
}

# The package is unpacked beside the system, with apt state of its own: the machine's sources and packages stay as
# they are. The plug-in is a Go program that needs nothing else from its suite.
unpack_compose() {
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || return 1
  local keys=/usr/share/keyrings/debian-archive-keyring.gpg apt="$home/apt"
  [ -f "$keys" ] || return 1
  say "unpacking Compose from Debian $compose_suite"
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$DOCKER_CONFIG/cli-plugins"
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
    "$(debian_mirror)" "$compose_suite" "$keys" >"$apt/suite.sources"
  local options=(-q -o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::SourceList="$apt/suite.sources"
    -o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache" -o Acquire::Languages=none -o APT::Sandbox::User=root)
  (
    cd "$apt"
    rm -rf root ./*.deb
    apt-get "${options[@]}" update
    apt-get "${options[@]}" download docker-compose
    dpkg-deb -x docker-compose_*.deb root
    install -m755 "$(find root -path '*cli-plugins/docker-compose' -type f)" "$DOCKER_CONFIG/cli-plugins/"
  ) >"$home/compose.log" 2>&1 || { tail -5 "$home/compose.log" >&2; return 1; }
}

# The mirror that this machine uses already: it is the one that can be reached.
debian_mirror() {
  local found
  found=$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs: *\([^ ]*\).*/\1/p' | grep -v security | head -1)
  [ -n "$found" ] || found=$(sed -n 's/^deb [^h]*\(http[^ ]*\).*/\1/p' /etc/apt/sources.list 2>/dev/null | grep -v security | head -1)
  echo "${found:-http://deb.debian.org/debian}"
}

# --- the image -------------------------------------------------------------------------------------------------------

# busybox and its web server, imported from a tar: 2 MB, and no image registry is asked. Its server listens on 80 unless
# a service's command says otherwise: `httpd -f -p 5432 -h /www`.
ensure_image() {
  docker image inspect "$image" >/dev/null 2>&1 || make_image
  echo "export PORTKEEPER_TEST_IMAGE='$image'"
}

make_image() {
  local root applet
  static_busybox >/dev/null || install_packages busybox-static ||
    give_up 'a static busybox is needed for the test image' 'Install busybox-static.'
  say "making $image"
  root=$(mktemp -d)
  mkdir -p "$root"/{bin,www,tmp,etc,proc,sys,dev}
  chmod 755 "$root"
  chmod 1777 "$root/tmp"
  cp "$(static_busybox)" "$root/bin/busybox"
  for applet in $("$root/bin/busybox" --list); do
    [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
  done
  echo 'root:x:0:0:root:/:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  echo 'hello from httpd' >"$root/www/index.html"
  tar -C "$root" -c . | docker import -c 'ENV PATH=/bin' -c 'EXPOSE 80' -c 'WORKDIR /www' \
    -c 'CMD ["httpd","-f","-v","-p","80","-h","/www"]' - "$image" >/dev/null
  rm -rf "$root"
}

static_busybox() {
  local candidate
  for candidate in /bin/busybox /usr/bin/busybox; do
    # A static program names no loader: run without any library path it still answers.
    if [ -x "$candidate" ] && ! ldd "$candidate" >/dev/null 2>&1; then echo "$candidate"; return; fi
  done
  return 1
}

# ---------------------------------------------------------------------------------------------------------------------

mkdir -p "$home"
exec 9>"$home/lock"
flock 9    # several at once: one makes, the others wait and find it made
if [ "${1:-}" = stop ]; then
  stop_engine
else
  ensure_engine
  ensure_compose
  ensure_image
  say "engine $(server_version), compose $(compose_version), image $image"
fi
