#!/usr/bin/env bash
# What ml-service's HPA costs beside fixed replicas, by simulation: on the service's own last day where the cluster has a Prometheus (LIVE=1, NAMESPACE), else on TRACE, a file
# of timestamp,value rows or a made shape (daily), with the HPA of deploy_ml_service_with_hpa.yaml. What else is given goes to the command, --html report.html for one; AUTOSCALER is
# how the plugin is called (kubectl autoscaler).
set -euo pipefail
cd "$(dirname "$0")"

autoscaler=${AUTOSCALER:-kubectl autoscaler}
strategies=static-peak,static-least,own-hpa,hpa-forecast,cluster-autoscaler,headroom
if [ "${LIVE:-0}" = 1 ]; then
  exec $autoscaler simulate deploy/ml-service -n "${NAMESPACE:-default}" --strategies "$strategies" -o wide "$@"
fi
# What the manifest says: a core and 64 Mi a pod, 20 ms a request.
exec $autoscaler simulate --trace "${TRACE:-daily}" --peak "${PEAK:-800}" -f deploy_ml_service_with_hpa.yaml \
  --service-time 20ms --cpu 1 --memory 64Mi --strategies "$strategies" -o wide "$@"
