import { describe, expect, it } from 'vitest';

import { openHighs } from '#core/sources/solver/index.ts';

describe('HiGHS', async () => {
  const solve = await openHighs();
  const limit = { timeLimitMs: 10_000 };
  // A diet of two foods: at least 8 of one nutrient, 6 of the other.
  const rows = [
    {
      lower: 8,
      entries: [
        [0, 2],
        [1, 1],
      ],
    },
    {
      lower: 6,
      entries: [
        [0, 1],
        [1, 2],
      ],
    },
  ] as const;

  it('solves a linear program, with the prices of its rows', () => {
    const solution = solve({ columns: [{ cost: 3 }, { cost: 2 }], rows }, limit);
    expect(solution?.optimal).toBe(true);
    expect(solution?.values[0]).toBeCloseTo(10 / 3, 9);
    expect(solution?.values[1]).toBeCloseTo(4 / 3, 9);
    expect(solution?.bound).toBeCloseTo(38 / 3, 9);
    const [a = 0, b = 0] = solution?.duals ?? [];
    expect(a * 8 + b * 6).toBeCloseTo(38 / 3, 9);
  });

  it('solves it in whole numbers, and respects upper limits', () => {
    const columns = [
      { cost: 3, integer: true },
      { cost: 2, integer: true, upper: 1 },
    ];
    const solution = solve({ columns, rows }, limit);
    expect(solution?.values.map(Math.round)).toEqual([4, 1]);
    expect(solution).toMatchObject({ optimal: true, duals: [] });
    expect(solution?.bound).toBeCloseTo(14, 6);
  });

  it('answers nothing where there is no solution', () => {
    const contradiction = {
      columns: [{ cost: 1, upper: 1 }],
      rows: [{ lower: 2, entries: [[0, 1] as const] }],
    };
    expect(solve(contradiction, limit)).toBeUndefined();
  });
});
