#!/usr/bin/env bash
# environment.sh PORTS: every name of the JSON object PORTS is a variable of this step with that number.
set -euo pipefail
while IFS='=' read -r name port; do
  [ "${!name-}" = "$port" ] || { echo "::error::$name is '${!name-}', not $port"; exit 1; }
done < <(jq -r 'to_entries[] | "\(.key)=\(.value)"' <<<"$1")
echo 'environment: every port is in it'
