/** Relative difference that is still equal: the last digits of a double may differ between machines. */
const TOLERANCE = 1e-12;

/**
 * Compares what was expected with what came out, and names every place where they differ. Expected objects may leave
 * fields out, but a field that the actual object does not have at all is a mistake in the vector, and said; `null` stands for a
 * field that is not there, and `{}` for an object without any field.
 */
export function differences(expected: unknown, actual: unknown, path = 'expected'): readonly string[] {
  if (Array.isArray(expected)) return arrayDifferences(expected, actual, path);
  if (isRecord(expected)) return recordDifferences(expected, actual, path);
  if (equal(expected, actual ?? null)) return [];
  return [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
}

function arrayDifferences(expected: readonly unknown[], actual: unknown, path: string): readonly string[] {
  if (!Array.isArray(actual)) return [`${path}: expected a list, got ${JSON.stringify(actual)}`];
  if (actual.length !== expected.length) {
    return [`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`];
  }
  return expected.flatMap((item, index) => differences(item, actual[index], `${path}[${index}]`));
}

function recordDifferences(
  expected: Readonly<Record<string, unknown>>,
  actual: unknown,
  path: string,
): readonly string[] {
  if (!isRecord(actual)) return [`${path}: expected an object, got ${JSON.stringify(actual)}`];
  if (Object.keys(expected).length === 0 && Object.values(actual).some((value) => value !== undefined)) {
    return [`${path}: expected {}, got ${JSON.stringify(actual)}`];
  }
  return Object.entries(expected).flatMap(([key, value]) =>
    key in actual || value === null
      ? differences(value, actual[key], `${path}.${key}`)
      : [`${path}.${key}: expected ${JSON.stringify(value)}, got nothing`],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function equal(expected: unknown, actual: unknown): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number') return Object.is(expected, actual);
  if (!Number.isFinite(actual)) return false;
  const difference = Math.abs(expected - actual);
  return difference <= TOLERANCE * Math.max(Math.abs(expected), Math.abs(actual));
}
