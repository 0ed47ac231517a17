import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import type { Vector } from '../conformance/vector.ts';
import { vpaKinds } from '../conformance/vpa-kinds.ts';

const FOLDER = new URL('../conformance/vectors/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => /^vpa.*\.json$/.test(file));

describe.each(FILES)('%s', (file) => {
  const { vectors } = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as {
    vectors: readonly Vector[];
  };

  it.each(vectors.map((vector) => [vector.id, vector] as const))('%s', (_id, vector) => {
    const handler = vpaKinds[vector.kind];
    expect(handler, `kind ${vector.kind}`).toBeDefined();
    expect(handler!(vector)).toEqual([]);
  });
});
