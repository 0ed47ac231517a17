import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

import { fail, ok, type Result } from '../units/result.ts';
import type { Path, Position } from './ranges.ts';

/** Plain data with where each part of it is written. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Where the entry at `path` is written: its key, or the item of a list. A missing path answers its nearest ancestor. */
  positionOf(path: Path): Position;
}

/** What keeps a text from being YAML, and where. */
export interface LocatedYamlError {
  readonly message: string;
  readonly position: Position;
}

/** Reads one plain YAML (or JSON) document of our own, such as a configuration file, for errors that name their place. */
export function parseLocatedYaml(text: string): Result<LocatedYaml, LocatedYamlError> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [error] = document.errors;
  if (error !== undefined) return fail({ message: error.message, position: positionAt(error.pos[0]) });
  try {
    return ok({
      value: document.toJS({ maxAliasCount: 100 }) as unknown,
      positionOf: (path) => positionAt(offsetOf(document, path)),
    });
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return fail({ message, position: { line: 1, column: 1 } });
  }
}

function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const segment of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === segment);
      if (pair === undefined) return offset;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof segment === 'number') {
      node = node.items[segment];
      offset = startOf(node) ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  if (isPair(node)) return startOf(node.key);
  return isNode(node) ? node.range?.[0] : undefined;
}
