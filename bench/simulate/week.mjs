/**
 * How long a week of a cluster takes to simulate: workloads at the controllers' real periods on nodes with Cluster Autoscaler.
 *
 *   npx tsc -b core && node bench/simulate/week.mjs [--workloads 50] [--days 7] [--forecast]
 *
 * CPU time of this process, beside that of counting to a billion (the reference), and how it grows.
 */
import { parseArgs } from 'node:util';

import { defaultControllerSettings } from '../../core/dist/hpa/index.js';
import { defaultSettings } from '../../core/dist/nodes/index.js';
import { defaultForecast, simulate, syntheticTrace } from '../../core/dist/simulator/index.js';

const { values: options } = parseArgs({
  options: {
    workloads: { type: 'string', default: '50' },
    days: { type: 'string', default: '7' },
    forecast: { type: 'boolean', default: false },
  },
});
const DAY = 86_400_000;
const GIB = 2 ** 30;
const START = Date.parse('2026-08-03T00:00:00Z');
const shapes = ['daily', 'weekly', 'sawtooth', 'steady', 'ramp'];

function scenario(workloads, days) {
  const metrics = [
    {
      type: 'External',
      metric: { name: 'rps' },
      target: { type: 'AverageValue', averageValueMilli: 30_000 },
    },
  ];
  return {
    startMs: START + 7 * DAY,
    endMs: START + (7 + days) * DAY,
    seed: 1,
    workloads: Array.from({ length: workloads }, (_, i) => ({
      name: `w${i}`,
      demand: syntheticTrace(shapes[i % shapes.length], {
        startMs: START,
        days: 7 + days,
        peakPerSecond: 400,
      }),
      service: {
        serviceSeconds: 0.02,
        concurrency: 1,
        cpuSecondsPerRequest: 0.018,
        idleCores: 0.05,
        timeoutSeconds: 10,
      },
      pod: { requests: { cpu: 900, memory: 2 * GIB } },
      start: { imagePullMs: 5000, startUpMs: 15_000, terminationMs: 10_000 },
      initialReplicas: 8,
      goalP95Seconds: 0.1,
      scaler: {
        kind: 'hpa',
        spec: { minReplicas: 2, maxReplicas: 40, metrics },
        signals: { rps: 'requests-per-second' },
        settings: defaultControllerSettings(37),
        syncMs: 15_000,
        ...(options.forecast && { forecast: defaultForecast }),
      },
    })),
    cluster: {
      pools: [
        {
          name: 'pool',
          allocatable: { cpu: 3920, memory: 14 * GIB, pods: 58 },
          minSize: 4,
          maxSize: 200,
          initialSize: Math.ceil((workloads * 8) / 4) + 1,
          pricePerHour: 0.1664,
          startMs: { least: 180_000, most: 240_000 },
        },
      ],
      autoscaler: { settings: defaultSettings(), scanMs: 10_000, scaleDownDelayAfterAddMs: 600_000 },
    },
  };
}

function cpuSeconds(work) {
  const before = process.cpuUsage();
  const answer = work();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1e6, answer];
}

const [reference] = cpuSeconds(() => {
  let sum = 0;
  for (let i = 0; i < 1e9; i++) sum += i & 1;
  return sum;
});
const workloads = Number(options.workloads);
const days = Number(options.days);
console.log('| workloads | days | CPU s | × counting to a billion | most nodes | memory MB |');
console.log('| ---: | ---: | ---: | ---: | ---: | ---: |');
for (const [w, d] of [
  [Math.ceil(workloads / 4), days],
  [Math.ceil(workloads / 2), days],
  [workloads, Math.ceil(days / 2)],
  [workloads, days],
]) {
  const [seconds, outcome] = cpuSeconds(() => simulate(scenario(w, d)));
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
  console.log(
    `| ${w} | ${d} | ${seconds.toFixed(1)} | ${(seconds / reference).toFixed(1)} | ${outcome.cluster.mostNodes} | ${memory} |`,
  );
}
