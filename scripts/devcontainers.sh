#!/usr/bin/env bash
# Makes sure that there are the Dev Containers CLI, and images to try the feature on, beside what scripts/engine.sh makes.
#
#   exports=$(scripts/devcontainers.sh) && eval "$exports"
#
# As root on a Debian, no image registry is asked: one is bootstrapped from the machine's own mirror, once, and kept;
# else the public image is pulled. `bare` has no Node.js, but its distribution's package at hand, so that installing it
# needs no network; `node` has this machine's. Both have a user `vscode`, as the images of dev containers usually do.
set -euo pipefail
cd "$(dirname "$0")/.."

home=${PORTKEEPER_ENGINE_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/portkeeper-engine}
suite=trixie            # the first Debian with Node.js 20
cli_version=0.89.0
bare=portkeeper/devcontainer-bare:1
node=portkeeper/devcontainer-node:1

say() { echo "dev containers: $*" >&2; }

give_up() {
  say "$1"
  exit 1
}

ensure_cli() {
  local folder="$home/devcontainers-cli-$cli_version"
  if ! [ -f "$folder/node_modules/@devcontainers/cli/devcontainer.js" ]; then
    say "installing the Dev Containers CLI $cli_version"
    npm install --prefix "$folder" --no-audit --no-fund --silent "@devcontainers/cli@$cli_version" >&2
  fi
  echo "export PORTKEEPER_DEVCONTAINER_CLI='$folder/node_modules/@devcontainers/cli/devcontainer.js'"
}

ensure_images() {
  docker image inspect "$bare" >/dev/null 2>&1 || make_bare
  docker image inspect "$node" >/dev/null 2>&1 || make_node
  echo "export PORTKEEPER_DEVCONTAINER_BARE='$bare' PORTKEEPER_DEVCONTAINER_NODE='$node'"
}

make_bare() {
  local tar="$home/debian-$suite.tar"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then pull_bare; return; fi
  [ -s "$tar" ] || bootstrap "$tar"
  docker import -c 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' -c 'CMD ["/bin/bash"]' \
    "$tar" "$bare" >/dev/null
}

pull_bare() {
  say "pulling Debian $suite"
  docker build --quiet --tag "$bare" - >/dev/null <<DOCKERFILE || give_up 'no Debian could be pulled: run this as root on a Debian'
FROM debian:$suite
RUN rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install -y --no-install-recommends procps \
  && apt-get install -y --no-install-recommends --download-only nodejs \
  && groupadd -g 1000 vscode && useradd -m -u 1000 -g 1000 -s /bin/bash vscode
DOCKERFILE
}

bootstrap() {
  command -v debootstrap >/dev/null || {
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q debootstrap
  } >"$home/apt.log" 2>&1 || give_up 'debootstrap is missing, and could not be installed'
  local root
  root=$(mktemp -d)
  say "bootstrapping Debian $suite"
  {
    debootstrap --variant=minbase --include=procps "$suite" "$root" "$(debian_mirror)"
    chroot "$root" apt-get install -y --no-install-recommends --download-only nodejs
    chroot "$root" groupadd -g 1000 vscode
    chroot "$root" useradd -m -u 1000 -g 1000 -s /bin/bash vscode
  } >"$home/debootstrap.log" 2>&1 || { tail -5 "$home/debootstrap.log" >&2; give_up 'no Debian could be bootstrapped'; }
  rm -rf "$root"/usr/share/{doc,man,locale}/* "$root"/var/log/*.log
  tar -C "$root" --numeric-owner --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf "$1.part" .
  mv "$1.part" "$1"
  rm -rf --one-file-system "$root"
}

debian_mirror() {
  local found
  found=$(cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs: *\([^ ]*\).*/\1/p' | grep -v security | head -1)
  echo "${found:-http://deb.debian.org/debian}"
}

make_node() {
  local context
  context=$(mktemp -d)
  cp "$(readlink -f "$(command -v node)")" "$context/node"
  printf 'FROM %s\nCOPY node /usr/local/bin/node\nRUN node --version\n' "$bare" >"$context/Dockerfile"
  DOCKER_BUILDKIT=0 docker build --quiet --tag "$node" "$context" >/dev/null
  rm -rf "$context"
}

mkdir -p "$home"
exec 9>"$home/devcontainers.lock"
flock 9
ensure_cli
ensure_images
