import type { ApiClient, KubernetesObject } from '../api-client.ts';

/** An hour of a Deployment under the real HPA controller, scheduler and Cluster Autoscaler. Times are milliseconds since `startedAt`. */
export interface NodeHour {
  readonly format: 'node-hour/v1';
  readonly kubernetesVersion: string;
  readonly clusterAutoscalerVersion: string;
  readonly startedAt: string;
  /** Each reconcile of the HPA: the replicas that it found, and what it set. */
  readonly syncs: readonly {
    readonly atMs: number;
    readonly specReplicas: number;
    readonly rescaledTo?: number;
  }[];
  readonly nodes: readonly RecordedLife[];
  readonly pods: readonly (RecordedLife & { readonly boundMs?: number })[];
}

/** From when it was first seen. */
export interface RecordedLife {
  readonly name: string;
  readonly createdMs: number;
  readonly readyMs?: number;
  readonly goneMs?: number;
}

type Life = { -readonly [Key in keyof NodeHour['pods'][number]]: NodeHour['pods'][number][Key] };

interface Conditioned extends KubernetesObject {
  readonly spec?: { readonly nodeName?: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Watches what comes, becomes Ready and goes at a path. */
export function watchLives(
  api: ApiClient,
  path: string,
  startMs: number,
): { readonly lives: () => readonly Life[]; readonly stop: () => void } {
  const lives = new Map<string, Life>();
  // The API server ends a watch after 30 to 60 minutes unless it is asked for longer.
  const watch = api.watch<Conditioned>(`${path}?timeoutSeconds=7200`, ({ type, object }) => {
    const atMs = Date.now() - startMs;
    const { name } = object.metadata;
    const life = lives.get(name) ?? { name, createdMs: atMs };
    lives.set(name, life);
    if (type === 'DELETED') life.goneMs = atMs;
    if (object.spec?.nodeName !== undefined) life.boundMs ??= atMs;
    const ready = object.status?.conditions?.some((each) => each.type === 'Ready' && each.status === 'True');
    if (ready) life.readyMs ??= atMs;
  });
  return { lives: () => [...lives.values()], stop: () => watch.stop() };
}
