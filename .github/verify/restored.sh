#!/usr/bin/env bash
# restored.sh FOLDER: after `restore`, git sees no change in FOLDER; doing it again is no error.
set -euo pipefail
folder=$1
program=$(cd "$(dirname "$0")/../.." && pwd)/dist/cli/index.js
node "$program" restore "$folder"
[ -z "$(git -C "$folder" status --porcelain -- .)" ] ||
  { echo "::error::$folder is not as it was"; git -C "$folder" diff -- .; exit 1; }
node "$program" restore "$folder"
echo "restored: $folder is as it was"
