import {
  AggregateContainerState,
  ContainerState,
  DEFAULT_RECOMMENDER_CONFIG,
  type UsageSink,
} from '#core/vpa/index.ts';

import { differences } from '../expectation.ts';
import type { KindHandler } from '../vector.ts';
import { behaviour, type Fields, fields, list, number, optionalList, optionalNumber } from './input.ts';

type Operation = readonly ['add' | 'sub', number, number];

/** Writes down what a container would do to the memory histogram. */
interface Recorder extends UsageSink {
  readonly operations: readonly Operation[];
  readonly cpu: readonly (readonly [number, number])[];
}

const SETTINGS = ['intervalSeconds', 'oomBumpUpRatio', 'oomMinBumpUpBytes', 'release'];

function recorder(given: Fields): Recorder {
  const operations: Operation[] = [];
  const cpu: (readonly [number, number])[] = [];
  const config = DEFAULT_RECOMMENDER_CONFIG;
  const interval = optionalNumber(given.intervalSeconds, 'input.intervalSeconds');
  return {
    operations,
    cpu,
    addCpuSample: (usage, timeMs) => cpu.push([usage, timeMs / 1000]),
    addMemoryPeak: (peak, endMs) => operations.push(['add', peak, endMs / 1000]),
    subtractMemoryPeak: (peak, endMs) => operations.push(['sub', peak, endMs / 1000]),
    oomBumpUpRatio: optionalNumber(given.oomBumpUpRatio, 'input.oomBumpUpRatio') ?? config.oomBumpUpRatio,
    oomMinBumpUpBytes:
      optionalNumber(given.oomMinBumpUpBytes, 'input.oomMinBumpUpBytes') ?? config.oomMinBumpUpBytes,
    memoryAggregationIntervalMs:
      interval === undefined ? config.memoryAggregationIntervalMs : interval * 1000,
    oomStaleness: behaviour(given.release).oomStaleness,
  };
}

/** `[seconds, amount]`, `{ t, bytes }`, `{ t, usageBytes }`, or an amount alone, which is one of second 0. */
function sampleOf(entry: unknown, path: string): readonly [timeMs: number, amount: number] {
  if (typeof entry === 'number') return [0, entry];
  if (Array.isArray(entry)) return [number(entry[0], path) * 1000, number(entry[1], path)];
  const { t, bytes, usageBytes } = fields(entry, path, ['t', 'bytes', 'usageBytes']);
  return [number(t, `${path}.t`) * 1000, number(bytes ?? usageBytes, `${path}.bytes`)];
}

/** Memory samples and CPU samples in the order given. */
const memoryWindow: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [...SETTINGS, 'samples', 'cpuSamples']);
  const sink = recorder(given);
  const container = new ContainerState(sink);
  const accepted = list(given.samples, 'input.samples').map((entry, index) => {
    const [timeMs, bytes] = sampleOf(entry, `input.samples[${index}]`);
    return container.addMemorySample(bytes, timeMs);
  });
  const cpuAccepted = optionalList(given.cpuSamples, 'input.cpuSamples').map((entry, index) => {
    const [timeMs, milli] = sampleOf(entry, `input.cpuSamples[${index}]`);
    return container.addCpuSample(milli, timeMs);
  });
  return differences(expected, {
    histogramOps: sink.operations,
    accepted,
    cpuAccepted,
    cpuSamples: sink.cpu,
    peakBytes: container.maxMemoryPeak,
    windowEndSeconds: container.windowEndMs === undefined ? null : container.windowEndMs / 1000,
  });
};

/** All of `usage` first, then the kills in the order given, as upstream's tests do, then `usageAfter`. */
const oom: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [...SETTINGS, 'usage', 'ooms', 'usageAfter']);
  const sink = recorder(given);
  const container = new ContainerState(sink);
  for (const [index, entry] of optionalList(given.usage, 'input.usage').entries()) {
    const [timeMs, bytes] = sampleOf(entry, `input.usage[${index}]`);
    container.addMemorySample(bytes, timeMs);
  }
  const outcomes = list(given.ooms, 'input.ooms').map((entry, index) => {
    const path = `input.ooms[${index}]`;
    const { t, requestBytes } = fields(entry, path, ['t', 'requestBytes']);
    const recorded = container.recordOom(number(t, path) * 1000, number(requestBytes, path));
    return { recorded, peak: container.maxMemoryPeak };
  });
  const acceptedAfter = optionalList(given.usageAfter, 'input.usageAfter').map((entry, index) => {
    const [timeMs, bytes] = sampleOf(entry, `input.usageAfter[${index}]`);
    return container.addMemorySample(bytes, timeMs);
  });
  return differences(expected, {
    acceptedAfter,
    peakBytes: container.maxMemoryPeak,
    peaksAfterEachBytes: outcomes.map(({ peak }) => peak),
    discarded: outcomes.some(({ recorded }) => !recorded),
    error: outcomes.some(({ recorded }) => !recorded),
    histogramOps: sink.operations,
  });
};

/** An aggregate whose last CPU sample, or whose creation, lies some time back. */
const expiry: KindHandler = ({ input, expected }) => {
  const given = fields(input, 'input', [
    'createdSecondsAgo',
    'lastSampleSecondsAgo',
    'intervalSeconds',
    'intervalCount',
  ]);
  const created = optionalNumber(given.createdSecondsAgo, 'input.createdSecondsAgo') ?? 0;
  const state = new AggregateContainerState(DEFAULT_RECOMMENDER_CONFIG, -created * 1000);
  const interval = optionalNumber(given.intervalSeconds, 'input.intervalSeconds');
  const count = optionalNumber(given.intervalCount, 'input.intervalCount');
  state.override({
    ...(interval === undefined ? {} : { memoryAggregationIntervalMs: interval * 1000 }),
    ...(count === undefined ? {} : { memoryAggregationIntervalCount: count }),
  });
  const last = optionalNumber(given.lastSampleSecondsAgo, 'input.lastSampleSecondsAgo');
  if (last !== undefined) state.addCpuSample(100, -last * 1000, 0);
  return differences(expected, { expired: state.isExpired(0) });
};

export const aggregationKinds: Readonly<Record<string, KindHandler>> = {
  'memory-window': memoryWindow,
  oom,
  expiry,
};
