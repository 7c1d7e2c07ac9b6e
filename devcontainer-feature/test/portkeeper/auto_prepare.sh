#!/bin/bash
# autoPrepare, with a registry of its own.
set -e
source dev-container-features-test-lib

check 'the workspace was prepared' bash -c '[ "$(portkeeper port WEB_PORT)" = 3000 ]'
check 'the registry is the own one' bash -c 'portkeeper status --json | grep -q "/.local/state/portkeeper"'
check 'restore undoes it' portkeeper restore

reportResults
