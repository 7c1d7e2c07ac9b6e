#!/usr/bin/env bash
# ports.sh PORTS RANGE: PORTS is a JSON object of names and different numbers, all of them within RANGE (21000-21999).
set -euo pipefail
ports=$1 low=${2%-*} high=${2#*-}
fail() { echo "::error::$*"; exit 1; }

{ [ -n "$ports" ] && jq -e 'type == "object" and length > 0' <<<"$ports" >/dev/null; } || fail "no ports in: $ports"
jq -e --argjson low "$low" --argjson high "$high" \
  'all(.[]; type == "number" and . == floor and . >= $low and . <= $high)' <<<"$ports" >/dev/null ||
  fail "not all within $low-$high: $ports"
jq -e '[.[]] | length == (unique | length)' <<<"$ports" >/dev/null || fail "one number twice: $ports"
jq -e 'all(keys[]; test("^[A-Z_][A-Z0-9_]*$"))' <<<"$ports" >/dev/null || fail "not a variable's name: $ports"
echo "ports: $ports"
