import { hpaKinds } from './hpa-kinds.ts';
import type { KindHandler, Vector } from './vector.ts';
import { vpaKinds } from './vpa-kinds.ts';

export const kinds: Readonly<Record<string, KindHandler>> = { ...hpaKinds, ...vpaKinds };

/** Runs one vector and lists what is wrong with it; a vector that cannot even be read is wrong in that. */
export function checkVector(vector: Vector): readonly string[] {
  const handler = kinds[vector.kind];
  if (!handler) return [`no kind is called ${vector.kind}`];
  try {
    return handler(vector);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** The vectors of a file, or why it holds none. */
export function parseVectorFile(text: string): readonly Vector[] | { readonly error: string } {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { error: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof content !== 'object' || content === null || !('vectors' in content)) {
    return { error: 'not a vector file: it has no list "vectors"' };
  }
  const { vectors } = content;
  if (!Array.isArray(vectors) || vectors.length === 0) {
    return { error: '"vectors" is not a list with entries' };
  }
  const nameless = vectors.findIndex((vector) => !isVector(vector));
  if (nameless >= 0) return { error: `vectors[${nameless}] has no id or no kind` };
  return vectors as readonly Vector[];
}

function isVector(value: unknown): value is Vector {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'kind' in value &&
    typeof value.id === 'string' &&
    typeof value.kind === 'string'
  );
}
