import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { nodeView, pdbView, podView, readNodeGroupPriorities } from '#core/apis/index.ts';
import type { KubernetesObject } from '#core/manifest/index.ts';
import { fromYaml } from '#core/manifest/plain-yaml.ts';
import {
  defaultSettings,
  type DrainPod,
  inCandidateOrder,
  judgeNodes,
  type NodeGroup,
  planScaleUp,
} from '#core/nodes/index.ts';
import { ClusterSnapshot, schedulingAmounts, schedulingNode, schedulingPod } from '#core/scheduling/index.ts';

import type { ClusterAutoscalerRuns } from '../controlplane/recording/cluster-autoscaler-run.ts';

// What the real Cluster Autoscaler with its kwok provider chose; see docs/testing/control-plane.md.
const runs = JSON.parse(
  readFileSync(new URL('../fixtures/cluster-autoscaler/runs.json', import.meta.url), 'utf8'),
) as ClusterAutoscalerRuns;
const minor = Number(runs.release.split('.')[1]);

/** The kwok provider puts a static pod of kube-proxy on each template. */
const kubeProxy = schedulingPod(
  podView({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-proxy', namespace: 'kube-system' },
    spec: { containers: [{ name: 'kube-proxy', resources: { requests: { cpu: '100m' } } }] },
  })!.template,
  { name: 'kube-proxy', namespace: 'kube-system' },
);

function groupOf(template: object, targetSize: number): NodeGroup {
  const view = nodeView(template as KubernetesObject)!;
  const count = (which: string): number =>
    Number(view.metadata.annotations[`cluster-autoscaler.kwok.nodegroup/${which}-count`]);
  return {
    name: view.metadata.name!,
    minSize: count('min'),
    maxSize: count('max'),
    targetSize,
    template: {
      node: schedulingNode(view),
      capacity: schedulingAmounts(view.capacity),
      daemonSetPods: [kubeProxy],
    },
  };
}

function drainPod(object: object): DrainPod & { readonly nodeName: string; readonly controller: string } {
  const view = podView(object as KubernetesObject)!;
  const { name = '', namespace = 'default', ownerReferences } = view.metadata;
  return {
    view,
    pod: schedulingPod(view.template, { name, namespace }),
    nodeName: view.nodeName ?? '',
    controller: ownerReferences[0]?.name ?? '',
  };
}

describe(`Cluster Autoscaler ${runs.release} and ours make the same pool larger by as many nodes`, () => {
  const priorities = readNodeGroupPriorities(
    (fromYaml(runs.priorities) as { readonly value: unknown }).value,
  );

  it.each(runs.scaleUps)('$name', ({ pods, flags, plan }) => {
    expect(plan).not.toEqual([]);
    const expanders = flags[0]!.replace('--expander=', '').split(',');
    const groups = runs.groups.map((template) => groupOf(template, 0));
    const ours = (random: number): ReturnType<typeof planScaleUp> =>
      planScaleUp({
        snapshot: new ClusterSnapshot([]),
        pending: pods.map(drainPod),
        groups,
        settings: { ...defaultSettings(minor), expanders },
        expanders: { random: () => random, ...(priorities.ok && { priorities: priorities.value }) },
      });
    // Where the expanders leave several, chance decides, there as here.
    const decided = ours(0);
    const last = decided.choice!.steps.filter(({ expander }) => expander !== 'random').at(-1);
    const equals = last?.kept ?? [decided.choice!.option.group.name];
    const choices = equals.map((_, index) =>
      ours(index / equals.length).resizes.map(({ group, from, to }) => ({ group: group.name, from, to })),
    );
    expect(choices).toContainEqual(plan);
    // Upstream's choice is by chance only where we say that it is.
    if (equals.length === 1) expect(choices).toEqual([plan]);
  });
});

describe(`Cluster Autoscaler ${runs.release} and ours judge nodes alike`, () => {
  const { nodes, pods, budgets, unneeded, unremovable } = runs.scaleDown;
  const placed = pods.map(drainPod);
  const views = nodes.map((node) => nodeView(node as KubernetesObject)!);
  const template = { ...(nodes[0] as Record<string, unknown>) };
  const group: NodeGroup = { ...groupOf(template, nodes.length), name: 'pool', minSize: 1, maxSize: 40 };
  const snapshot = new ClusterSnapshot(views.map(schedulingNode));
  for (const { pod, nodeName } of placed) snapshot.addPod(pod, snapshot.node(nodeName)!);
  const verdicts = judgeNodes({
    snapshot,
    nodes: inCandidateOrder(
      views.map((view) => ({
        view,
        group,
        // Those that it found unneeded it looks at first the next time: which of two that cannot both go is by chance.
        ...(unneeded.includes(view.metadata.name ?? '') && {
          unneededSinceMs: view.metadata.creationMs ?? 0,
        }),
        pods: placed.filter(({ nodeName }) => nodeName === view.metadata.name),
      })),
    ),
    budgets: budgets.map((budget) => pdbView(budget as KubernetesObject)!),
    settings: defaultSettings(minor),
    nowMs: Math.max(...views.map(({ metadata }) => metadata.creationMs ?? 0)) + 60_000,
  });

  it('finds the same nodes unneeded', () => {
    const ours = verdicts.filter((verdict) => verdict.unneeded).map(({ node }) => node);
    expect(ours.sort()).toEqual([...unneeded].sort());
  });

  it('keeps each other for what its log says', () => {
    const words = [
      [/^Node (\S+) unremovable:/, 'NotUnderutilized'],
      [/^Node (\S+) cannot be removed:/, 'BlockedByPod'],
      [/^Node (\S+) is not suitable for removal:/, 'NoPlaceToMovePods'],
      [/^Skipping (\S+) from delete consideration/, 'ScaleDownDisabledAnnotation'],
    ] as const;
    const logged = runs.scaleDown.log.flatMap((line) =>
      words.flatMap(([pattern, reason]) => {
        const node = pattern.exec(line)?.[1];
        return node === undefined ? [] : [[node, reason] as const];
      }),
    );
    const ours = verdicts.flatMap(({ node, unneeded: free, stays }) =>
      free || !stays ? [] : [[node, stays.reason] as const],
    );
    expect(Object.fromEntries(logged)).toEqual(Object.fromEntries(ours));
    expect(logged).toHaveLength(13);
  });

  it('keeps as many others for each reason', () => {
    const counts: Record<string, number> = {};
    for (const { unneeded: free, stays } of verdicts) {
      if (!free && stays) counts[stays.reason] = (counts[stays.reason] ?? 0) + 1;
    }
    expect(counts).toEqual(unremovable);
  });
});
