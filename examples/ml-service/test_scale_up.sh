#!/usr/bin/env bash
# Deploys ml-service with its HPA, loads it, and measures how long it takes until more replicas are wanted, and until all that are wanted are Ready.
# Ends with 0 when they are; with GOAL_SECONDS (90) missed it says so, and ends with 1 if STRICT=1. See README.md.
set -euo pipefail
cd "$(dirname "$0")"
source ./common.sh
goal_seconds=${GOAL_SECONDS:-90}

kubectl -n "$namespace" apply -f deploy_ml_service_with_hpa.yaml
[ -n "${LOAD_UP:-}" ] || kubectl -n "$namespace" apply -f load_generator.yaml
least=$(minimum)

calm() { [ "$replicas" -eq "$least" ] && [ "$(ready)" -eq "$least" ]; }
measured() { [ -n "$(field hpa '{.status.currentMetrics}')" ]; }
rising() { [ "$replicas" -gt "$least" ]; }
risen() { [ "$replicas" -gt "$least" ] && [ "$(ready)" -ge "$replicas" ] && [ "$(field hpa '{.status.desiredReplicas}')" -eq "$replicas" ]; }

wait_for "$least Ready replicas without load" calm
wait_for 'the HPA to see the CPU' measured

say 'load'
began=$SECONDS
$load_up
wait_for "more than $least replicas" rising
decided=$((SECONDS - began))
wait_for 'all wanted replicas to be Ready' risen
total=$((SECONDS - began))
say "scaled up from $least to $replicas: more were wanted after $decided s, all were Ready after $total s"
if [ $total -le "$goal_seconds" ]; then
  say "scale-up latency $total s, within the goal of $goal_seconds s"
else
  say "scale-up latency $total s, beyond the goal of $goal_seconds s"
  [ "${STRICT:-0}" != 1 ] || exit 1
fi
