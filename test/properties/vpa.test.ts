import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AggregateContainerState } from '#core/vpa/index.ts';
import {
  DecayingHistogram,
  DEFAULT_RECOMMENDER_CONFIG,
  Histogram,
  readCheckpoint,
  recommend,
  UsageModel,
  writeCheckpoint,
} from '#core/vpa/index.ts';

import { byMagnitude, evenly } from './spread-numbers.ts';

const CPU = DEFAULT_RECOMMENDER_CONFIG.cpuHistogram;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 7, 1);

const cores = fc.oneof(byMagnitude(0.0001, 1200), evenly(0, 1200));
const weight = byMagnitude(0.1, 64);
const time = fc.integer({ min: 0, max: 30 * DAY_MS }).map((ms) => START_MS + ms);
const samples = fc.array(fc.tuple(cores, weight, time), { minLength: 1, maxLength: 60 });
const share = evenly(0, 1);

type Samples = readonly (readonly [number, number, number])[];

function decaying(of: Samples): DecayingHistogram {
  const histogram = new DecayingHistogram(CPU, DAY_MS);
  for (const [value, weight, timeMs] of of) histogram.add(value, weight, timeMs);
  return histogram;
}

function plain(of: Samples): Histogram {
  const histogram = new Histogram(CPU);
  for (const [value, weight] of of) histogram.add(value, weight);
  return histogram;
}

describe('buckets', () => {
  it('hold what falls into them: start ≤ value < next start, but for rounding at the edge', () => {
    fc.assert(
      fc.property(cores, (value) => {
        const bucket = CPU.findBucket(value);
        const slack = 1e-9 * value;
        expect(CPU.bucketStart(bucket)).toBeLessThanOrEqual(value + slack);
        if (bucket < CPU.numBuckets - 1) {
          expect(CPU.bucketStart(bucket + 1)).toBeGreaterThanOrEqual(value - slack);
        }
      }),
    );
  });

  it('keep the order of values', () => {
    fc.assert(
      fc.property(cores, cores, (a, b) => {
        expect(CPU.findBucket(Math.min(a, b))).toBeLessThanOrEqual(CPU.findBucket(Math.max(a, b)));
      }),
    );
  });
});

describe('percentiles', () => {
  it('never fall as p grows', () => {
    fc.assert(
      fc.property(samples, share, share, (of, p, q) => {
        const histogram = decaying(of);
        expect(histogram.percentile(Math.min(p, q))).toBeLessThanOrEqual(
          histogram.percentile(Math.max(p, q)),
        );
      }),
    );
  });

  it('cover every sample: none lies above the 100th by more than its bucket', () => {
    fc.assert(
      fc.property(samples, (of) => {
        const largest = Math.max(...of.map(([value]) => value));
        const top = plain(of).percentile(1);
        expect(top).toBeGreaterThanOrEqual(
          Math.min(largest, CPU.bucketStart(CPU.numBuckets - 1)) * (1 - 1e-9),
        );
      }),
    );
  });

  it('never fall when a sample is added that is larger than all before', () => {
    fc.assert(
      fc.property(samples, weight, share, (of, added, p) => {
        const largest = Math.max(...of.map(([value]) => value));
        const before = plain(of).percentile(p);
        const after = plain([...of, [largest * 2 + 1, added, 0]]).percentile(p);
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('are the same for the same samples', () => {
    fc.assert(
      fc.property(samples, share, (of, p) => {
        expect(decaying(of).percentile(p)).toBe(decaying(of).percentile(p));
      }),
    );
  });
});

describe('merging', () => {
  it('gives the same weights in either order, but for the last digits', () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const ab = decaying(a);
        ab.merge(decaying(b));
        const ba = decaying(b);
        ba.merge(decaying(a));
        expect(ab.referenceMs).toBe(ba.referenceMs);
        const scale = ab.weights.totalWeight;
        for (let bucket = 0; bucket < CPU.numBuckets; bucket++) {
          const difference = Math.abs(ab.weights.weightOf(bucket) - ba.weights.weightOf(bucket));
          expect(difference).toBeLessThanOrEqual(1e-12 * scale + CPU.epsilon);
        }
      }),
    );
  });

  it('with an empty histogram changes no percentile', () => {
    fc.assert(
      fc.property(samples, share, (of, p) => {
        const merged = new DecayingHistogram(CPU, DAY_MS);
        merged.merge(decaying(of));
        expect(merged.percentile(p)).toBe(decaying(of).percentile(p));
      }),
    );
  });
});

const usage = fc.record({
  cpu: fc.array(fc.integer({ min: 0, max: 8000 }), { minLength: 2, maxLength: 50 }),
  memoryMib: fc.array(fc.integer({ min: 1, max: 8192 }), { minLength: 2, maxLength: 50 }),
  stepMs: fc.integer({ min: 60_000, max: 6 * 3_600_000 }),
});

function modelOf({
  cpu,
  memoryMib,
  stepMs,
}: {
  cpu: number[];
  memoryMib: number[];
  stepMs: number;
}): UsageModel {
  const model = new UsageModel({ config: DEFAULT_RECOMMENDER_CONFIG });
  model.addContainer('pod', {}, 'server', START_MS);
  for (const [index, milli] of cpu.entries()) {
    model.addSample('pod', 'server', 'cpu', milli, START_MS + index * stepMs);
  }
  for (const [index, mib] of memoryMib.entries()) {
    model.addSample('pod', 'server', 'memory', mib * 1024 * 1024, START_MS + index * stepMs);
  }
  return model;
}

describe('recommendations', () => {
  it('are in order: lower ≤ target ≤ upper, at least the minimum', () => {
    fc.assert(
      fc.property(usage, (of) => {
        const aggregates = modelOf(of).aggregates(START_MS);
        for (const found of recommend({ config: DEFAULT_RECOMMENDER_CONFIG, aggregates })) {
          for (const [resource, minimum] of [
            ['cpu', 25],
            ['memory', 250 * 1024 * 1024],
          ] as const) {
            const [lower, target, upper] = [
              found.lowerBound[resource]!,
              found.target[resource]!,
              found.upperBound[resource]!,
            ];
            expect(lower).toBeGreaterThanOrEqual(minimum);
            expect(target).toBeGreaterThanOrEqual(lower);
            expect(upper).toBeGreaterThanOrEqual(target);
            expect(Number.isSafeInteger(upper)).toBe(true);
          }
        }
      }),
    );
  });

  it('stay inside the policy', () => {
    const allowed = fc.tuple(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 }));
    fc.assert(
      fc.property(usage, allowed, (of, [a, b]) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const [found] = recommend({
          config: DEFAULT_RECOMMENDER_CONFIG,
          aggregates: modelOf(of).aggregates(START_MS),
          policies: [{ containerName: '*', minAllowed: { cpu: min }, maxAllowed: { cpu: max } }],
        });
        for (const amounts of [found!.lowerBound, found!.target, found!.upperBound]) {
          expect(amounts.cpu).toBeGreaterThanOrEqual(min);
          expect(amounts.cpu).toBeLessThanOrEqual(max);
        }
      }),
    );
  });

  it('move by one bucket at most when history goes through a checkpoint', () => {
    fc.assert(
      fc.property(usage, (of) => {
        const state = modelOf(of).aggregates(START_MS).get('server')!;
        const object = writeCheckpoint(state, { vpa: 'vpa', container: 'server', nowMs: START_MS });
        const read = readCheckpoint(
          JSON.parse(JSON.stringify(object)) as typeof object,
          DEFAULT_RECOMMENDER_CONFIG,
          START_MS,
        );
        if (!read.ok) throw new Error(read.error);
        expect(bucketOf(read.value.state) - bucketOf(state)).toBeGreaterThanOrEqual(-1);
        expect(bucketOf(read.value.state) - bucketOf(state)).toBeLessThanOrEqual(1);
        expect(read.value.state.totalSamples).toBe(state.totalSamples);
      }),
    );
  });
});

/** Only among filled buckets: neighbours in rank, not in number. */
function bucketOf(state: AggregateContainerState): number {
  const histogram = state.cpuUsage.weights;
  const filled: number[] = [];
  for (let bucket = 0; bucket < CPU.numBuckets; bucket++) {
    if (histogram.weightOf(bucket) >= CPU.epsilon) filled.push(bucket);
  }
  const target = histogram.percentile(0.9);
  return filled.findIndex((bucket) => CPU.bucketStart(Math.min(bucket + 1, CPU.numBuckets - 1)) === target);
}
