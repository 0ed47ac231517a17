/**
 * The results that autoscaling owes, per trace and strategy, by simulation: every made shape and every series of requests that ships with the
 * project, scaled to the same peak, on the same service.
 *
 *   npx tsc -b core && node bench/simulate/expected-results.mjs [--days 1] [--only <word>]
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { parseSeriesText } from '../../core/dist/forecast/index.js';
import {
  compareStrategies,
  defaultPodStart,
  scaledToPeak,
  syntheticShapes,
  syntheticTrace,
  traceEndMs,
  traceFromSamples,
} from '../../core/dist/simulator/index.js';

const { values: options } = parseArgs({
  options: { days: { type: 'string', default: '1' }, only: { type: 'string' } },
});
const DAY = 86_400_000;
const GIB = 2 ** 30;
const PEAK = 800;
const LONGEST_DAYS = 14;

// Requests per second, or counts of equal periods, which have the same shape.
const measured = [
  'examples/platform/traces/servegen_language-m-large_10min.csv',
  'examples/platform/traces/servegen_language-m-mid_10min.csv',
  'examples/platform/traces/servegen_language-m-small_10min.csv',
  'examples/platform/traces/servegen_multimodal-mm-image_10min.csv',
  'examples/platform/traces/azure_llm2023_code_10s.csv',
  'test/fixtures/series/azure_llm2023_conv_10s.csv',
  'test/fixtures/series/nab_Twitter_volume_AMZN.csv',
  'test/fixtures/series/nab_nyc_taxi.csv',
].map((path) => {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const name = basename(path, '.csv');
  return traceFromSamples(name, path, parseSeriesText(readFileSync(file, 'utf8')).value);
});
const made = syntheticShapes.map((shape) =>
  syntheticTrace(shape, { startMs: Date.parse('2026-08-03T00:00:00Z'), days: 8, peakPerSecond: PEAK }),
);

const onDemand = {
  name: 'on-demand',
  allocatable: { cpu: 3920, memory: 14.5 * GIB, pods: 58 },
  minSize: 1,
  maxSize: 100,
  initialSize: 1,
  pricePerHour: 0.1664,
  startMs: { least: 180_000, most: 240_000 },
};

/** A replica serves 50 requests a second; a pod asks for 1.9 cores and 6 GiB, and uses half of it; t3.xlarge at its on-demand and an example spot price. */
function serviceCase(trace) {
  const length = Math.floor((LONGEST_DAYS * DAY) / trace.stepMs);
  const recent = { ...trace, perSecond: trace.perSecond.slice(0, length) };
  const endMs = traceEndMs(recent);
  return {
    name: trace.name,
    demand: scaledToPeak(recent, PEAK),
    startMs: Math.max(recent.startMs, endMs - Number(options.days) * DAY),
    endMs,
    seed: 1,
    service: {
      serviceSeconds: 0.02,
      concurrency: 1,
      cpuSecondsPerRequest: 0.018,
      idleCores: 0.05,
      timeoutSeconds: 10,
    },
    pod: { requests: { cpu: 1900, memory: 6 * GIB } },
    memoryBytes: 2.8 * GIB,
    rightSizedPod: { requests: { cpu: 1100, memory: 3.2 * GIB } },
    start: defaultPodStart,
    goalP95Seconds: 0.1,
    minReplicas: 2,
    maxReplicas: 100,
    targetShare: 0.6,
    pool: onDemand,
    spotPool: {
      ...onDemand,
      name: 'spot',
      minSize: 0,
      pricePerHour: 0.06,
      spot: { interruptionsPerHour: 0.005, noticeMs: 120_000 },
    },
  };
}

const columns = [
  ...[
    'nodes $',
    'vs fixed',
    '$ a million',
    'minutes lost',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    '≥ 10 waiting, min',
  ],
  ...['short: times, p95 s', 'pending pod min', 'pod h', 'over', 'under', 'most nodes', 'flaps/day'],
  'forecast right',
];
console.log(`| trace | strategy | ${columns.join(' | ')} |`);
console.log(`| --- | --- |${' ---: |'.repeat(columns.length)}`);
for (const trace of [...made, ...measured]) {
  if (options.only && !trace.name.includes(options.only)) continue;
  for (const result of compareStrategies(serviceCase(trace))) {
    const { id, scorecard, cluster, nodeCost, nodesMost, saved, costPerMillionRequests } = result;
    const { latencySeconds, scaleUp, forecast } = scorecard;
    const ms = (seconds) => (seconds === undefined ? '–' : (seconds * 1000).toFixed(0));
    const change = `${saved.nodeShare > 0 ? '−' : '+'}${Math.abs(100 * saved.nodeShare).toFixed(0)} %`;
    const cells = [
      trace.name,
      id,
      nodeCost.toFixed(2),
      saved.counts ? change : `(${change})`,
      costPerMillionRequests?.toFixed(2) ?? '–',
      scorecard.lostMinutes.toFixed(1),
      ms(latencySeconds?.p50),
      ms(latencySeconds?.p95),
      ms(latencySeconds?.p99),
      scorecard.crowdedMinutes.toFixed(1),
      scaleUp ? `${scaleUp.times}, ${scaleUp.p95Seconds.toFixed(0)}` : '–',
      cluster ? cluster.pendingPodMinutes.toFixed(1) : '–',
      scorecard.podHours.toFixed(0),
      scorecard.overProvisionedPodHours.toFixed(0),
      scorecard.underProvisionedPodHours.toFixed(1),
      nodesMost,
      scorecard.flapsPerDay.toFixed(1),
      forecast
        ? `${(100 * forecast.accuracy).toFixed(1)} % (served ${(100 * forecast.servedShare).toFixed(0)} % of the time)`
        : '–',
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
