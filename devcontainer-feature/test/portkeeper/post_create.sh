#!/bin/bash
# The command of the README.
set -e
source dev-container-features-test-lib

check 'the workspace was prepared' bash -c '[ "$(portkeeper port WEB_PORT)" = 3000 ]'
check 'in the shared registry' bash -c 'portkeeper status --json | grep -q "\"registry\":\"/var/lib/portkeeper\""'
check 'which the group may write, and nobody else' bash -c '[ "$(stat -c %a:%g /var/lib/portkeeper)" = 2775:20411 ]'

reportResults
