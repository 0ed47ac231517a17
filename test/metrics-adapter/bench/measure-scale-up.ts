import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { quantileOfSorted, seededRandom } from '#core/stats/index.ts';

import { type ControlPlane, startControlPlane } from '../../controlplane/control-plane.ts';
import type { SampleSeries } from '../../controlplane/open-metrics.ts';
import { type PrometheusServer, startPrometheus } from '../../controlplane/prometheus.ts';
import { adapterUser, allowHpaController, startAdapter } from '../start-adapter.ts';
import { perPod, ScaleUpWorkload } from './scale-up-workload.ts';

export type Scenario = 'existing' | 'headroom' | 'new-nodes' | 'forecast';

export interface ScaleUpOptions {
  readonly runs: number;
  /** All waits are divided by it: 1, 3, 5 or 15, so that scrapes come in whole seconds. */
  readonly timeScale: number;
  readonly scenarios: readonly Scenario[];
}

/** Pods before and after. */
const few = 2;
const many = 6;

/** A cluster's intervals, seconds. */
const real = { scrape: 15, refresh: 10, sync: 15, imagePull: 10, nodeFrom: 180, nodeTo: 240 } as const;
/** The pattern of a forecast run: a peak each hour, to which demand climbs in eight minutes. */
const pattern = { cycle: 3600, climb: 480, cycles: 12, horizon: 900 } as const;

/** Seconds from the breach, as measured; before it where negative. */
interface Stages {
  readonly scraped: number;
  readonly served: number;
  readonly decided: number;
  readonly scheduled: number;
  readonly running: number;
}

/** Measures and prints a table. */
export async function measureScaleUp({ runs, timeScale, scenarios }: ScaleUpOptions): Promise<void> {
  if (![1, 3, 5, 15].includes(timeScale)) throw new Error('--time-scale is one of 1, 3, 5 and 15');
  if (!(runs >= 1)) throw new Error('--runs is at least 1');
  console.log(`${runs} runs each, waits divided by ${timeScale}, times multiplied by it`);
  const titles = [
    'pods on',
    'runs',
    'scrape',
    'adapter',
    'HPA sync',
    'scheduling',
    'node',
    'total p50',
    'total p95',
  ];
  for (const line of [titles, titles.map(() => '---')]) console.log(`| ${line.join(' | ')} |`);
  for (const scenario of scenarios) {
    const stages = await measureScenario(scenario, runs, timeScale);
    console.log(`| ${[names[scenario], stages.length, ...summary(stages, timeScale)].join(' | ')} |`);
  }
}

const names: Readonly<Record<Scenario, string>> = {
  existing: 'nodes that are there',
  headroom: 'nodes that placeholder pods hold',
  'new-nodes': 'new nodes',
  forecast: 'new nodes, by a forecast 15 min ahead',
};

function summary(stages: readonly Stages[], timeScale: number): readonly string[] {
  const at = (share: number, of: (stage: Stages) => number): string =>
    (
      timeScale *
      quantileOfSorted(
        stages.map(of).sort((a, b) => a - b),
        share,
      )
    ).toFixed(0);
  return [
    at(0.5, ({ scraped }) => scraped),
    at(0.5, ({ scraped, served }) => served - scraped),
    at(0.5, ({ served, decided }) => decided - served),
    at(0.5, ({ decided, scheduled }) => scheduled - decided),
    at(0.5, ({ scheduled, running }) => running - scheduled),
    at(0.5, ({ running }) => running),
    at(0.95, ({ running }) => running),
  ];
}

async function measureScenario(
  scenario: Scenario,
  runs: number,
  timeScale: number,
): Promise<readonly Stages[]> {
  const random = seededRandom(5);
  const controlPlane = await startControlPlane({
    hpa: { syncPeriodSeconds: real.sync / timeScale },
    kwok: { imagePullSeconds: real.imagePull / timeScale },
  });
  try {
    await allowHpaController(controlPlane);
    const stages: Stages[] = [];
    for (let run = 0; run < runs; run += 1) {
      stages.push(await measureRun(controlPlane, scenario, run, timeScale, () => random.next()));
    }
    return stages;
  } finally {
    await controlPlane.stop();
  }
}

/** One breach, with a Prometheus and an adapter of its own, in a namespace of its own. */
async function measureRun(
  controlPlane: ControlPlane,
  scenario: Scenario,
  run: number,
  timeScale: number,
  random: () => number,
): Promise<Stages> {
  const isForecast = scenario === 'forecast';
  const workload = new ScaleUpWorkload(controlPlane, `run-${run}`, isForecast);
  await workload.create({
    replicas: few,
    spareCores: scenario === 'existing' ? many : scenario === 'headroom' ? many - few : 0,
  });
  if (scenario === 'headroom') await workload.holdWithPlaceholders(many - few);
  // The peak lies one horizon ahead; a pattern's climb begins at the breach.
  const peakMs = Date.now() + ((pattern.horizon + pattern.climb) * 1000) / timeScale;
  const demand = { at: isForecast ? patternDemand(peakMs, timeScale) : () => few * perPod };
  const exporter = createServer((_, response) => {
    workload.exposition(demand.at(Date.now())).then(
      (text) => response.end(text),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
  const { port } = exporter.address() as AddressInfo;
  const prometheus = await startPrometheus({
    scrapeIntervalSeconds: real.scrape / timeScale,
    scrapeTargets: [{ job: 'exporter', url: `http://127.0.0.1:${port}/metrics` }],
    ...(isForecast && { series: patternHistory(workload, demand.at, timeScale) }),
  });
  const adapter = await startAdapter(controlPlane, await adapterUser(controlPlane, `adapter-${run}`), {
    config: configuration(isForecast, timeScale),
    prometheusUrl: prometheus.url,
    refreshMs: (real.refresh * 1000) / timeScale,
    staleMs: 60_000,
    register: run === 0,
  });
  if (run > 0) await workload.pointApiServerAt(adapter.port);
  const nodes = new AbortController();
  const nodeMs = (1000 * (real.nodeFrom + random() * (real.nodeTo - real.nodeFrom))) / timeScale;
  const cloud =
    scenario === 'new-nodes' || isForecast ? workload.addNodeWhenPending(nodeMs, nodes.signal) : undefined;
  try {
    await workload.settle(few);
    await workload.createHpa({ minimum: few, maximum: 2 * many });
    // Cycles of scrapes and syncs stand anywhere when the breach comes.
    await sleep((1000 * (real.sync + random() * real.sync)) / timeScale);
    const breachMs = isForecast ? peakMs - (pattern.climb * 1000) / timeScale : Date.now();
    if (!isForecast) demand.at = () => many * perPod;
    return await stagesOf(workload, prometheus, breachMs, isForecast);
  } finally {
    nodes.abort();
    await cloud;
    await workload.deleteHpa();
    await adapter.stop();
    exporter.close();
    exporter.closeAllConnections();
    await prometheus.stop();
  }
}

async function stagesOf(
  workload: ScaleUpWorkload,
  prometheus: PrometheusServer,
  breachMs: number,
  isForecast: boolean,
): Promise<Stages> {
  const since = (): number => (Date.now() - breachMs) / 1000;
  const reached = async (isReached: () => Promise<boolean>): Promise<number> => {
    while (!(await isReached().catch(() => false))) {
      if (since() > 900) throw new Error('no scale-up within 15 minutes');
      await sleep(20);
    }
    return since();
  };
  const enough = many * perPod * 0.98;
  const decided = reached(async () => (await workload.replicas()) >= many);
  const pods = reached(async () => (await workload.pods()).filter(({ node }) => node).length >= many);
  const running = reached(
    async () => (await workload.pods()).filter(({ phase }) => phase === 'Running').length >= many,
  );
  // Of a forecast nothing is breached when it is acted upon.
  const scraped = isForecast
    ? decided
    : reached(async () => {
        const [sample] = await prometheus.query(
          `sum(requests_per_second{namespace="${workload.namespace}"})`,
        );
        return (sample?.value ?? 0) >= enough;
      });
  const served = isForecast ? decided : reached(async () => (await workload.served()) >= enough);
  const [scrapedAt, servedAt, decidedAt, scheduled, runningAt] = await Promise.all([
    scraped,
    served,
    decided,
    pods,
    running,
  ]);
  // Each moment is watched for itself, so that one may be seen a little before the one that led to it.
  const scheduledBy = Math.min(scheduled, runningAt);
  const decidedBy = Math.min(decidedAt, scheduledBy);
  const servedBy = Math.min(servedAt, decidedBy);
  return {
    scraped: Math.min(scrapedAt, servedBy),
    served: servedBy,
    decided: decidedBy,
    scheduled: scheduledBy,
    running: runningAt,
  };
}

function configuration(isForecast: boolean, timeScale: number): string {
  const seconds = (value: number): string => `${Math.round(value / timeScale)}s`;
  const step = Math.max(5, Math.round(30 / timeScale));
  const history = Math.floor((pattern.cycles * pattern.cycle) / timeScale);
  const forecasts = `forecasts: [{metric: requests_per_second, horizon: ${seconds(pattern.horizon)}, step: ${step}s, history: ${history}s}]\n`;
  return `
rules:
- seriesQuery: 'requests_per_second{namespace!="",pod!=""}'
  resources: {template: "<<.Resource>>"}
  metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'
${isForecast ? forecasts : ''}`;
}

/** What two pods carry, and at the peak of each cycle what six do. */
function patternDemand(peakMs: number, timeScale: number): (timeMs: number) => number {
  const [cycleMs, climbMs] = [(pattern.cycle * 1000) / timeScale, (pattern.climb * 1000) / timeScale];
  return (timeMs) => {
    const since = (((timeMs - peakMs) % cycleMs) + cycleMs) % cycleMs;
    const distance = Math.min(since, cycleMs - since);
    const height = Math.max(0, 1 - distance / climbMs);
    return perPod * (few + (many - few) * height) * (0.97 + 0.02 * Math.sin(timeMs / 3777));
  };
}

function patternHistory(
  workload: ScaleUpWorkload,
  demandAt: (timeMs: number) => number,
  timeScale: number,
): readonly SampleSeries[] {
  const end = Math.floor(Date.now() / 1000);
  const step = Math.max(1, Math.round(real.scrape / timeScale));
  const count = Math.floor((pattern.cycles * pattern.cycle) / timeScale / step);
  const times = Array.from({ length: count }, (_, index) => end - (count - 1 - index) * step);
  return [
    {
      name: 'requests_per_second',
      labels: { namespace: workload.namespace, pod: workload.pastPod },
      samples: times.map((time) => [time, demandAt(time * 1000)] as const),
    },
  ];
}
