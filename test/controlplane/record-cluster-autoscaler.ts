import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  configureKwokProvider,
  providedNode,
  type RunningAutoscaler,
  startClusterAutoscaler,
} from './cluster-autoscaler.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { apply } from './kubectl.ts';
import type { ClusterAutoscalerRuns, ScaleDownRun, ScaleUpRun } from './recording/cluster-autoscaler-run.ts';
import { expanders, groups, pendingSets, priorities } from './scenarios/node-groups.ts';
import { budget, nodesToJudge, removalGroup } from './scenarios/nodes-to-remove.ts';
import { waitFor } from './wait.ts';

interface List {
  readonly items: readonly Record<string, unknown>[];
}

/**
 * Runs scenarios under the real Cluster Autoscaler with its kwok provider and writes one fixture. `names` selects sets of pods,
 * and `scale-down`; what is not selected stays as the fixture has it.
 */
export async function recordClusterAutoscaler(directory: string, names: readonly string[]): Promise<void> {
  const file = join(directory, 'runs.json');
  const before = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as ClusterAutoscalerRuns)
    : undefined;
  const isSelected = (name: string): boolean => names.length === 0 || names.includes(name);
  const scaleDown = isSelected('scale-down') || !before ? await judgeNodes() : before.scaleDown;
  console.log(
    `unneeded: ${scaleDown.unneeded.join(', ')}; unremovable: ${JSON.stringify(scaleDown.unremovable)}`,
  );
  const scaleUps: ScaleUpRun[] = [];
  let release = before?.release ?? '';
  for (const [set, owners] of Object.entries(pendingSets)) {
    if (!isSelected(set)) {
      scaleUps.push(...(before?.scaleUps.filter(({ name }) => name.startsWith(`${set}, `)) ?? []));
      continue;
    }
    for (const expander of expanders) {
      const controlPlane = await startControlPlane();
      try {
        const flags = [`--expander=${expander}`];
        const recorded = await scaleUp(controlPlane, `${set}, ${expander}`, owners, flags);
        scaleUps.push(recorded.run);
        release = recorded.release;
        const { name, plan } = recorded.run;
        console.log(`${name}: ${plan.map(({ group, from, to }) => `${group} ${from} > ${to}`).join(', ')}`);
      } finally {
        await controlPlane.stop();
      }
    }
  }
  mkdirSync(directory, { recursive: true });
  const runs: ClusterAutoscalerRuns = { release, groups, priorities, scaleUps, scaleDown };
  writeFileSync(file, `${JSON.stringify(slim(runs), null, 1)}\n`);
}

async function scaleUp(
  controlPlane: ControlPlane,
  name: string,
  owners: readonly object[],
  flags: readonly string[],
): Promise<{ readonly run: ScaleUpRun; readonly release: string }> {
  await configureKwokProvider(controlPlane, groups, priorities);
  await apply(controlPlane.kubeconfigs.admin, ...owners);
  const wanted = owners.reduce<number>(
    (sum, owner) => sum + (owner as { spec: { replicas: number } }).spec.replicas,
    0,
  );
  const pods = await waitFor(
    async () => {
      const { items } = await controlPlane.api.get<List>('/api/v1/namespaces/default/pods');
      return items.filter(isUnschedulable).length === wanted ? items : undefined;
    },
    { description: 'the pods to be judged by the scheduler', timeoutSeconds: 30 },
  );
  const running = await startClusterAutoscaler(controlPlane, ['--scale-down-enabled=false', ...flags]);
  const plan = await waitFor(() => Promise.resolve(planIn(running.log())), {
    description: 'a plan',
    timeoutSeconds: 60,
  });
  await running.stop();
  return { run: { name, flags, pods: pods.map(tidyPod), plan }, release: releaseIn(running) };
}

/** `Final scale-up plan: [{small 0->7 (max: 10)}]`; empty once it says that no pool helps. */
function planIn(log: string): ScaleUpRun['plan'] | undefined {
  const plan = /Final scale-up plan: \[(.*)\]/.exec(log)?.[1];
  if (plan === undefined) return log.includes('No expansion options') ? [] : undefined;
  return [...plan.matchAll(/\{(\S+) (\d+)->(\d+) \(max: \d+\)\}/g)].map(([, group = '', from, to]) => ({
    group,
    from: Number(from),
    to: Number(to),
  }));
}

function releaseIn(running: RunningAutoscaler): string {
  return /Cluster Autoscaler (\d+\.\d+\.\d+)/.exec(running.log())?.[1] ?? 'unknown';
}

async function judgeNodes(): Promise<ScaleDownRun> {
  const controlPlane = await startControlPlane();
  const { api, kubeconfigs } = controlPlane;
  try {
    await configureKwokProvider(controlPlane, [removalGroup], priorities);
    const nodes = nodesToJudge.map(({ name, annotations = {}, set }) =>
      providedNode(removalGroup, name, {
        annotations,
        ...(set !== undefined && {
          labels: { set },
          taints: [{ key: 'set', value: set, effect: 'NoSchedule' }],
        }),
      }),
    );
    await apply(kubeconfigs.admin, ...nodes, budget);
    await waitFor(
      async () => {
        const { items } = await api.get<List>('/api/v1/nodes');
        return items.length === nodesToJudge.length && items.every(isReady) ? true : undefined;
      },
      { description: 'the nodes to be ready', timeoutSeconds: 30 },
    );
    for (const { name, pods } of nodesToJudge) {
      for (const { owner, bare } of pods) {
        const { metadata, spec } = owner as {
          metadata: { name: string; namespace: string };
          spec: { template: { metadata: object; spec: object } };
        };
        const pod = {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { ...spec.template.metadata, name: `${metadata.name}-0`, namespace: metadata.namespace },
          spec: { ...spec.template.spec, nodeName: name },
        };
        await apply(kubeconfigs.admin, pod);
        // A ReplicaSet adopts the pod that fits its selector.
        if (!bare) await apply(kubeconfigs.admin, owner);
      }
    }
    await waitFor(
      async () => {
        const { items } = await api.get<List>('/api/v1/pods');
        const status = await api.get<{ status?: { expectedPods?: number } }>(
          '/apis/policy/v1/namespaces/default/poddisruptionbudgets/budgeted',
        );
        return items.every((pod) => (pod.status as { phase?: string }).phase === 'Running') &&
          status.status?.expectedPods === 1
          ? true
          : undefined;
      },
      { description: 'the pods to run', timeoutSeconds: 30 },
    );
    const shown = {
      nodes: (await api.get<List>('/api/v1/nodes')).items.map(tidyNode),
      pods: (await api.get<List>('/api/v1/pods')).items.map(tidyPod),
      budgets: (await api.get<List>('/apis/policy/v1/poddisruptionbudgets')).items.map(tidyBudget),
    };
    const running = await startClusterAutoscaler(controlPlane, ['--scale-down-delay-after-add=0s']);
    const unneeded = await waitFor(
      async () => {
        const { items } = await api.get<List>('/api/v1/nodes');
        const tainted = items.filter(isCandidate).map(nameOf).sort();
        return tainted.length > 0 && (running.log().match(/Starting main loop/g) ?? []).length > 6
          ? tainted
          : undefined;
      },
      { description: 'candidates for deletion', timeoutSeconds: 60 },
    );
    const metrics = await running.metrics();
    const names = new Set(nodesToJudge.map(({ name }) => name));
    const log = running
      .log()
      .split('\n')
      .filter((line) =>
        /unremovable|cannot be removed|not suitable for removal|delete consideration/.test(line),
      )
      .map((line) => line.replace(/^[^\]]*\] /, ''))
      .filter((line) => [...names].some((name) => line.split(/[\s:,"]+/).includes(name)));
    await running.stop();
    return {
      flags: [],
      ...shown,
      unneeded,
      unremovable: unremovableIn(metrics),
      log: [...new Set(log)].sort(),
    };
  } finally {
    await controlPlane.stop();
  }
}

/** The metric tells reasons by their number: `UnremovableReason` in simulator/cluster.go, release 1.36. */
const unremovableReasons: Readonly<Record<string, string>> = {
  1: 'ScaleDownDisabledAnnotation',
  3: 'NotAutoscaled',
  6: 'NodeGroupMinSizeReached',
  9: 'MinimalResourceLimitExceeded',
  10: 'CurrentlyBeingDeleted',
  11: 'NotUnderutilized',
  14: 'NoPlaceToMovePods',
  15: 'BlockedByPod',
};
/** Of unneeded nodes that wait, and of nodes that are not looked at again yet. */
const passingReasons: ReadonlySet<string> = new Set(['4', '5', '13']);

function unremovableIn(metrics: string): Readonly<Record<string, number>> {
  const counts = [
    ...metrics.matchAll(/^cluster_autoscaler_unremovable_nodes_count\{reason="(\w+)"\} (\d+)$/gm),
  ];
  return Object.fromEntries(
    counts
      .map(([, reason = '', count]) => [reason, Number(count)] as const)
      .filter(([reason, count]) => count > 0 && !passingReasons.has(reason))
      .map(([reason, count]) => [unremovableReasons[reason] ?? `reason ${reason}`, count]),
  );
}

type Loose = Record<string, unknown>;
const metadataOf = (object: Loose): Loose => object.metadata as Loose;
const nameOf = (object: Loose): string => String(metadataOf(object).name);

function isUnschedulable(pod: Loose): boolean {
  const { conditions = [] } = pod.status as { conditions?: { type: string; reason?: string }[] };
  return conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable');
}

function isReady(node: Loose): boolean {
  const { conditions = [] } = node.status as { conditions?: { type: string; status: string }[] };
  const { taints = [] } = node.spec as { taints?: { key: string }[] };
  return (
    conditions.some(({ type, status }) => type === 'Ready' && status === 'True') &&
    !taints.some(({ key }) => key.startsWith('node.kubernetes.io/not-ready'))
  );
}

function isCandidate(node: Loose): boolean {
  const { taints = [] } = node.spec as { taints?: { key: string }[] };
  return taints.some(({ key }) => key === 'DeletionCandidateOfClusterAutoscaler');
}

/** Fields that decide nothing here and differ from run to run, or are the API server's defaults. */
const leftOut: ReadonlySet<string> = new Set([
  ...['managedFields', 'uid', 'message', 'lastProbeTime', 'lastTransitionTime', 'lastHeartbeatTime'],
  ...['terminationMessagePath', 'terminationMessagePolicy', 'imagePullPolicy', 'dnsPolicy', 'schedulerName'],
  ...['enableServiceLinks', 'preemptionPolicy'],
]);

function slim(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(slim);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (leftOut.has(key) ? [] : [[key, slim(each)]])),
  );
}

/** What decides, without what differs from run to run. */
function tidyMetadata(object: Loose): object {
  const { name, namespace, labels, annotations, ownerReferences, creationTimestamp } = metadataOf(object);
  return { name, namespace, labels, annotations, ownerReferences, creationTimestamp };
}

function tidyPod(pod: Loose): object {
  const { volumes, ...spec } = pod.spec as Loose & { volumes?: { name: string }[] };
  const { conditions, phase } = pod.status as Loose;
  // Not the service account's token.
  const own = volumes?.filter(({ name }) => !name.startsWith('kube-api-access'));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: tidyMetadata(pod),
    spec: { ...spec, volumes: own },
    status: { phase, conditions },
  };
}

function tidyNode(node: Loose): object {
  const { allocatable, capacity, conditions } = node.status as Loose;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: tidyMetadata(node),
    spec: node.spec,
    status: { allocatable, capacity, conditions },
  };
}

function tidyBudget(object: Loose): object {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: tidyMetadata(object),
    spec: object.spec,
    status: object.status,
  };
}
