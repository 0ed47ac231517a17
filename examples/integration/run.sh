#!/usr/bin/env bash
# Deploys test-app, makes an HPA on its requests a second, loads it, and waits until replicas have risen and fallen again.
# Needs: kubectl with the plugin, a cluster whose Prometheus scrapes annotated pods, and the metrics adapter. See README.md.
set -euo pipefail
cd "$(dirname "$0")"

namespace=${NAMESPACE:-default}
timeout_seconds=${TIMEOUT_SECONDS:-600}
# What starts and ends the load; by default a Deployment that asks test-app.
load_up=${LOAD_UP:-kubectl -n $namespace scale deployment test-load --replicas=4}
load_down=${LOAD_DOWN:-kubectl -n $namespace scale deployment test-load --replicas=0}

say() { printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$1"; }
replicas() { kubectl -n "$namespace" get deployment test-app -o jsonpath='{.spec.replicas}'; }

# wait_for WHAT TEST...: until TEST holds for the number of replicas, which is printed whenever it changes.
wait_for() {
  local what=$1 now seen='' deadline=$((SECONDS + timeout_seconds))
  shift
  while true; do
    now=$(replicas)
    [ "$now" = "$seen" ] || say "test-app has $now replicas"
    seen=$now
    if [ "$now" "$@" ]; then return; fi
    if [ $SECONDS -ge $deadline ]; then
      say "gave up after $timeout_seconds s waiting for $what"
      kubectl -n "$namespace" describe hpa test-app
      exit 1
    fi
    sleep 1
  done
}

say 'workload'
kubectl -n "$namespace" apply -f workload.yaml
[ -n "${LOAD_UP:-}" ] || kubectl -n "$namespace" apply -f load.yaml

# The metric is there once the pods were scraped twice and the adapter has seen the series.
say 'hpa'
until kubectl autoscaler create-hpa -n "$namespace" --deployment test-app \
  --metric requests_per_second --target-value 100 --min-replicas 2 --max-replicas 10 \
  ${BEHAVIOR:+--behavior "$BEHAVIOR"} --apply --yes; do
  [ $SECONDS -lt "$timeout_seconds" ] || { say 'the metric is not served'; exit 1; }
  sleep 3
done
wait_for 'the minimum' -ge 2

say 'load'
$load_up
wait_for 'more than 2 replicas' -gt 2

say 'no load'
$load_down
wait_for '2 replicas again' -eq 2
say 'scaled up under load, and down after it'
