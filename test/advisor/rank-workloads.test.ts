import { expect, it } from 'vitest';

import { rankWorkloads, type WorkloadOrder } from '#core/advisor/rank-workloads.ts';
import type { WorkloadReport, WorkloadReportList } from '#core/advisor/workload-report.ts';

interface Figures {
  readonly ready: number;
  readonly now: number;
  readonly rightsized?: number;
  readonly blind?: boolean;
}

/** As much of a report as the ranking reads: not ready is a warning, a note of the autoscaler an error. */
function report(name: string, { ready, now, rightsized, blind = false }: Figures): WorkloadReport {
  const money = (perHour: number) => ({ currency: 'USD', perHour, perMonth: perHour * 730 });
  const decision = {
    at: '',
    currentReplicas: 2,
    desiredReplicas: 2,
    on: 'observed',
    reasons: [],
    proposals: [],
  };
  return {
    ...{ apiVersion: 'kubectl-autoscale.io/v1alpha1', kind: 'WorkloadReport', generatedAt: '', cluster: '' },
    workload: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'prod', name },
    replicas: { spec: 2, ready },
    ...{ autoscalers: [], placement: [], metrics: [], notes: [] },
    scaling: { decidedBy: 'hpa', now: decision, notes: blind ? ['the HPA cannot act'] : [] },
    requests: [
      {
        container: 'a',
        resource: 'cpu',
        currentRequest: '1',
        recommendedRequest: '1',
        reasons: [],
        basis: { source: '' },
      },
    ],
    cost: {
      now: money(now),
      ...(rightsized === undefined ? {} : { rightsized: money(rightsized) }),
      ...{ unpriced: [], assumptions: [], basis: { source: '' } },
    },
  } as WorkloadReport;
}

const list: WorkloadReportList = {
  ...{
    apiVersion: 'kubectl-autoscale.io/v1alpha1',
    kind: 'WorkloadReportList',
    generatedAt: '',
    cluster: '',
  },
  items: [
    report('calm', { ready: 2, now: 5, rightsized: 5 }),
    report('wasteful', { ready: 2, now: 9, rightsized: 2 }),
    report('unready', { ready: 1, now: 3, rightsized: 3 }),
    report('blind', { ready: 2, now: 1, blind: true }),
    report('unready-and-wasteful', { ready: 1, now: 3, rightsized: 1 }),
  ],
};

it.each<readonly [WorkloadOrder, readonly string[]]>([
  ['risk', ['blind', 'unready-and-wasteful', 'unready', 'wasteful', 'calm']],
  ['waste', ['wasteful', 'unready-and-wasteful', 'blind', 'unready', 'calm']],
  ['name', ['blind', 'calm', 'unready', 'unready-and-wasteful', 'wasteful']],
])('by %s', (order, names) => {
  const ranked = rankWorkloads(list, order);
  expect(ranked.items.map(({ workload }) => workload.name)).toEqual(names);
  expect(ranked.ranking?.map(({ workload }) => workload.name)).toEqual(names);
});

it('says what each wastes and risks', () => {
  const { ranking } = rankWorkloads(list, 'waste');
  expect(ranking?.[0]).toMatchObject({ unusedPerHour: 7, currency: 'USD', risks: [] });
  expect(ranking?.[1]).toMatchObject({
    unusedPerHour: 2,
    risks: [{ id: 'not-ready', severity: 'warning', text: '1 of 2 replicas are ready' }],
  });
});
