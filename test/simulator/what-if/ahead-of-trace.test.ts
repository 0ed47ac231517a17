import { describe, expect, it } from 'vitest';

import type { ReportForecast } from '#core/advisor/index.ts';
import { withForecastAhead } from '#core/simulator/what-if/ahead-of-trace.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-19T10:00:00Z');
/** Ends at 10:10. */
const trace = { name: 'web', source: 'test', startMs: START, stepMs: 5 * MINUTE, perSecond: [10, 20] };

function forecast(fields: Partial<ReportForecast> = {}): ReportForecast {
  const points = [
    [5, 99],
    [10, 30],
    [20, 50],
    [30, -4],
  ].map(([minute = 0, value = 0]) => ({
    at: new Date(START + minute * MINUTE).toISOString(),
    value,
    lower: value,
    upper: value,
  }));
  return { metric: 'requests', trusted: true, points, ...fields } as ReportForecast;
}

describe('a trace with its forecast behind it', () => {
  it('goes on at its own steps, straight between the points, never below 0, from where it ends', () => {
    expect(withForecastAhead(trace, forecast()).perSecond).toEqual([10, 20, 30, 40, 50, 25, 0]);
  });

  it.each([
    ['there is none', undefined],
    ['it is not trusted', forecast({ trusted: false })],
    ['it is of another metric', forecast({ metric: 'cpu' })],
    ['it ends before the trace does', forecast({ points: forecast().points.slice(0, 1) })],
  ])('stays as it is where %s', (_, given) => {
    expect(withForecastAhead(trace, given)).toBe(trace);
  });
});
