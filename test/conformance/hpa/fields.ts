import { type Milli, newestKnownMinor } from '#core/hpa/index.ts';

/** Readers of a vector's fields. A field of another shape than the format has throws, and so fails the vector. */

export type Fields = Readonly<Record<string, unknown>>;

/** When every vector takes place. */
export const nowMs = Date.UTC(2026, 7, 1, 12);

export function number(value: unknown, path: string): number {
  if (typeof value !== 'number') throw new Error(`${path} is ${JSON.stringify(value)}, not a number`);
  return value;
}

export function text(value: unknown, path: string): string {
  if (typeof value !== 'string') throw new Error(`${path} is ${JSON.stringify(value)}, not a text`);
  return value;
}

/** Absent and null are an empty list. */
export function list(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`${path} is ${JSON.stringify(value)}, not a list`);
  return value;
}

/** Absent and null are an empty object. With `known`, a field of another name throws: no input is silently passed over. */
export function fields(value: unknown, path: string, known?: readonly string[]): Fields {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`${path} is ${JSON.stringify(value)}, not an object`);
  }
  const [unknown] = known ? Object.keys(value).filter((key) => key !== 'note' && !known.includes(key)) : [];
  if (unknown !== undefined) {
    throw new Error(`${path}.${unknown} is not known; known are ${known?.join(', ') ?? ''}`);
  }
  return value as Fields;
}

const maxInt64 = 2n ** 63n - 1n;

/** An int64. JSON numbers beyond 2^53 arrive rounded; what is rounded up to 2^63 was the largest int64. */
export function milli(value: unknown, path: string): Milli {
  const read = number(value, path);
  if (Number.isSafeInteger(read)) return read;
  return read >= 2 ** 63 ? maxInt64 : BigInt(read);
}

/** The moment so many seconds before now. */
export function ago(ageSeconds: unknown, path: string): number {
  return nowMs - number(ageSeconds, path) * 1000;
}

/** Which release a vector is about; the newest known when it names none. */
export function minorOf(vector: Fields): number {
  const minor = vector.kubernetesMinor;
  return minor === undefined ? newestKnownMinor : number(minor, 'kubernetesMinor');
}
