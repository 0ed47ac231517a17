/** A number for people: about `significant` digits, whole digits never cut, no trailing zeros. `1234.5` → `1235`. */
export function formatNumber(value: number, significant = 2): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const whole = Math.floor(Math.log10(Math.abs(value))) + 1;
  const places = Math.min(Math.max(significant - whole, 0), 12);
  const text = value.toFixed(places);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}

/** CPU for people: `1.9 cores`, `0.25 cores`, `1 core`. */
export function formatCores(cores: number): string {
  const text = formatNumber(cores);
  return `${text} ${text === '1' ? 'core' : 'cores'}`;
}

const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** Memory for people, in binary units with about three digits: `1.9 GiB`, `512 MiB`, `0 B`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.6 MiB would be rounded to 1024 MiB, which is 1 GiB.
  while (Math.abs(value) >= 1023.5 && unit < binaryUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(value)} ${binaryUnits[unit] ?? 'B'}`;
}

/** `1 node`, `3 nodes`. */
export function formatCount(count: number, noun: string): string {
  return `${formatNumber(count)} ${count === 1 ? noun : `${noun}s`}`;
}
