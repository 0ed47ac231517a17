import { fail, ok, type Result } from '../units/result.ts';
import type { HpaFeatures } from './hpa-features.ts';
import type { HpaPod } from './hpa-input.ts';
import { addInt64, type Milli } from './int64.ts';

type RequestFeatures = Pick<HpaFeatures, 'podLevelResources' | 'absentContainerIsError'>;

/**
 * Each pod's request for a resource, in thousandths, by pod name; or the error of the first pod that has none, in the
 * controller's words (`calculateRequests`, replica_calculator.go, Kubernetes 1.37). All containers and sidecars count, or only
 * `container`; where the pod itself has requests (and the gate is on, and no container is named), those.
 */
export function podRequests(
  pods: readonly HpaPod[],
  container: string | undefined,
  resource: string,
  features: RequestFeatures,
): Result<ReadonlyMap<string, Milli>, string> {
  const requests = new Map<string, Milli>();
  for (const pod of pods) {
    const request =
      container === undefined && features.podLevelResources && hasPodLevelRequests(pod)
        ? podLevelRequest(pod, resource)
        : requestOfContainers(pod, container, resource, features);
    if (!request.ok) return request;
    requests.set(pod.name, request.value);
  }
  return ok(requests);
}

/** Only these resources can be requested for a pod as a whole (k8s.io/component-helpers/resource, 0.36). */
function hasPodLevelRequests({ podRequestsMilli }: HpaPod): boolean {
  return podRequestsMilli !== undefined && Object.keys(podRequestsMilli).some(isPodLevelResource);
}

function isPodLevelResource(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory' || resource.startsWith('hugepages-');
}

/**
 * The scheduler's figure for the pod: its own request, else what its containers come to; plus overhead. Unlike in
 * {@link requestOfContainers}, containers without a request count as nothing, and init containers may raise it.
 */
function podLevelRequest(pod: HpaPod, resource: string): Result<Milli, string> {
  const own = isPodLevelResource(resource) ? pod.podRequestsMilli?.[resource] : undefined;
  const parts = [own ?? aggregateRequest(pod, resource), pod.overheadMilli?.[resource]];
  const present = parts.filter((part) => part !== undefined);
  if (present.length === 0) return fail(`missing pod-level request for ${resource} in Pod ${pod.name}`);
  return ok(present.reduce(addInt64));
}

/** Containers and sidecars together, or the most that starting up takes: an init container beside the sidecars before it. */
function aggregateRequest(pod: HpaPod, resource: string): Milli | undefined {
  let running = sumDefined(pod.containers.map(({ requestsMilli }) => requestsMilli[resource]));
  let sidecars: Milli | undefined;
  let starting: Milli | undefined;
  for (const { restartable, requestsMilli } of pod.initContainers ?? []) {
    const request = requestsMilli[resource];
    if (restartable) {
      running = sumDefined([running, request]);
      sidecars = sumDefined([sidecars, request]);
    }
    const needed = restartable ? sidecars : sumDefined([sidecars, request]);
    if (needed !== undefined && (starting === undefined || needed > starting)) starting = needed;
  }
  if (running === undefined) return starting;
  return starting !== undefined && starting > running ? starting : running;
}

function sumDefined(values: readonly (Milli | undefined)[]): Milli | undefined {
  let sum: Milli | undefined;
  for (const value of values) {
    if (value !== undefined) sum = sum === undefined ? value : addInt64(sum, value);
  }
  return sum;
}

function requestOfContainers(
  pod: HpaPod,
  container: string | undefined,
  resource: string,
  { absentContainerIsError }: RequestFeatures,
): Result<Milli, string> {
  let total: Milli = 0;
  let found = false;
  const sidecars = pod.initContainers?.filter(({ restartable }) => restartable) ?? [];
  for (const { name, requestsMilli } of sidecars.length > 0
    ? [...pod.containers, ...sidecars]
    : pod.containers) {
    if (container !== undefined && container !== name) continue;
    const request = requestsMilli[resource];
    if (request === undefined) {
      return fail(`missing request for ${resource} in container ${name} of Pod ${pod.name}`);
    }
    total = addInt64(total, request);
    found = true;
  }
  if (container !== undefined && !found && absentContainerIsError) {
    return fail(`container ${container} not found in Pod ${pod.name}`);
  }
  return ok(total);
}
