import { beforeAll, describe, expect, it } from 'vitest';

import { analyzeWorkloads } from '#core/advisor/analyze.ts';
import type { AssessmentOptions } from '#core/advisor/assess-workload.ts';
import type { WorkloadReport } from '#core/advisor/workload-report.ts';
import { bundledPriceSource } from '#core/sources/pricing/index.ts';

import { type Changes, edited, examplePrices, exampleSources, scaled } from './example-sources.ts';

const HORIZON = { horizonMs: 15 * 60_000, coverage: 0.8 };

async function analyze(
  name: string,
  changes: Changes = {},
  options: AssessmentOptions = HORIZON,
): Promise<WorkloadReport> {
  const sources = await exampleSources(changes);
  const ref = { group: 'apps', kind: 'Deployment', name };
  const [report] = await analyzeWorkloads(sources, 'prod', [ref], options);
  return report!;
}

const metric = (name: string) => (report: WorkloadReport) =>
  report.metrics.find((each) => each.name === name);
const request = (container: string, resource: string) => (report: WorkloadReport) =>
  report.requests.find((each) => each.container === container && each.resource === resource);

const cheaper = {
  ...examplePrices,
  offerings: examplePrices.offerings.map((offering) => ({
    ...offering,
    onDemandPerHour: offering.onDemandPerHour / 2,
    ...(offering.spotPerHour === undefined ? {} : { spotPerHour: offering.spotPerHour / 2 }),
  })),
};

describe('each figure of analyze', () => {
  let before: WorkloadReport;
  beforeAll(async () => {
    before = await analyze('llm-chat');
  }, 60_000);

  // What is changed, and the figure that has to follow. A figure that were made up would stay.
  it.each<readonly [string, Changes, (report: WorkloadReport) => unknown]>([
    ['requests/s', { series: scaled('request-rate', 2) }, (report) => metric('requests')(report)?.current],
    [
      'the forecast',
      { series: scaled('request-rate', 2) },
      (report) => report.forecast?.points.at(-1)?.value,
    ],
    [
      'its lower bound',
      { series: scaled('request-rate', 2) },
      (report) => report.forecast?.points.at(-1)?.lower,
    ],
    [
      'its upper bound',
      { series: scaled('request-rate', 2) },
      (report) => report.forecast?.points.at(-1)?.upper,
    ],
    [
      'its measured error',
      {
        series: (series, { id }) =>
          id.startsWith('request-rate')
            ? { ...series, values: series.values.map((v, i) => v * (1 + (i % 7) / 7)) }
            : series,
      },
      (report) => report.forecast?.error.wape,
    ],
    [
      "the HPA metric's value",
      { series: scaled('pods-metric', 2) },
      (report) => metric('vllm:num_requests_running')(report)?.current,
    ],
    [
      "the HPA metric's target",
      {
        object: edited(
          'HorizontalPodAutoscaler',
          'llm-chat',
          (hpa) => (hpa.spec.metrics[0].pods.target.averageValue = '8'),
        ),
      },
      (report) => metric('vllm:num_requests_running')(report)?.target,
    ],
    ['CPU', { series: scaled('container-cpu-usage', 2) }, (report) => metric('cpu')(report)?.current],
    ['p95 of CPU', { series: scaled('container-cpu-usage', 2) }, (report) => metric('cpu')(report)?.p95],
    [
      'requested CPU',
      {
        object: edited(
          'Deployment',
          'llm-chat',
          (deployment) => (deployment.spec.template.spec.containers[0].resources.requests.cpu = '2'),
        ),
      },
      (report) => metric('cpu')(report)?.requested,
    ],
    [
      'memory',
      { series: scaled('container-memory-working-set', 2) },
      (report) => metric('memory')(report)?.current,
    ],
    ['GPU', { series: scaled('gpu-utilization', 0.5) }, (report) => metric('gpu')(report)?.current],
    [
      'replicas over time',
      { series: scaled('ready-replicas', 2) },
      (report) => metric('replicas')(report)?.current,
    ],
    [
      'ready pods',
      { object: edited('Deployment', 'llm-chat', (deployment) => (deployment.status.readyReplicas = 1)) },
      (report) => report.replicas.ready,
    ],
    [
      'replicas now',
      { object: edited('Deployment', 'llm-chat', (deployment) => (deployment.spec.replicas = 9)) },
      (report) => report.scaling.now.currentReplicas,
    ],
    ['the decision', { series: scaled('pods-metric', 2) }, (report) => report.scaling.now.desiredReplicas],
    [
      'the decision, by the HPA',
      { object: edited('HorizontalPodAutoscaler', 'llm-chat', (hpa) => (hpa.spec.minReplicas = 7)) },
      (report) => report.scaling.now.desiredReplicas,
    ],
    [
      'the decision ahead',
      { series: scaled('pods-metric', 2) },
      (report) => report.scaling.ahead?.desiredReplicas,
    ],
    [
      'the CPU request',
      { series: scaled('container-cpu-usage', 0.5) },
      (report) => request('vllm', 'cpu')(report)?.recommendedRequest,
    ],
    [
      'its waste',
      { series: scaled('container-cpu-usage', 0.5) },
      (report) => request('vllm', 'cpu')(report)?.wasteShare,
    ],
    [
      'the memory request',
      { series: scaled('container-memory-working-set', 0.5) },
      (report) => request('vllm', 'memory')(report)?.recommendedRequest,
    ],
    [
      "a sidecar's request",
      { series: scaled('container-cpu-usage', 8) },
      (report) => request('metrics-proxy', 'cpu')(report)?.recommendedRequest,
    ],
    ['cost now', { prices: cheaper }, (report) => report.cost?.now.perHour],
    ['cost a month', { prices: cheaper }, (report) => report.cost?.now.perMonth],
    ['cost after', { prices: cheaper }, (report) => report.cost?.after?.perHour],
    [
      'cost per thousand requests',
      { series: scaled('request-rate', 2) },
      (report) => report.cost?.perThousandRequests,
    ],
    [
      'cost by the kind of node',
      {
        object: edited(
          'Node',
          'gpu-spot',
          (node) => (node.metadata.labels['eks.amazonaws.com/capacityType'] = 'ON_DEMAND'),
        ),
      },
      (report) => report.cost?.now.perHour,
    ],
    [
      'placement',
      {
        object: edited(
          'Node',
          'gpu-spot',
          (node) => (node.metadata.labels['node.kubernetes.io/instance-type'] = 'g4dn.xlarge'),
        ),
      },
      (report) => report.placement,
    ],
  ])(
    '%s follows its input',
    async (_figure, changes, figureOf) => {
      const was = figureOf(before);
      expect(was).not.toBeUndefined();
      expect(figureOf(await analyze('llm-chat', changes))).not.toEqual(was);
    },
    60_000,
  );

  it('p95 latency follows its input', async () => {
    const [one, two] = await Promise.all([
      analyze('gateway'),
      analyze('gateway', { series: scaled('latency-quantile', 3) }),
    ]);
    expect(metric('latency')(two)?.current).toBeCloseTo(
      3 * (metric('latency')(one)?.current ?? Number.NaN),
      9,
    );
  }, 60_000);

  it('the change of cost follows the requests', async () => {
    const prices = await bundledPriceSource('aws').load();
    const [one, two] = await Promise.all([
      analyze('rerank', { prices }),
      analyze('rerank', { prices, series: scaled('container-cpu-usage', 2) }),
    ]);
    expect(one.cost?.changeShare).toBeLessThan(0);
    expect(two.cost?.changeShare).not.toBe(one.cost?.changeShare);
  }, 60_000);

  it('the horizon moves the forecast', async () => {
    const hour = await analyze('llm-chat', {}, { ...HORIZON, horizonMs: 60 * 60_000 });
    expect(hour.forecast?.points).toHaveLength(4 * (before.forecast?.points.length ?? 0));
  }, 60_000);

  it('an event of the configuration raises its forecast, and no other workload’s', async () => {
    const fromMs = Date.parse(before.generatedAt);
    const launch = {
      name: 'launch',
      fromMs,
      toMs: fromMs + 3_600_000,
      factor: 3,
      object: 'Deployment/llm-chat',
    };
    const options = { ...HORIZON, events: [launch] };
    const { forecast } = await analyze('llm-chat', {}, options);
    expect(forecast?.raisedBy).toEqual(['launch']);
    expect(forecast?.points.at(-1)?.value).toBeCloseTo(3 * before.forecast!.points.at(-1)!.value, 6);
    expect((await analyze('embed', {}, options)).forecast?.raisedBy).toBeUndefined();
  }, 60_000);

  it('the same input gives the same report', async () => {
    expect(await analyze('llm-chat')).toEqual(before);
  }, 60_000);
});

describe('what analyze says of trouble', () => {
  it('names two HPAs on one workload, and that neither acts', async () => {
    const { scaling } = await analyze('image-caption');
    expect(scaling.notes).toEqual([expect.stringContaining('AmbiguousSelector')]);
    expect(scaling.now.desiredReplicas).toBe(2);
  }, 60_000);

  it('gives the controller’s own words for a missing request', async () => {
    const { scaling } = await analyze('llm-code');
    expect(scaling.notes.join()).toContain('missing request for cpu in container log-tail');
  }, 60_000);

  it('does not size what ran for less than an hour', async () => {
    const { requests, notes } = await analyze('llm-code');
    expect(requests).toEqual([]);
    expect(notes.join()).toMatch(/right-sizing/);
  }, 60_000);

  it('reads a metric 95 against 80 on 3 replicas within 1–10 as a scale-up', async () => {
    const report = await analyze('llm-chat', {
      object: (object) => {
        const hpa = edited('HorizontalPodAutoscaler', 'llm-chat', ({ spec }) => {
          spec.minReplicas = 1;
          spec.maxReplicas = 10;
          spec.metrics[0].pods.target.averageValue = '80';
        })(object);
        return edited('Deployment', 'llm-chat', ({ spec }) => (spec.replicas = 3))(hpa);
      },
      series: (series, { id }) =>
        id.startsWith('pods-metric') ? { ...series, values: series.values.map(() => 95) } : series,
    });
    expect(report.scaling.now.desiredReplicas).toBeGreaterThan(3);
  }, 60_000);
});
