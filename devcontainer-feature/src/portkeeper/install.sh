#!/bin/sh
# Installs the command line that lies beside this script. Nothing is fetched where there is Node.js 20 or later; else
# the distribution's own package is installed. POSIX, for busybox too. May be run again.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
share=/usr/local/share/portkeeper
command=/usr/local/bin/portkeeper
registry=/var/lib/portkeeper
# A volume keeps numbers, not names: the group has the same one in every container.
group_id=20411
least_node=20

say() { echo "portkeeper: $*"; }

fail() {
  echo "portkeeper: $1" >&2
  echo "  $2" >&2
  exit 1
}

main() {
  [ "$(id -u)" = 0 ] || fail 'Only root can install the feature' 'Features are installed as root: remove what changes the user.'
  [ -f "$here/cli/index.js" ] || fail 'The command line is missing beside install.sh' 'Package the feature with npm run feature.'
  check_version
  ensure_node
  install_program
  install_completions
  install_auto_prepare
  make_registry
  if shares_registry; then let_users_in; fi
  say "$("$command" --version) is installed, with Node.js $("$node" --version)"
}

check_version() {
  carried=$(sed -n 's/^ *"version": "\([^"]*\)".*/\1/p' "$here/devcontainer-feature.json" | head -n 1)
  case "${VERSION:-bundled}" in
    bundled | latest | "$carried") return ;;
  esac
  case "$carried" in
    "$VERSION".*) return ;;
  esac
  fail "This feature carries version $carried, and not $VERSION" 'Name that version of the feature itself, as in portkeeper:0.1.'
}

# --- Node.js ---------------------------------------------------------------------------------------------------------

major_of() { "$1" --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p'; }

find_node() {
  node=$(command -v node || true)
  major=$([ -n "$node" ] && major_of "$node" || true)
  [ "${major:-0}" -ge "$least_node" ]
}

ensure_node() {
  if find_node; then return; fi
  [ -z "$node" ] || say "Node.js $major is too old"
  if command -v apt-get >/dev/null; then install_with_apt
  elif command -v apk >/dev/null; then apk add --no-cache nodejs
  else no_node 'and neither apt-get nor apk could install it'; fi
  hash -r
  find_node || no_node "and the distribution's package is older"
}

# Not installed before it is known to be new enough: an old one would stay behind and serve other programs.
install_with_apt() {
  [ -n "$(apt_version)" ] || apt-get update -q
  offered=$(apt_version)
  [ "${offered:-0}" -ge "$least_node" ] || no_node "and this distribution offers ${offered:-none}"
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends nodejs
}

apt_version() { apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: \([0-9][0-9]*\)\..*/\1/p'; }

no_node() {
  fail "Node.js $least_node or later is needed, $1" \
    'Add "ghcr.io/devcontainers/features/node:1": {} to the features: it is installed before this one.'
}

# --- the program -----------------------------------------------------------------------------------------------------

install_program() {
  rm -rf "$share"
  mkdir -p "$share" "$(dirname "$command")"
  for part in cli holder; do
    cp -R "$here/$part" "$share/$part"
  done
  own_registry=
  # With the volume in place, its folder is the system's registry: portkeeper finds it by itself.
  if ! shares_registry; then
    own_registry='export PORTKEEPER_REGISTRY="${PORTKEEPER_REGISTRY:-${XDG_STATE_HOME:-$HOME/.local/state}/portkeeper}"'
  fi
  cat >"$command" <<SCRIPT
#!/bin/sh
export PORTKEEPER_PLACE="\${PORTKEEPER_PLACE:-devcontainer}"
$own_registry
node=\$(command -v node) || node='$node'
exec "\$node" '$share/cli/index.js' "\$@"
SCRIPT
  chmod -R a+rX "$share"
  chmod 755 "$command"
}

install_completions() {
  write_completion bash /usr/share/bash-completion/completions portkeeper
  write_completion zsh /usr/local/share/zsh/site-functions _portkeeper
  write_completion fish /usr/share/fish/vendor_completions.d portkeeper.fish
}

write_completion() {
  mkdir -p "$2"
  "$command" completion "$1" >"$2/$3"
  chmod 644 "$2/$3"
}

# The feature's postCreateCommand is the same for everybody: what was chosen is written into it here.
install_auto_prepare() {
  {
    echo '#!/bin/sh'
    if [ "${AUTOPREPARE:-false}" = true ]; then
      echo '# A project without ports (1) is no fault of its container.'
      echo 'portkeeper prepare || [ $? = 1 ]'
    fi
  } >"$share/auto-prepare"
  chmod 755 "$share/auto-prepare"
}

# --- the registry ----------------------------------------------------------------------------------------------------

shares_registry() { [ "${REGISTRYVOLUME:-true}" = true ]; }

# A new volume takes over the owner and the mode of the folder in the image: also that of a container which does not use
# it, and is the first. The group may write, nobody else.
make_registry() {
  mkdir -p "$registry"
  chgrp "$group_id" "$registry"
  chmod 2775 "$registry"
}

let_users_in() {
  group=$(group_named)
  if [ -z "$group" ]; then
    group=portkeeper
    if command -v groupadd >/dev/null; then groupadd --gid "$group_id" "$group"; else addgroup -g "$group_id" "$group"; fi
  fi
  for user in "${_REMOTE_USER:-root}" "${_CONTAINER_USER:-root}"; do
    join_group "$user" "$group"
  done
}

group_named() { sed -n "s/^\([^:]*\):[^:]*:$group_id:.*/\1/p" /etc/group | head -n 1; }

join_group() {
  if [ "$1" = root ] || ! id "$1" >/dev/null 2>&1; then return; fi
  if command -v usermod >/dev/null; then usermod -a -G "$2" "$1"; else addgroup "$1" "$2"; fi
}

main
