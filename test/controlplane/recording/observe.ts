import type { ApiClient, KubernetesObject } from '../api-client.ts';
import type { HpaRun, HpaRunSpec, RecordedPod, RecordedPodState } from './hpa-run.ts';

/** What was seen of a namespace while it was watched. */
export interface Observation {
  readonly pods: () => readonly RecordedPod[];
  readonly hpa: () => HpaRun['hpa'];
  readonly stop: () => void;
}

interface Pod extends KubernetesObject {
  readonly spec: {
    readonly containers: readonly {
      name: string;
      resources?: { requests?: Readonly<Record<string, string>> };
    }[];
  };
  readonly status: {
    readonly phase?: string;
    readonly startTime?: string;
    readonly conditions?: readonly { type: string; status: string; lastTransitionTime: string }[];
  };
}

interface Hpa extends KubernetesObject {
  readonly spec: HpaRunSpec;
}

// The API server ends a watch after 30 to 60 minutes unless it is asked for longer.
const watchSeconds = 2 * 3600;

/** Watches the pods and the HPA of a namespace from now on; times are milliseconds since `beginMilliseconds`. */
export function observe(api: ApiClient, namespace: string, beginMilliseconds: number): Observation {
  const pods = new Map<string, { containers: RecordedPod['containers']; history: RecordedPodState[] }>();
  const specs: HpaRun['hpa'][number][] = [];
  const now = (): number => Date.now() - beginMilliseconds;
  const watches = [
    api.watch<Pod>(
      `/api/v1/namespaces/${namespace}/pods?timeoutSeconds=${watchSeconds}`,
      ({ type, object }) => {
        const { name } = object.metadata;
        const containers = object.spec.containers.map((container) => ({
          name: container.name,
          requests: container.resources?.requests ?? {},
        }));
        const known = pods.get(name) ?? { containers, history: [] };
        pods.set(name, known);
        const state: RecordedPodState =
          type === 'DELETED' ? { atMs: now(), gone: true } : stateOf(object, now());
        if (!sameState(known.history.at(-1), state)) known.history.push(state);
      },
    ),
    api.watch<Hpa>(
      `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers?timeoutSeconds=${watchSeconds}`,
      ({ object: { spec } }) => {
        if (JSON.stringify(specs.at(-1)?.spec) !== JSON.stringify(spec)) specs.push({ atMs: now(), spec });
      },
    ),
  ];
  return {
    pods: () => [...pods].map(([name, { containers, history }]) => ({ name, containers, history })),
    hpa: () => specs,
    stop: () => watches.forEach((watch) => watch.stop()),
  };
}

function stateOf({ metadata, status }: Pod, atMs: number): RecordedPodState {
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  return {
    atMs,
    phase: status.phase ?? 'Pending',
    deleting: metadata.deletionTimestamp !== undefined,
    ...(status.startTime !== undefined && { startTime: status.startTime }),
    ...(ready && { ready: { status: ready.status, lastTransitionTime: ready.lastTransitionTime } }),
  };
}

function sameState(a: RecordedPodState | undefined, b: RecordedPodState): boolean {
  return a !== undefined && JSON.stringify({ ...a, atMs: 0 }) === JSON.stringify({ ...b, atMs: 0 });
}
