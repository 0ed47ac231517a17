#!/usr/bin/env bash
# Ends the load of test_scale_up.sh, and measures how long it takes until ml-service is back at its minimum. Ends with 1 if replicas rise on the way. An HPA waits
# five minutes before it scales down, unless its behavior or the controller's flag says otherwise. See README.md.
set -euo pipefail
cd "$(dirname "$0")"
source ./common.sh

least=$(minimum)
highest=$(wanted)
[ "$highest" -gt "$least" ] || { say "ml-service has $highest replicas, its minimum: run test_scale_up.sh first"; exit 1; }

before=$highest
flaps=0
falling() {
  [ "$replicas" -le "$before" ] || flaps=$((flaps + 1))
  before=$replicas
  [ "$replicas" -eq "$least" ]
}

say 'no load'
began=$SECONDS
$load_down
wait_for "$least replicas" falling
say "scaled down from $highest to $least after $((SECONDS - began)) s, $flaps times up on the way"
[ $flaps -eq 0 ]
