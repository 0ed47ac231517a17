import { describe, expect, it } from 'vitest';

import { explainVpa } from '#core/advisor/explain/explain-vpa.ts';
import type { VpaExplanation } from '#core/advisor/explain/explanation.ts';
import type { KubernetesObject } from '#core/manifest/kubernetes-object.ts';
import { memoryCluster } from '#core/testing/memory-cluster.ts';
import {
  AggregateContainerState,
  DEFAULT_RECOMMENDER_CONFIG,
  recommend,
  writeCheckpoint,
} from '#core/vpa/index.ts';

const HOUR = 3_600_000;
const MIB = 1024 * 1024;
const nowMs = Date.UTC(2026, 7, 1, 12);
const labels = { app: 'web' };

/** A day of one container that uses 400m, with peaks of 500 MiB. */
function remembered(): AggregateContainerState {
  const state = new AggregateContainerState(DEFAULT_RECOMMENDER_CONFIG, nowMs - 48 * HOUR);
  for (let minute = 48 * 60; minute > 0; minute -= 1) state.addCpuSample(400, nowMs - minute * 60_000);
  state.addMemoryPeak(500 * MIB, nowMs - 24 * HOUR);
  return state;
}

interface Situation {
  readonly spec?: object;
  readonly request?: object;
  readonly pods?: number;
  readonly podAgeHours?: number;
  /** What the kubelet says that the container has. */
  readonly reported?: object;
  readonly checkpoint?: boolean;
  readonly status?: object;
  readonly more?: readonly KubernetesObject[];
}

function explain(situation: Situation): Promise<VpaExplanation> {
  const { request = { cpu: '1', memory: '1Gi' }, pods = 3, podAgeHours = 1 } = situation;
  const container = { name: 'app', resources: { requests: request } };
  const state = remembered();
  const objects: KubernetesObject[] = [
    {
      apiVersion: 'autoscaling.k8s.io/v1',
      kind: 'VerticalPodAutoscaler',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        updatePolicy: { updateMode: 'Recreate' },
        ...situation.spec,
      },
      ...(situation.status === undefined ? {} : { status: situation.status }),
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        replicas: pods,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    },
    ...Array.from({ length: pods }, (_, index): KubernetesObject => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `web-${index}`, namespace: 'shop', labels },
      spec: { containers: [container] },
      status: {
        phase: 'Running',
        startTime: new Date(nowMs - podAgeHours * HOUR).toISOString(),
        ...(situation.reported === undefined
          ? {}
          : { containerStatuses: [{ name: 'app', resources: { requests: situation.reported } }] }),
      },
    })),
    ...(situation.checkpoint === false
      ? []
      : [writeCheckpoint(state, { vpa: 'web', container: 'app', namespace: 'shop', nowMs })]),
    ...(situation.more ?? []),
  ];
  return explainVpa({ cluster: memoryCluster(objects), clock: { now: () => nowMs } }, 'shop', 'web', {});
}

describe('why a VPA recommends what it recommends', () => {
  it('reckons from the checkpoint what the recommender would, each amount with its steps', async () => {
    const [expected] = recommend({
      config: DEFAULT_RECOMMENDER_CONFIG,
      aggregates: new Map([['app', remembered()]]),
    });
    const { containers } = await explain({});
    const [cpu, memory] = containers[0]?.resources ?? [];
    expect(cpu?.reckoned?.target).toBe(`${expected?.target.cpu}m`);
    expect(memory?.reckoned?.target).toBe(`${expected?.target.memory}`);
    expect(cpu?.steps.map(({ rule }) => rule)).toEqual(['vpa/target', 'vpa/lowerBound', 'vpa/upperBound']);
    expect(cpu?.steps[0]?.text).toContain('15 % margin');
  });

  it('shows the policy that caps, and the target without it', async () => {
    const policy = { containerName: 'app', maxAllowed: { cpu: '200m' } };
    const { containers } = await explain({ spec: { resourcePolicy: { containerPolicies: [policy] } } });
    const [cpu] = containers[0]?.resources ?? [];
    expect(cpu).toMatchObject({ maxAllowed: '200m', reckoned: { target: '200m' } });
    expect(cpu?.reckoned?.uncappedTarget).not.toBe('200m');
    expect(cpu?.steps.map(({ rule }) => rule)).toContain('vpa/max-allowed');
  });

  it('puts the status beside it, and goes by it for the pods', async () => {
    const amounts = (cpu: string) => ({ cpu, memory: '1Gi' });
    const recommendation = {
      containerName: 'app',
      target: amounts('1'),
      lowerBound: amounts('900m'),
      upperBound: amounts('2'),
      uncappedTarget: amounts('1'),
    };
    const status = { recommendation: { containerRecommendations: [recommendation] } };
    const { containers, pods, answer } = await explain({ status });
    expect(containers[0]?.resources[0]?.status).toMatchObject({ target: '1', lowerBound: '900m' });
    expect(pods.map(({ update }) => update)).toEqual([false, false, false]);
    expect(answer).toContain(
      'recommends app cpu 1, memory 1 GiB; mode Recreate: no pod would be evicted now',
    );
  });

  it('knows nothing without checkpoints, metrics and status, and says so', async () => {
    const found = await explain({ checkpoint: false });
    expect(found.answer).toBe('recommends nothing yet');
    expect(found.notes.join(' ')).toContain('is a recommender running?');
  });
});

describe('what the updater would do', () => {
  it('takes pods whose requests lie outside of the range', async () => {
    const { pods, answer } = await explain({ request: { cpu: '4', memory: '600Mi' } });
    expect(pods.map(({ update }) => update)).toEqual([true, true, true]);
    expect(pods[0]?.text).toContain('outside the recommended range');
    expect(answer).toContain('3 of 3 pods would be evicted');
  });

  it('goes by what the kubelet reports, not by a resize that has only been asked for', async () => {
    const reported = { cpu: '4', memory: '600Mi' };
    const { pods } = await explain({ request: { cpu: '500m', memory: '600Mi' }, reported });
    expect(pods[0]?.text).toContain('outside the recommended range');
  });

  it('takes none of a single replica', async () => {
    const { pods } = await explain({ request: { cpu: '4', memory: '600Mi' }, pods: 1 });
    expect(pods[0]).toMatchObject({ update: false });
    expect(pods[0]?.text).toContain('With 1 live pod the updater takes none.');
  });

  it.each([
    ['Off', 'it only recommends'],
    ['Initial', 'only pods that are made from now on get it'],
  ])('leaves running pods alone in mode %s', async (updateMode, text) => {
    const { pods, answer } = await explain({
      spec: { updatePolicy: { updateMode } },
      request: { cpu: '4', memory: '600Mi' },
    });
    expect(pods).toEqual([]);
    expect(answer).toContain(text);
  });

  it('fits the recommendation to a LimitRange first', async () => {
    const more: KubernetesObject[] = [
      {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'floor', namespace: 'shop' },
        spec: { limits: [{ type: 'Container', min: { cpu: '4' } }] },
      },
    ];
    const { pods } = await explain({ request: { cpu: '4', memory: '600Mi' }, more });
    expect(pods[0]?.text).toContain('fit Min in container LimitRange');
  });
});
