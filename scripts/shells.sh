#!/usr/bin/env bash
# Makes sure that there are the shells that completions are written for. As root on a Debian it installs what is missing;
# elsewhere the tests that need one fail, and name it.
set -euo pipefail

missing=()
for shell in bash zsh fish; do
  command -v "$shell" >/dev/null || missing+=("$shell")
done
[ "${#missing[@]}" != 0 ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "shells: ${missing[*]} cannot be installed here" >&2
  exit 0
fi
echo "shells: installing ${missing[*]}" >&2
log=$(mktemp)
if { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1
then rm -f "$log"
else tail -3 "$log" >&2; fi
