import { describe, expect, it } from 'vitest';

import {
  decideHpa,
  defaultControllerSettings,
  type HpaDecision,
  hpaFeatures,
  type HpaInput,
  initialHpaState,
} from '#core/hpa/index.ts';

import { cpuSamples, hpaInput, nowMs, readyPods } from './hpa-input.ts';

const example = { utilization: 95, target: 80, replicas: 3, min: 1, max: 10 };

function conditionsOf({ conditions }: HpaDecision): readonly string[] {
  return conditions.map(({ type, status, reason }) => `${type}=${status} ${reason}`);
}

describe('decideHpa', () => {
  it('scales the example up: metric 95 against target 80 with 3 replicas in 1 to 10', () => {
    const decision = decideHpa(hpaInput(example));
    // 95 / 80 = 1.1875, times 3 pods, rounded up.
    expect(decision.desiredReplicas).toBe(4);
    expect(decision.rescale).toBe(true);
    expect(decision.rescaleReason).toBe('cpu resource utilization (percentage of request) above target');
    expect(conditionsOf(decision)).toEqual([
      'AbleToScale=True SucceededRescale',
      'ScalingActive=True ValidMetricFound',
      'ScalingLimited=False DesiredWithinRange',
      'ScaledToZero=False NotScaledToZero',
    ]);
    expect(decision.events).toEqual([
      {
        type: 'Normal',
        reason: 'SuccessfulRescale',
        message: 'New size: 4; reason: cpu resource utilization (percentage of request) above target',
      },
    ]);
  });

  it('tells its steps in order, each with its figures', () => {
    const { reasons } = decideHpa(hpaInput(example));
    expect(reasons.map(({ rule, text }) => `${rule}: ${text}`)).toEqual([
      'hpa/usage: cpu stands at 95 % of the requests (950m a pod on average); the target is 80 %: ratio 1.188.',
      'hpa/pod-groups: 3 of 3 pods count with their metric.',
      'hpa/replica-count: 1.188 × 3 pods, rounded up: 4 replicas.',
      'hpa/largest-proposal: The metric asks for 4 replicas.',
      'ReadyForNewScale: No earlier recommendation holds 4 replicas back.',
      'DesiredWithinRange: 4 replicas: within what the HPA allows now.',
    ]);
    expect(reasons[2]?.inputs).toEqual({ ratio: 1.1875, pods: 3, replicas: 4 });
  });

  it('holds a falling load for the stabilization window, then lets go, over many syncs', () => {
    let state = initialHpaState;
    let replicas = 10;
    const counts: number[] = [];
    for (let seconds = 0; seconds <= 330; seconds += 15) {
      const input = hpaInput({ utilization: seconds === 0 ? 80 : 20, target: 80, replicas, min: 2, max: 20 });
      const decision = decideHpa({ ...input, state, nowMs: nowMs + seconds * 1000 });
      state = decision.state;
      replicas = decision.desiredReplicas;
      counts.push(replicas);
    }
    // The first sync at 10 counts up to and with its 300th second.
    expect(counts.slice(0, 21)).toEqual(Array.from({ length: 21 }, () => 10));
    expect(counts[21]).toBe(3);
  });

  it('says what would have to change, and until when something is in the way', () => {
    const { outlook } = decideHpa(hpaInput({ ...example, utilization: 80 }));
    // 88 % is the upper end of the tolerance; below 72 % it takes 53 % to need fewer than 3 replicas.
    expect(outlook.up.thresholds).toEqual([
      { metricIndex: 0, quantity: 'utilization-percent', current: 80, threshold: 89, reached: false },
    ]);
    expect(outlook.up.blockers).toEqual([]);
    expect(outlook.down.thresholds[0]?.threshold).toBe(53);
    expect(outlook.down.blockers).toEqual([
      {
        kind: 'stabilization',
        text: 'Stabilization (5 min): at least 3 replicas were asked for within it.',
        untilMs: nowMs + 300_000,
      },
    ]);
  });

  it('keeps the status after a failure, and names the cause', () => {
    const input = hpaInput(example, {
      observations: [{ type: 'Error', message: 'no endpoints available for service "metrics-server"' }],
      state: { ...initialHpaState, desiredReplicas: 7 },
    });
    const decision = decideHpa(input);
    expect(decision.desiredReplicas).toBe(3);
    expect(decision.state.desiredReplicas).toBe(7);
    expect(conditionsOf(decision)).toContain('ScalingActive=False FailedGetResourceMetric');
    expect(decision.error).toContain('no endpoints available for service "metrics-server"');
    expect(decision.outlook.down.blockers.map(({ kind }) => kind)).toContain('metric-failed');
  });

  it('does nothing when the scale cannot be read', () => {
    const decision = decideHpa(hpaInput(example, { scale: { error: 'deployments.apps "web" not found' } }));
    expect(conditionsOf(decision)).toEqual(['AbleToScale=False FailedGetScale']);
    expect(decision.rescale).toBe(false);
  });

  it('refuses pods that another HPA selects too, in the words of the release', () => {
    const scale: HpaInput['scale'] = {
      specReplicas: 3,
      statusReplicas: 3,
      selectorProblem: { type: 'Ambiguous', selector: 'app=web', hpas: ['shop/a', 'shop/b'] },
    };
    const newest = decideHpa(hpaInput(example, { scale }));
    expect(conditionsOf(newest)).toContain('ScalingActive=False AmbiguousSelector');
    expect(newest.error).toBe(
      'pods by selector app=web are controlled by more than one HPA (e.g. [shop/a shop/b])',
    );
    const older = decideHpa(hpaInput(example, { scale, settings: defaultControllerSettings(36) }));
    expect(older.error).toBe('pods by selector app=web are controlled by multiple HPAs: [shop/a shop/b]');
  });

  it('moves transition times only when a status changes', () => {
    const first = decideHpa(hpaInput({ ...example, utilization: 80 }));
    const again = decideHpa({
      ...hpaInput({ ...example, utilization: 80 }),
      state: first.state,
      nowMs: nowMs + 15_000,
    });
    expect(again.conditions.map(({ lastTransitionTimeMs }) => lastTransitionTimeMs)).toEqual([
      nowMs,
      nowMs,
      nowMs,
    ]);
  });

  it('adds memory of more than 2^53 thousandths exactly', () => {
    const pods = readyPods(3);
    const usageMilli = 2n ** 62n / 100n;
    const input = hpaInput(example, {
      pods: pods.map((pod) => ({
        ...pod,
        containers: [{ name: 'app', requestsMilli: { memory: usageMilli } }],
      })),
      spec: {
        maxReplicas: 10,
        metrics: [
          { type: 'Resource', name: 'memory', target: { type: 'Utilization', averageUtilization: 100 } },
        ],
      },
      observations: [
        {
          type: 'PodMetrics',
          items: cpuSamples(pods, 0).map((item) => ({
            ...item,
            containers: [{ name: 'app', usageMilli: { memory: usageMilli / 3n } }],
          })),
        },
      ],
    });
    const [proposal] = decideHpa(input).proposals;
    expect(proposal).toMatchObject({ valid: true, current: { averageUtilization: 33 } });
  });

  it('says so when observations do not fit the metrics', () => {
    expect(() => decideHpa(hpaInput(example, { observations: [] }))).toThrow(RangeError);
    const wrong: HpaInput['observations'] = [{ type: 'ObjectValue', valueMilli: 1 }];
    expect(() => decideHpa(hpaInput(example, { observations: wrong }))).toThrow(
      'an observation of type ObjectValue does not belong to a metric of type Resource',
    );
  });
});

describe('hpaFeatures', () => {
  it('follows the releases', () => {
    expect(hpaFeatures(32)).toMatchObject({ toleranceBounds: false, configurableTolerance: false });
    expect(hpaFeatures(34)).toMatchObject({ toleranceBounds: true, configurableTolerance: false });
    expect(hpaFeatures(35)).toMatchObject({ configurableTolerance: true, scaledToZeroCondition: false });
    expect(hpaFeatures(36)).toMatchObject({ scaledToZeroCondition: true, scaleToZero: false });
    expect(hpaFeatures(37)).toMatchObject({ scaleToZero: true });
    expect(hpaFeatures(99)).toEqual(hpaFeatures(37));
  });
});
