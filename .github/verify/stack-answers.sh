#!/usr/bin/env bash
# stack-answers.sh PROJECT PORTS: all that the running containers of PROJECT publish is in PORTS, and takes a connection.
set -euo pipefail
project=$1 ports=$2
fail() { echo "::error::$*"; exit 1; }

containers=$(docker ps --quiet --filter "label=com.docker.compose.project=$project")
[ -n "$containers" ] || fail "no container of $project is running"
# shellcheck disable=SC2086 # ids: a word each
published=$(docker inspect $containers | jq -r '[.[].NetworkSettings.Ports[]? | .[]?.HostPort] | unique[]')
[ -n "$published" ] || fail "$project publishes nothing"
for port in $published; do
  jq -e --argjson port "$port" 'any(.[]; . == $port)' <<<"$ports" >/dev/null || fail "$port is published, but not reserved"
  for try in $(seq 50); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    [ "$try" -lt 50 ] || fail "nothing answers on $port"
    sleep 0.2
  done
  echo "stack: $project answers on $port"
done
