#!/bin/bash
# With the defaults, as the remote user.
set -e
source dev-container-features-test-lib

check 'the command is there' portkeeper --version
check 'it knows where it is' bash -c '[ "$PORTKEEPER_PLACE" = devcontainer ]'
check 'the registry is the shared one' bash -c 'portkeeper status --json | grep -q "\"registry\":\"/var/lib/portkeeper\""'
check 'which the group may write, and nobody else' bash -c '[ "$(stat -c %a:%g /var/lib/portkeeper)" = 2775:20411 ]'
check 'this user may write it' bash -c 'portkeeper reserve PORT --pid $$ --json | grep -q "\"schema\":1"'
check 'bash completes' bash -c 'grep -q _portkeeper /usr/share/bash-completion/completions/portkeeper'
check 'a project is prepared as it declares' bash -c '
  mkdir -p /tmp/shop && cd /tmp/shop && echo WEB_PORT=3000 >.env && portkeeper prepare && [ "$(portkeeper port WEB_PORT)" = 3000 ]'

reportResults
