# What the scripts here share. Environment: NAMESPACE (default), TIMEOUT_SECONDS (600), LOAD_REPLICAS (8), LOAD_UP and LOAD_DOWN
# (commands that begin and end another load than load_generator.yaml's).
namespace=${NAMESPACE:-default}
timeout_seconds=${TIMEOUT_SECONDS:-600}
load_up=${LOAD_UP:-kubectl -n $namespace scale deployment ml-service-load --replicas=${LOAD_REPLICAS:-8}}
load_down=${LOAD_DOWN:-kubectl -n $namespace scale deployment ml-service-load --replicas=0}

say() { printf '%s  %s\n' "$(date -u +%H:%M:%S)" "$1"; }
field() { kubectl -n "$namespace" get "$1" ml-service -o "jsonpath=$2"; }
wanted() { field deployment '{.spec.replicas}'; }
ready() { local count; count=$(field deployment '{.status.readyReplicas}'); echo "${count:-0}"; }
minimum() { field hpa '{.spec.minReplicas}'; }

# wait_for WHAT COMMAND...: until COMMAND succeeds; `replicas` is what was wanted when it was last tried.
wait_for() {
  local what=$1 seen='' deadline=$((SECONDS + timeout_seconds))
  shift
  while true; do
    replicas=$(wanted)
    [ "$replicas" = "$seen" ] || say "ml-service has $replicas replicas"
    seen=$replicas
    if "$@"; then return; fi
    if [ $SECONDS -ge $deadline ]; then
      say "gave up after $timeout_seconds s waiting for $what"
      kubectl -n "$namespace" describe hpa ml-service
      exit 1
    fi
    sleep 1
  done
}
