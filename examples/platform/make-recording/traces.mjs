import { readFileSync } from 'node:fs';

/** A trace as a function of time: `rate(ms)` in requests per second, linear between samples, `undefined` outside. */
export function readTrace(file, { perSeconds = 1, startMs }) {
  const rows = readFileSync(new URL(`../traces/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const times = rows.map(([time]) => Date.parse(`${time.replace(' ', 'T')}Z`));
  const values = rows.map(([, value]) => Number(value) / perSeconds);
  const stepMs = times[1] - times[0];
  return {
    startMs,
    endMs: startMs + (values.length - 1) * stepMs,
    rate(ms) {
      const position = (ms - startMs) / stepMs;
      if (position < 0 || position > values.length - 1) return undefined;
      const index = Math.min(Math.floor(position), values.length - 2);
      const share = position - index;
      return values[index] * (1 - share) + values[index + 1] * share;
    },
  };
}
