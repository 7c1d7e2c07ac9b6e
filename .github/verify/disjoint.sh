#!/usr/bin/env bash
# disjoint.sh PORTS PORTS: the two JSON objects have no number in common.
set -euo pipefail
common=$(jq -cn --argjson a "$1" --argjson b "$2" '[$a[]] - ([$a[]] - [$b[]])')
[ "$common" = '[]' ] || { echo "::error::given twice: $common"; exit 1; }
echo 'disjoint: no port was given twice'
