// Stands in for vitest in a bundle of unit tests: what they declare is kept, to be run again and again in one process.
import { format } from 'node:util';

export const tests = [];
let path = [];

export function describe(name, body) {
  const outer = path;
  path = [...path, name];
  body();
  path = outer;
}

export function it(name, body) {
  tests.push({ id: `${tests.length} ${[...path, name].join(' › ')}`, body });
}

const each =
  (declare) =>
  (...rows) =>
  (name, body) => {
    for (const row of rows[0]) {
      const values = Array.isArray(row) ? row : [row];
      declare(format(name, ...values), () => body(...values));
    }
  };

describe.each = each(describe);
it.each = each(it);
it.skipIf = (condition) => (condition ? () => undefined : it);
export const expect = globalThis.mutationExpect;
