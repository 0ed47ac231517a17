import type { Path } from '../ranges.ts';

type Change = (holder: unknown, segment: string | number) => unknown;

/** The data with `value` at `path`; missing mappings on the way are made. */
export function withValue(root: unknown, path: Path, value: unknown): unknown {
  return changeAt(root, path, (holder, segment) => {
    if (Array.isArray(holder)) {
      return holder.map((item: unknown, index) => (index === segment ? value : item));
    }
    return { ...recordOf(holder), [segment]: value };
  });
}

/** The data without the entry or item at `path`. */
export function withoutEntry(root: unknown, path: Path): unknown {
  return changeAt(root, path, (holder, segment) => {
    if (Array.isArray(holder)) return (holder as unknown[]).filter((_, index) => index !== segment);
    return Object.fromEntries(Object.entries(recordOf(holder)).filter(([key]) => key !== segment));
  });
}

/** The data with one more item at the end of the sequence at `path`; a missing one is made. */
export function withItem(root: unknown, path: Path, item: unknown): unknown {
  const sequence = valueAt(root, path);
  return withValue(root, path, [...(Array.isArray(sequence) ? (sequence as unknown[]) : []), item]);
}

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[segment];
  }
  return value;
}

function changeAt(value: unknown, path: Path, change: Change): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return value;
  if (rest.length === 0) return change(value, segment);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === segment ? changeAt(item, rest, change) : item));
  }
  const record = recordOf(value);
  return { ...record, [segment]: changeAt(record[segment], rest, change) };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Equal as JSON data: the order of keys does not count. */
export function sameData(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const [left, right] = [a, b] as [Record<string, unknown>, Record<string, unknown>];
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameData(left[key], right[key]))
  );
}
