#!/usr/bin/env bash
# stack-down.sh PROJECT: removes what the compose project left, where there is one.
set -euo pipefail
[ -z "$1" ] || docker compose --project-name "$1" down --volumes --remove-orphans
