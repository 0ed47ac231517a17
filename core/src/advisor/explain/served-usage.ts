import { itemsAt, stringAt } from '../../apis/field-values.ts';
import type { PodMetrics } from '../../hpa/index.ts';
import type { KubernetesObject } from '../../manifest/kubernetes-object.ts';
import { type ClusterSource, type SourceCallOptions, SourceError } from '../../ports/index.ts';
import type { ForgivingReads } from './forgiving-reads.ts';
import { podMetricsOf } from './pod-metrics.ts';

/** What metrics.k8s.io answers now, which is what the controller reads for CPU and memory. */
export interface ServedUsage {
  /** Absent where it is not known: it may not be read, or the recording does not hold it. */
  readonly podMetrics?: readonly PodMetrics[];
  /** Why there is none at all, as far as that is known. */
  readonly fault?: UsageFault;
}

export interface UsageFault {
  /** As the controller's client has it from the API server; absent where the API answers, or may. */
  readonly message?: string;
  /** One sentence: what is the matter and what to do. */
  readonly remedy: string;
}

const GROUP = 'metrics.k8s.io';
const API_SERVICE = {
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  name: `v1beta1.${GROUP}`,
} as const;

/**
 * Asks for the usage of a namespace's pods. Where there is none at all, the API's registration says why: nobody serves it, its server is
 * away, or it has no sample.
 */
export async function readServedUsage(
  cluster: ClusterSource,
  namespace: string,
  { read }: ForgivingReads,
  options: SourceCallOptions,
): Promise<ServedUsage> {
  const asked = cluster.list({ group: GROUP, kind: 'PodMetrics', namespace }, options);
  const answer = await read(
    asked.catch((error: unknown) => (isAway(error) ? AWAY : Promise.reject(error as Error))),
    'usage comes from Prometheus or from the HPA’s status',
  );
  if (answer === undefined) return {};
  const podMetrics = answer === AWAY ? [] : answer.flatMap((each) => podMetricsOf(each) ?? []);
  if (podMetrics.length > 0) return { podMetrics };
  const registration = await read(
    cluster.get(API_SERVICE, options).then((found) => found ?? null),
    `why ${GROUP} has no usage is not known`,
  );
  return { podMetrics, fault: faultOf(registration, answer === AWAY, cluster.description) };
}

/** What to do where the API answers without these pods. */
export const UNSAMPLED = `${GROUP} answers, but has no sample of these pods: it needs about a minute after their start, and “kubectl top pods” shows what it has`;
const UNSERVED_OR_UNSAMPLED = `either nobody serves ${GROUP} (install metrics-server) or it has no sample of these pods yet: “kubectl top pods” tells`;

const AWAY = Symbol('the API is registered and its server does not answer');

function isAway(error: unknown): boolean {
  return error instanceof SourceError && ['unreachable', 'timeout', 'bad-response'].includes(error.code);
}

function faultOf(
  registration: KubernetesObject | null | undefined,
  away: boolean,
  cluster: string,
): UsageFault {
  if (registration === null) {
    return {
      message: `the server could not find the requested resource (get pods.${GROUP})`,
      remedy:
        `${GROUP} is not served in ${cluster}: no HPA can act on CPU or memory there. Install metrics-server, ` +
        'or let the metrics adapter serve usage by its resourceRules',
    };
  }
  const available = itemsAt(registration, 'status', 'conditions').find(
    (condition) => stringAt(condition, 'type') === 'Available',
  );
  if (!away && registration === undefined) return { remedy: UNSERVED_OR_UNSAMPLED };
  if (!away && stringAt(available, 'status') !== 'False') return { remedy: UNSAMPLED };
  const service = ['namespace', 'name'].flatMap(
    (field) => stringAt(registration, 'spec', 'service', field) ?? [],
  );
  const said = stringAt(available, 'message');
  return {
    message: `the server is currently unable to handle the request (get pods.${GROUP})`,
    remedy:
      `${GROUP} is registered, but its server does not answer${said === undefined ? '' : ` (${said})`}: look at ` +
      (service.length === 2
        ? `the pods of Service ${service.join('/')}`
        : `the APIService ${API_SERVICE.name}`),
  };
}
