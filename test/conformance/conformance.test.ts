import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { checkVector, parseVectorFile } from './run-vectors.ts';

const folder = new URL('./vectors/', import.meta.url);
const files = readdirSync(folder).filter((name) => /^hpa.*\.json$/.test(name));

describe.each(files)('%s', (file) => {
  const vectors = parseVectorFile(readFileSync(new URL(file, folder), 'utf8'));
  if ('error' in vectors) throw new Error(vectors.error);

  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    expect(checkVector(vector)).toEqual([]);
  });
});
