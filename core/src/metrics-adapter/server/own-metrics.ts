import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { ForecastStatus } from '../forecasting/kept-forecasts.ts';
import type { RefreshObserver } from '../serving/refreshed-answers.ts';
import { createForecastMetrics, type ForecastOwnMetrics } from './own-forecast-metrics.ts';

const prefix = 'kubectl_autoscale_adapter_';

/** What the adapter says of itself at /metrics. */
export interface OwnMetrics {
  readonly registry: Registry;
  readonly request: (group: string, code: number, seconds: number) => void;
  readonly prometheus: RefreshObserver;
  readonly objects: RefreshObserver;
  readonly forecasts: ForecastOwnMetrics;
  dropped(metric: string): void;
  relisted(metrics: { readonly custom: number; readonly external: number }, atMs: number): void;
  relistFailed(): void;
}

/** What is asked when /metrics is read. */
export interface PresentState {
  readonly oldestAnswerMs: () => number;
  readonly forecasts: () => readonly ForecastStatus[];
}

export function createOwnMetrics(present: PresentState): OwnMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: `${prefix}request_duration_seconds`,
    help: 'Requests answered, by API group and HTTP status.',
    labelNames: ['group', 'code'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const droppedValues = new Counter({
    name: `${prefix}dropped_values_total`,
    help: 'Values from Prometheus that were no finite number and were left out.',
    labelNames: ['metric'],
    registers,
  });
  const relists = new Counter({
    name: `${prefix}relists_total`,
    help: 'How often the list of metrics was asked for, by outcome.',
    labelNames: ['outcome'],
    registers,
  });
  const relistTime = new Gauge({
    name: `${prefix}last_relist_timestamp_seconds`,
    help: 'When the list of metrics was last read in full.',
    registers,
  });
  const served = new Gauge({
    name: `${prefix}served_metrics`,
    help: 'Metrics that can be asked for, by API.',
    labelNames: ['api'],
    registers,
  });
  new Gauge({
    name: `${prefix}oldest_answer_seconds`,
    help: 'Age of the oldest answer that is still given.',
    registers,
    collect() {
      this.set(present.oldestAnswerMs() / 1000);
    },
  });
  return {
    registry,
    request: (group, code, seconds) => requests.observe({ group, code: String(code) }, seconds),
    prometheus: questions(registry, 'prometheus_query', 'Queries to Prometheus'),
    objects: questions(registry, 'object_list', 'Lists of objects from the API server'),
    forecasts: createForecastMetrics(registry, prefix, present.forecasts),
    dropped: (metric) => droppedValues.inc({ metric }),
    relisted: ({ custom, external }, atMs) => {
      relists.inc({ outcome: 'success' });
      relistTime.set(atMs / 1000);
      served.set({ api: 'custom' }, custom);
      served.set({ api: 'external' }, external);
    },
    relistFailed: () => relists.inc({ outcome: 'failure' }),
  };
}

function questions(registry: Registry, name: string, help: string): RefreshObserver {
  const durations = new Histogram({
    name: `${prefix}${name}_duration_seconds`,
    help: `${help} that were answered.`,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const failures = new Counter({
    name: `${prefix}${name}_failures_total`,
    help: `${help} that failed.`,
    registers: [registry],
  });
  return {
    loaded: (durationMs) => durations.observe(durationMs / 1000),
    failed: () => failures.inc(),
  };
}
