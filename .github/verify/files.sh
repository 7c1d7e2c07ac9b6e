#!/usr/bin/env bash
# files.sh FOLDER CHANGED: files in FOLDER were edited, and the JSON array CHANGED names every one that git sees.
set -euo pipefail
folder=$1 changed=$2
{ [ -n "$changed" ] && jq -e 'type == "array" and length > 0' <<<"$changed" >/dev/null; } || { echo "::error::no changed files: $changed"; exit 1; }
edited=$(git -C "$folder" diff --name-only --relative -- .)
[ -n "$edited" ] || { echo "::error::git sees no edit in $folder"; exit 1; }
while read -r file; do
  jq -e --arg file "$file" 'any(.[]; . == $file or endswith("/" + $file))' <<<"$changed" >/dev/null ||
    { echo "::error::$file was edited, but is not in $changed"; exit 1; }
done <<<"$edited"
git -C "$folder" diff --stat -- .
