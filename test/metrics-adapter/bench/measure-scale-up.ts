import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { quantileOfSorted, type SeededRandom, seededRandom } from '#core/stats/index.ts';

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
/** How often is looked; the figures are as coarse. */
const pollMs = 250;
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

/** All runs at once, each a workload with its own namespace, exporter and nodes, beside one Prometheus and one adapter. */
async function measureScenario(
  scenario: Scenario,
  runs: number,
  timeScale: number,
): Promise<readonly Stages[]> {
  const random = seededRandom(5);
  const isForecast = scenario === 'forecast';
  const controlPlane = await startControlPlane({
    hpa: { syncPeriodSeconds: real.sync / timeScale },
    kwok: { imagePullSeconds: real.imagePull / timeScale },
  });
  const exporters: Exporter[] = [];
  try {
    await allowHpaController(controlPlane);
    const breaches = await Promise.all(
      Array.from({ length: runs }, (_, run) => breachOf(run, scenario, controlPlane, timeScale, random)),
    );
    exporters.push(...breaches.map(({ exporter }) => exporter));
    // The peaks of the pattern lie a horizon and a climb ahead: demand begins to climb when the horizon has passed.
    const peakMs = Date.now() + ((pattern.horizon + pattern.climb) * 1000) / timeScale;
    const peaksMs = breaches.map(({ waitMs }) => peakMs + waitMs);
    if (isForecast) {
      for (const [index, { exporter }] of breaches.entries()) {
        exporter.demandAt = patternDemand(peaksMs[index]!, timeScale);
      }
    }
    const prometheus = await startPrometheus({
      scrapeIntervalSeconds: real.scrape / timeScale,
      scrapeTargets: exporters.map(({ url }, run) => ({ job: `run-${run}`, url })),
      ...(isForecast && {
        series: breaches.map(({ workload, exporter }) =>
          patternHistory(workload, exporter.demandAt, timeScale),
        ),
      }),
    });
    controlPlane.sandbox.defer(() => prometheus.stop());
    await startAdapter(controlPlane, await adapterUser(controlPlane, 'adapter'), {
      config: configuration(isForecast, timeScale),
      prometheusUrl: prometheus.url,
      refreshMs: (real.refresh * 1000) / timeScale,
      staleMs: 60_000,
    });
    return await Promise.all(
      breaches.map((breach, index) =>
        measureRun(breach, prometheus, {
          hasNewNodes: scenario === 'new-nodes' || isForecast,
          ...(isForecast && { climbFromMs: peaksMs[index]! - (pattern.climb * 1000) / timeScale }),
        }),
      ),
    );
  } finally {
    for (const exporter of exporters) exporter.stop();
    await controlPlane.stop();
  }
}

/** One run, and where its moments lie. */
interface Breach {
  readonly workload: ScaleUpWorkload;
  readonly exporter: Exporter;
  readonly nodeMs: number;
  readonly createHpaMs: number;
  readonly waitMs: number;
}

/** A workload that runs, before its breach. */
async function breachOf(
  run: number,
  scenario: Scenario,
  controlPlane: ControlPlane,
  timeScale: number,
  random: SeededRandom,
): Promise<Breach> {
  const nodeMs = (1000 * (real.nodeFrom + random.next() * (real.nodeTo - real.nodeFrom))) / timeScale;
  // Cycles of scrapes, refreshes and syncs stand anywhere when a breach comes.
  const createHpaMs = (1000 * random.next() * real.sync) / timeScale;
  const waitMs = (1000 * real.sync * (1 + random.next())) / timeScale;
  const workload = new ScaleUpWorkload(controlPlane, `run-${run}`, scenario === 'forecast');
  await workload.create({
    replicas: few,
    spareCores: scenario === 'existing' ? many : scenario === 'headroom' ? many - few : 0,
  });
  if (scenario === 'headroom') await workload.holdWithPlaceholders(many - few);
  await workload.settle(few);
  return { workload, exporter: await startExporter(workload), nodeMs, createHpaMs, waitMs };
}

interface Exporter {
  readonly url: string;
  /** Requests a second of the whole workload. */
  demandAt: (timeMs: number) => number;
  stop(): void;
}

async function startExporter(workload: ScaleUpWorkload): Promise<Exporter> {
  const server = createServer((_, response) => {
    workload.exposition(exporter.demandAt(Date.now())).then(
      (text) => response.end(text),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const exporter: Exporter = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    demandAt: () => few * perPod,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return exporter;
}

/** `climbFromMs`: when a pattern's demand begins to climb; without it demand jumps. */
async function measureRun(
  { workload, exporter, nodeMs, createHpaMs, waitMs }: Breach,
  prometheus: PrometheusServer,
  { hasNewNodes, climbFromMs }: { readonly hasNewNodes: boolean; readonly climbFromMs?: number },
): Promise<Stages> {
  const nodes = new AbortController();
  const cloud = hasNewNodes ? workload.addNodeWhenPending(nodeMs, nodes.signal) : undefined;
  try {
    await sleep(createHpaMs);
    await workload.createHpa({ minimum: few, maximum: 2 * many });
    await sleep(waitMs);
    const breachMs = climbFromMs ?? Date.now();
    if (climbFromMs === undefined) exporter.demandAt = () => many * perPod;
    return await stagesOf(workload, prometheus, breachMs, climbFromMs !== undefined);
  } finally {
    nodes.abort();
    await cloud;
    await workload.deleteHpa();
  }
}

/** One moment after the other, as each leads to the next. */
async function stagesOf(
  workload: ScaleUpWorkload,
  prometheus: PrometheusServer,
  breachMs: number,
  isForecast: boolean,
): Promise<Stages> {
  const since = (): number => (Date.now() - breachMs) / 1000;
  const reached = async (isReached: () => Promise<boolean>): Promise<number> => {
    while (!(await isReached().catch(() => false))) {
      if (since() > 900) throw new Error(`${workload.namespace}: no scale-up within 15 minutes`);
      await sleep(pollMs);
    }
    return since();
  };
  const enough = many * perPod * 0.98;
  const query = `sum(requests_per_second{namespace="${workload.namespace}"})`;
  // Of a forecast nothing is breached when it is acted upon.
  const scraped = isForecast
    ? undefined
    : await reached(async () => ((await prometheus.query(query))[0]?.value ?? 0) >= enough);
  const served = isForecast ? undefined : await reached(async () => (await workload.served()) >= enough);
  const decided = await reached(async () => (await workload.replicas()) >= many);
  const scheduled = await reached(
    async () => (await workload.pods()).filter(({ node }) => node).length >= many,
  );
  const running = await reached(
    async () => (await workload.pods()).filter(({ phase }) => phase === 'Running').length >= many,
  );
  return { scraped: scraped ?? decided, served: served ?? decided, decided, scheduled, running };
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
): SampleSeries {
  const end = Math.floor(Date.now() / 1000);
  const step = Math.max(1, Math.round(real.scrape / timeScale));
  const count = Math.floor((pattern.cycles * pattern.cycle) / timeScale / step);
  const times = Array.from({ length: count }, (_, index) => end - (count - 1 - index) * step);
  return {
    name: 'requests_per_second',
    labels: { namespace: workload.namespace, pod: workload.pastPod },
    samples: times.map((time) => [time, demandAt(time * 1000)] as const),
  };
}
