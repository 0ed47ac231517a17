import { describe, expect, it } from 'vitest';

import {
  formatDuration,
  formatPrometheusDuration,
  parseGoDuration,
  parsePrometheusDuration,
  toMilliseconds,
} from '#core/units/duration.ts';

const second = 1_000_000_000n;

describe('Go durations', () => {
  it.each<[string, bigint]>([
    ['0', 0n],
    ['+0', 0n],
    ['0s', 0n],
    ['10m', 600n * second],
    ['1h30m', 5400n * second],
    ['-1.5h', -5400n * second],
    ['300ms', 300_000_000n],
    ['1.h', 3600n * second],
    ['.5s', second / 2n],
    ['1s2h', 7201n * second],
    ['5us', 5_000n],
    ['5µs', 5_000n],
    ['5μs', 5_000n],
    ['0.3333333333333333333h', 1_199_999_999_999n],
    ['2562047h47m16.854775807s', 2n ** 63n - 1n],
    ['-2562047h47m16.854775808s', -(2n ** 63n)],
  ])('%s', (text, nanoseconds) => {
    expect(parseGoDuration(text)).toEqual({ ok: true, value: { nanoseconds } });
  });

  it.each<[string, string, string]>([
    ['', 'empty', 'empty'],
    ['-', 'empty', 'empty'],
    ['5', 'missing-unit', 'ns, us, ms, s, m, h'],
    ['1h5', 'missing-unit', 'unit is missing'],
    ['1d', 'unknown-unit', '24h'],
    ['1h x', 'unknown-unit', '"h x"'],
    ['s', 'malformed', '10m'],
    ['.s', 'malformed', '10m'],
    ['1.2.3s', 'missing-unit', 'unit'],
    ['1e3s', 'unknown-unit', '"e"'],
    [' 1s', 'malformed', '10m'],
    ['2562047h47m16.854775808s', 'out-of-range', '292 years'],
  ])('refuse %j as %s', (text, code, message) => {
    const parsed = parseGoDuration(text);
    expect(parsed).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(message) } });
  });
});

describe('Prometheus durations', () => {
  it.each<[string, bigint]>([
    ['0', 0n],
    ['5m', 300n],
    ['1d12h', 129_600n],
    ['1y2w3d', 365n * 86_400n + 17n * 86_400n],
    ['1h30m15s', 5_415n],
  ])('%s', (text, seconds) => {
    expect(parsePrometheusDuration(text)).toEqual({ ok: true, value: { nanoseconds: seconds * second } });
  });

  it.each(['', '5', '1.5h', '5m1h', '1h1h', '-5m', '5 m', 'm'])('refuse %j', (text) => {
    expect(parsePrometheusDuration(text).ok).toBe(false);
  });

  it('are bounded as in Go', () => {
    expect(parsePrometheusDuration('292y')).toMatchObject({ ok: true });
    expect(parsePrometheusDuration('293y')).toMatchObject({ ok: false, error: { code: 'out-of-range' } });
  });

  it.each<[number, string]>([
    [0, '0s'],
    [300_000, '5m'],
    [5_400_000, '1h30m'],
    [1_500, '1s500ms'],
    [8 * 86_400_000, '8d'],
  ])('of %d ms are written %s', (milliseconds, text) => {
    expect(formatPrometheusDuration(milliseconds)).toBe(text);
    const parsed = parsePrometheusDuration(text);
    expect(parsed.ok && toMilliseconds(parsed.value)).toBe(milliseconds);
  });
});

describe('durations for people', () => {
  it.each<[number, string]>([
    [0, '0 ms'],
    [250, '250 ms'],
    [999.6, '1 s'],
    [1_500, '1.5 s'],
    [9_960, '10 s'],
    [45_000, '45 s'],
    [59_999, '1 min'],
    [220_000, '3 min 40 s'],
    [3_599_900, '1 h'],
    [5_400_000, '1 h 30 min'],
    [183_600_000, '2 d 3 h'],
    [86_399_999, '1 d'],
    [-220_000, '-3 min 40 s'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
