#!/usr/bin/env bash
# stack-up.sh FOLDER PROJECT PORTS: the compose project in FOLDER starts, and answers where PORTS says.
set -euo pipefail
folder=$1 project=$2 ports=$3
(cd "$folder" && docker compose --project-name "$project" up --detach --wait --wait-timeout 60)
"$(dirname "$0")/stack-answers.sh" "$project" "$ports"
