import { fail, ok, type Result } from './result.ts';

/** A stretch of time, exact. */
export interface Duration {
  readonly nanoseconds: bigint;
}

/** Why a text is no duration. */
export interface DurationError {
  readonly code: 'empty' | 'malformed' | 'missing-unit' | 'unknown-unit' | 'out-of-range';
  /** One sentence for people, without the offending text as a whole. */
  readonly message: string;
}

const goUnits: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
]);

const largest = 2n ** 63n - 1n;
const outOfRange: DurationError = { code: 'out-of-range', message: 'longer than about 292 years' };

/**
 * Go's `time.ParseDuration`, as Kubernetes uses it in flags and in `metav1.Duration`: `1h30m`, `-1.5h`, `300ms`, `0`.
 * A fraction finer than a nanosecond is cut off. There is no unit for days.
 */
export function parseGoDuration(text: string): Result<Duration, DurationError> {
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === '0') return ok({ nanoseconds: 0n });
  if (body === '') return fail({ code: 'empty', message: 'a duration must not be empty' });
  const parts = [...body.matchAll(/(\d*)(?:\.(\d*))?([^\d.]*)/gy)].filter(([part]) => part !== '');
  let total = 0n;
  let read = 0;
  for (const [part, whole = '', fraction = '', unit = ''] of parts) {
    if (whole === '' && fraction === '') return fail(malformedGo(body));
    const factor = goUnits.get(unit);
    if (factor === undefined) return fail(wrongGoUnit(unit));
    total += BigInt(`0${whole}`) * factor;
    if (fraction !== '') total += (BigInt(fraction) * factor) / 10n ** BigInt(fraction.length);
    read += part.length;
  }
  if (read !== body.length) return fail(malformedGo(body));
  if (total > largest + (sign === '-' ? 1n : 0n)) return fail(outOfRange);
  return ok({ nanoseconds: sign === '-' ? -total : total });
}

function malformedGo(body: string): DurationError {
  return { code: 'malformed', message: `${JSON.stringify(body)} is not a duration such as 10m or 1h30m` };
}

function wrongGoUnit(unit: string): DurationError {
  if (unit === '') return { code: 'missing-unit', message: 'a unit is missing: one of ns, us, ms, s, m, h' };
  const hint = unit === 'd' ? '; write days as hours, 24h' : '';
  return {
    code: 'unknown-unit',
    message: `unknown unit ${JSON.stringify(unit)}: one of ns, us, ms, s, m, h${hint}`,
  };
}

const prometheusUnits = [
  ['y', 31_536_000_000n],
  ['w', 604_800_000n],
  ['d', 86_400_000n],
  ['h', 3_600_000n],
  ['m', 60_000n],
  ['s', 1_000n],
  ['ms', 1n],
] as const;

/**
 * Prometheus' `model.ParseDuration` (prometheus/common): whole numbers with units from large to small, each once:
 * `1d12h`, `5m`, `0`. A year has 365 days.
 */
export function parsePrometheusDuration(text: string): Result<Duration, DurationError> {
  if (text === '') return fail({ code: 'empty', message: 'a duration must not be empty' });
  if (text === '0') return ok({ nanoseconds: 0n });
  const parts = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (!parts) return fail(malformedPrometheus(text));
  let milliseconds = 0n;
  prometheusUnits.forEach(([, factor], index) => {
    milliseconds += BigInt(parts[index + 1] ?? '0') * factor;
  });
  const nanoseconds = milliseconds * 1_000_000n;
  return nanoseconds > largest ? fail(outOfRange) : ok({ nanoseconds });
}

function malformedPrometheus(text: string): DurationError {
  if (/^\d+$/.test(text)) {
    return { code: 'missing-unit', message: 'a unit is missing: one of y, w, d, h, m, s, ms' };
  }
  return {
    code: 'malformed',
    message: `${JSON.stringify(text)} is not a duration such as 5m or 1d12h (whole numbers, units from large to small)`,
  };
}

/** Milliseconds in Prometheus syntax: `5m`, `1h30m`, `0s`. The largest unit is the day, as people read it. */
export function formatPrometheusDuration(milliseconds: number): string {
  let rest = Math.round(Math.max(milliseconds, 0));
  let text = '';
  for (const [unit, factor] of prometheusUnits.slice(2)) {
    const count = Math.floor(rest / Number(factor));
    if (count > 0) text += `${count}${unit}`;
    rest -= count * Number(factor);
  }
  return text === '' ? '0s' : text;
}

/** Whole milliseconds, finer parts cut off. */
export function toMilliseconds(duration: Duration): number {
  return Number(duration.nanoseconds / 1_000_000n);
}

const peoplesUnits = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

/**
 * A duration for people, in the two largest units that say something: `3 min 40 s`, `2 d 3 h`, `45 s`, `1.5 s`,
 * `250 ms`.
 */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0) return `-${formatDuration(-milliseconds)}`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 9_950) return `${Number((milliseconds / 1000).toFixed(1))} s`;
  const first = peoplesUnits.findIndex(([, seconds]) => milliseconds >= seconds * 1000);
  return formatTwoUnits(milliseconds / 1000, first);
}

function formatTwoUnits(seconds: number, first: number): string {
  const [unit, size] = peoplesUnits[first] ?? ['s', 1];
  const [nextUnit, nextSize] = peoplesUnits[first + 1] ?? [undefined, 1];
  const rounded = Math.round(seconds / nextSize) * nextSize;
  const larger = peoplesUnits[first - 1];
  // Rounding may fill the unit: 59 min 59.9 s is 1 h.
  if (larger && rounded >= larger[1]) return formatTwoUnits(rounded, first - 1);
  const count = Math.floor(rounded / size);
  const rest = Math.round((rounded - count * size) / nextSize);
  return nextUnit !== undefined && rest > 0 ? `${count} ${unit} ${rest} ${nextUnit}` : `${count} ${unit}`;
}
