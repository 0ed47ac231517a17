import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { fillGaps } from '#core/forecast/fill-gaps.ts';
import { backtest, forecast, MODEL_NAMES } from '#core/forecast/index.ts';
import { detectSeasons } from '#core/forecast/season.ts';
import { SpikeWatch } from '#core/forecast/spikes.ts';
import { chooseTransform } from '#core/forecast/transform.ts';
import { samplingStepMs, seededRandom, toRegular } from '#core/stats/index.ts';

const MINUTE = 60_000;
const DAY = 144;

function wave(length: number, seed = 1): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({ length }, (_, i) =>
    Math.max(0, 100 + 60 * Math.sin((2 * Math.PI * i) / DAY) + 5 * random.normal()),
  );
}

function published(name: string): { values: Float64Array; startMs: number; stepMs: number } {
  const text = readFileSync(new URL(`../fixtures/series/${name}.csv`, import.meta.url), 'utf8');
  const samples = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const series = {
    labels: {},
    timestampsMs: samples.map(([time]) => Date.parse(`${time!.replace(' ', 'T')}Z`)),
    values: samples.map(([, value]) => Number(value)),
  };
  const stepMs = samplingStepMs(series)!;
  const grid = toRegular(series, stepMs);
  return { values: Float64Array.from(grid.values), startMs: grid.startMs, stepMs };
}

describe('on published series, rolling origin', () => {
  // Ratio: the most that our error may be of that of the mean of the last five. Measured: see docs/semantics/forecasting.md.
  it.each([
    ['nab_nyc_taxi', 1, 0.25],
    ['servegen_language-m-small_10min', 2, 0.92],
    ['nab_ec2_cpu_utilization_5f5533', 3, 0.97],
  ])('%s: beats the mean of five, and its 95 %% intervals hold 92–99 %%', (name, horizon, ratio) => {
    const series = published(name);
    const length = series.values.length;
    const run = backtest({
      ...series,
      horizon,
      coverage: 0.95,
      profile: 'fast',
      scoreFrom: Math.floor(length * 0.6),
      stride: 2,
      refitSteps: Math.floor(length / 8),
    });
    const score = run.score(horizon - 1);
    expect(score.wape! / score.byModel[0]!).toBeLessThan(ratio);
    expect(score.coverage).toBeGreaterThan(0.92);
    expect(score.coverage).toBeLessThan(0.99);
    expect(score.origins).toBeGreaterThan(350);
  });
});

describe('intervals', () => {
  it.each([0.5, 0.8, 0.95])(
    'cover what they promise on a noisy wave: %s',
    (coverage) => {
      const run = backtest({
        values: wave(2500, 5),
        startMs: 0,
        stepMs: 10 * MINUTE,
        horizon: 3,
        coverage,
        profile: 'fast',
        scoreFrom: 1000,
        stride: 1,
        refitSteps: 500,
      });
      expect(Math.abs(run.score(2).coverage! - coverage)).toBeLessThan(0.04);
      const maxima = run.origins.map(({ end, maximum }) => {
        const actual = Math.max(...wave(2500, 5).subarray(end, end + 3));
        return actual <= maximum!.upper ? 1 : 0;
      });
      const held = maxima.reduce((a: number, b) => a + b, 0) / maxima.length;
      expect(Math.abs(held - (1 + coverage) / 2)).toBeLessThan(0.04);
    },
    60_000,
  );
});

/** What is corrected in a whole series, with the number of samples that had to be known for it. */
function findSpikes(
  values: Float64Array,
  stepMs: number,
  season: number,
): { from: number; index: number; value: number }[] {
  const watch = new SpikeWatch(stepMs, season);
  return Array.from(values).flatMap((_, i) =>
    watch.take(values, i).map((correction) => ({ from: i + 1, ...correction })),
  );
}

describe('spikes', () => {
  it('that have ended do not echo a day later', () => {
    const calm = wave(8 * DAY, 9);
    const spiked = Float64Array.from(calm);
    for (let i = 7 * DAY + 3; i < 7 * DAY + 4; i++) spiked[i]! *= 5;
    const ask = (values: Float64Array): number => {
      const history = {
        labels: {},
        timestampsMs: Array.from(values, (_, i) => i * 10 * MINUTE),
        values: Array.from(values),
      };
      const nowMs = (values.length - 1) * 10 * MINUTE;
      const answer = forecast({
        history,
        nowMs,
        horizonMs: 60 * MINUTE,
        stepMs: 10 * MINUTE,
        coverage: 0.8,
        profile: 'fast',
      });
      if (answer.kind !== 'forecast') throw new Error('expected a forecast');
      return answer.points[3]!.value;
    };
    expect(Math.abs(ask(spiked) / ask(calm) - 1)).toBeLessThan(0.05);
  });

  it('are found once they are over; a new level and a habit are none', () => {
    const flat = new Float64Array(600).fill(100);
    const once = Float64Array.from(flat).fill(500, 300, 310);
    const found = findSpikes(once, MINUTE, 0);
    expect(found).toHaveLength(10);
    expect(found.every(({ from, value }) => from === 313 && value === 100)).toBe(true);
    expect(findSpikes(once.subarray(0, 309), MINUTE, 0)).toEqual([]);
    expect(findSpikes(Float64Array.from(flat).fill(500, 300), MINUTE, 0)).toEqual([]);
    const daily = Float64Array.from(flat, (v, i) => (i % 200 >= 150 && i % 200 < 160 ? 500 : v));
    expect(findSpikes(daily, MINUTE, 200).filter(({ index }) => index > 200)).toEqual([]);
    expect(findSpikes(once, 30 * MINUTE, 0)).toEqual([]);
  });
});

describe('patterns', () => {
  const random = seededRandom(3);
  const noise = Array.from({ length: 21 * 24 }, () => random.normal());
  const hourly = (value: (hour: number) => number): Float64Array =>
    Float64Array.from(noise, (e, i) => value(i) + 0.05 * e);
  const day = (i: number): number => Math.sin((2 * Math.PI * i) / 24);
  const weekday = (i: number): number => (Math.floor(i / 24) % 7 < 5 ? 1 : -1);

  it.each([
    ['constant', new Float64Array(100).fill(3), 0, 0],
    ['increasing', hourly((i) => i / 10), 0, 0],
    ['decreasing', hourly((i) => -i / 10), 0, 0],
    ['daily_seasonal', hourly((i) => day(i)), 24, 168],
    ['daily_and_weekly_seasonal', hourly((i) => day(i) + 0.8 * weekday(i)), 24, 168],
    ['irregular', Float64Array.from(noise), 0, 0],
  ] as const)('%s', (pattern, values, season, longSeason) => {
    expect(detectSeasons(values, 3_600_000)).toEqual({ pattern, season, longSeason });
  });

  it('finds a cycle that is neither a day nor a week', () => {
    const found = detectSeasons(
      hourly((i) => Math.sin((2 * Math.PI * i) / 9)),
      3_600_000,
    );
    expect(found).toMatchObject({ pattern: 'seasonal', season: 9 });
  });
});

describe('transforms', () => {
  const random = seededRandom(4);
  const level = (i: number): number => 1000 + 900 * Math.sin(i / 100);
  const series = (noise: (level: number) => number): number[] =>
    Array.from({ length: 4000 }, (_, i) => Math.max(1, level(i) + noise(level(i)) * random.normal()));

  it('follow how the noise grows with the level, and come back', () => {
    expect(chooseTransform(series(() => 20)).name).toBe('none');
    expect(chooseTransform(series((l) => Math.sqrt(l))).name).toBe('square-root');
    expect(chooseTransform(series((l) => l / 20)).name).toBe('logarithm');
    expect(chooseTransform([-1, 2, 3]).name).toBe('none');
    const root = chooseTransform(series((l) => Math.sqrt(l)));
    expect(root.inverse(root.forward(49))).toBeCloseTo(49);
  });
});

describe('fillGaps', () => {
  const gap = Number.NaN;

  it('bridges short gaps, repeats the season in long ones, holds the ends', () => {
    expect(Array.from(fillGaps(Float64Array.of(gap, 2, gap, 4, gap), 0))).toEqual([2, 2, 3, 4, 4]);
    const cycle = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
    const long = Float64Array.from([...cycle, 0, ...new Array<number>(8).fill(gap), 9]);
    expect(Array.from(fillGaps(long, 10)).slice(11, 19)).toEqual([5, 1, 6, 2, 7, 3, 8, 4]);
    expect(Array.from(fillGaps(Float64Array.of(gap, gap), 0))).toEqual([0, 0]);
  });
});

describe('every model alone', () => {
  const values = wave(5 * DAY, 2);
  const history = {
    labels: {},
    timestampsMs: Array.from(values, (_, i) => i * 10 * MINUTE),
    values: Array.from(values),
  };

  it.each(MODEL_NAMES)('%s gives finite, ordered, non-negative answers', (model) => {
    const answer = forecast({
      history,
      nowMs: 6 * 86_400_000,
      horizonMs: 120 * MINUTE,
      stepMs: 10 * MINUTE,
      coverage: 0.9,
      model,
    });
    if (answer.kind !== 'forecast') throw new Error('expected a forecast');
    for (const { lower, value, upper } of answer.points) {
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(lower).toBeLessThanOrEqual(value);
      expect(value).toBeLessThanOrEqual(upper);
      expect(upper).toBeLessThan(2000);
    }
    // The series ended a day before now.
    expect(answer.trusted).toBe(false);
    expect(answer.note).toMatch(/^No sample for /);
  });
});
