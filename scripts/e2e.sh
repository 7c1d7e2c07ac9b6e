#!/usr/bin/env bash
# `npm run e2e`: what ships in dist/, with real processes and a real engine. Arguments go to jest.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/shells.sh
exports=$(scripts/engine.sh)
eval "$exports"
exports=$(scripts/devcontainers.sh)
eval "$exports"
PORTKEEPER_SUITE=e2e npm run --silent jest -- --runInBand "$@"
