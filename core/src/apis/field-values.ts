import { parseQuantity, type Quantity } from '../units/quantity.ts';

/**
 * Reading plain data that nobody has checked: every function walks from `root` along `path` and answers
 * `undefined` (or nothing, for lists and maps) where a field is missing or of another type than Kubernetes
 * expects. None of them throws.
 */
export type FieldPath = readonly (string | number)[];

export function valueAt(root: unknown, ...path: FieldPath): unknown {
  let value = root;
  for (const segment of path) value = childOf(value, segment);
  return value;
}

export function stringAt(root: unknown, ...path: FieldPath): string | undefined {
  const value = valueAt(root, ...path);
  return typeof value === 'string' ? value : undefined;
}

export function booleanAt(root: unknown, ...path: FieldPath): boolean | undefined {
  const value = valueAt(root, ...path);
  return typeof value === 'boolean' ? value : undefined;
}

/** An `int32` or `int64` of the API; a fraction and a number in quotes are none. */
export function integerAt(root: unknown, ...path: FieldPath): number | undefined {
  const value = valueAt(root, ...path);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

/** A quantity, written as a number or a text. */
export function quantityAt(root: unknown, ...path: FieldPath): Quantity | undefined {
  const value = valueAt(root, ...path);
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const parsed = parseQuantity(String(value));
  return parsed.ok ? parsed.value : undefined;
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** A `metav1.Time` (RFC 3339) as epoch milliseconds. */
export function timeMsAt(root: unknown, ...path: FieldPath): number | undefined {
  const text = stringAt(root, ...path);
  if (text === undefined || !rfc3339.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export function itemsAt(root: unknown, ...path: FieldPath): readonly unknown[] {
  const value = valueAt(root, ...path);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The texts of a list; other items are left out. */
export function stringsAt(root: unknown, ...path: FieldPath): readonly string[] {
  return itemsAt(root, ...path).filter((item) => typeof item === 'string');
}

export function hasMappingAt(root: unknown, ...path: FieldPath): boolean {
  return isMapping(valueAt(root, ...path));
}

export function entriesAt(root: unknown, ...path: FieldPath): readonly (readonly [string, unknown])[] {
  const value = valueAt(root, ...path);
  return isMapping(value) ? Object.entries(value) : [];
}

/** Labels, annotations, a node selector: entries whose value is no text are left out. */
export function stringMapAt(root: unknown, ...path: FieldPath): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entriesAt(root, ...path).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function childOf(value: unknown, segment: string | number): unknown {
  if (typeof segment === 'number') return Array.isArray(value) ? (value[segment] as unknown) : undefined;
  return isMapping(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
