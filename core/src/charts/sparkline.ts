const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const ASCII_LEVELS = ['_', '.', ',', '-', '~', '=', '*', '#'] as const;

export interface SparklineOptions {
  /** Characters across; fewer when there are fewer values. */
  readonly width: number;
  /** Without it the lowest value is the floor; `0` shows how small the changes are. */
  readonly floor?: number;
  /** Plain ASCII instead of block characters. */
  readonly ascii?: boolean;
}

/**
 * A series in one line: each character is the mean of its share of the values, from the lowest to the highest; a gap is a
 * space. A constant series stays in the middle. No values give an empty text.
 */
export function sparkline(
  values: readonly number[],
  { width, floor, ascii = false }: SparklineOptions,
): string {
  const cells = Math.min(Math.max(0, Math.floor(width)), values.length);
  const means = Array.from({ length: cells }, (_, cell) => {
    const start = Math.floor((cell * values.length) / cells);
    const end = Math.floor(((cell + 1) * values.length) / cells);
    const known = values.slice(start, end).filter(Number.isFinite);
    return known.length === 0 ? Number.NaN : known.reduce((a, b) => a + b, 0) / known.length;
  });
  const known = means.filter(Number.isFinite);
  const highest = Math.max(...known);
  const lowest = Math.min(floor ?? Infinity, ...known);
  const levels = ascii ? ASCII_LEVELS : LEVELS;
  return means
    .map((mean) => {
      if (!Number.isFinite(mean)) return ' ';
      if (highest === lowest) return levels[3];
      return levels[Math.min(7, Math.floor(((mean - lowest) / (highest - lowest)) * 8))]!;
    })
    .join('');
}
