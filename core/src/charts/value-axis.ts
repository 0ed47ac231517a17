import { formatBytes } from '../units/index.ts';

/** A vertical axis: from `low` to `high` with a label at each tick, ascending. */
export interface ValueAxis {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** Below this share of the highest value, a lowest one that is not negative puts 0 on the axis. */
const ZERO_BASE = 0.5;

/**
 * An axis over `lowest … highest` with about `count` ticks (at least 2) at 1, 2, 2.5 or 5 times a power of ten; for bytes, of
 * two. It starts at 0 unless the values keep far from it. Equal bounds get room around them.
 */
export function valueAxis(lowest: number, highest: number, unit: string, count: number): ValueAxis {
  const base = lowest >= 0 && lowest <= ZERO_BASE * highest ? 0 : lowest;
  const room = highest > base ? 0 : Math.abs(highest) > 0 ? Math.abs(highest) / 2 : 1;
  const bottom = room > 0 && lowest >= 0 ? Math.max(0, base - room) : base - room;
  const step = niceStep((highest + room - bottom) / Math.max(1, count - 1), unit === 'bytes' ? 2 : 10);
  const first = Math.floor(bottom / step + 1e-9);
  const last = Math.ceil((highest + room) / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return {
    low: first * step,
    high: last * step,
    ticks: ticks.map((value) => ({ value, label: axisLabel(value, step, unit) })),
  };
}

/** An axis for counts from 0 to the highest of them, which are its two ticks. */
export function countAxis(highest: number): ValueAxis {
  const high = Math.max(1, Math.ceil(highest));
  return { low: 0, high, ticks: [0, high].map((value) => ({ value, label: axisLabel(value, 1, '') })) };
}

/** The smallest 1, 2, 2.5 or 5 times a power of ten, or the smallest power of two, that is not below `step`. */
function niceStep(step: number, base: 2 | 10): number {
  if (base === 2) return 2 ** Math.ceil(Math.log2(step));
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 2.5, 5].find((nice) => nice * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

const THOUSANDS = ['', 'k', 'M', 'G', 'T', 'P'];

/** `value` with as many places as `step` needs, thousands shortened from 10,000 on, and the unit: `1.5 cores`, `12k req/s`, `64 MiB`, `80%`. */
export function axisLabel(value: number, step: number, unit: string): string {
  if (unit === 'bytes') return formatBytes(value);
  let prefix = 0;
  let shown = value;
  let shownStep = step;
  while (Math.abs(shown) >= 10_000 && prefix < THOUSANDS.length - 1) {
    shown /= 1000;
    shownStep /= 1000;
    prefix++;
  }
  const places = Math.min(12, Math.max(0, Math.ceil(-Math.log10(shownStep) - 1e-9)));
  const number = shown.toFixed(halves(shownStep, places) ? places + 1 : places);
  const text = `${number === '-0' ? '0' : number}${THOUSANDS[prefix]!}`;
  if (unit === '') return text;
  return unit === '%' ? `${text}%` : `${text} ${unit}`;
}

/** Whether `places` decimals would round the step, as one decimal would 0.25. */
function halves(step: number, places: number): boolean {
  return Math.abs(step - Number(step.toFixed(places))) > step * 1e-6;
}
