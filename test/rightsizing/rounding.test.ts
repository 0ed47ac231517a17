import { describe, expect, it } from 'vitest';

import { roundUpToReadable } from '#core/rightsizing/index.ts';

const MIB = 1024 * 1024;

describe('roundUpToReadable', () => {
  it.each([
    [1, 10],
    [10, 10],
    [991, 1_000],
    [1_001, 1_050],
    [9_951, 10_000],
    [10_001, 10_100],
  ])('CPU %im becomes %im', (amount, expected) => {
    expect(roundUpToReadable('cpu', amount)).toBe(expected);
  });

  it.each([
    [33 * MIB, 36 * MIB],
    [128 * MIB + 1, 144 * MIB],
    [1_025 * MIB, 1_088 * MIB],
    [8_193 * MIB, 8_448 * MIB],
  ])('memory %i becomes %i', (amount, expected) => {
    expect(roundUpToReadable('memory', amount)).toBe(expected);
  });
});
