import { type Document, isMap, isNode, isPair, isScalar, isSeq } from 'yaml';

import { ok, type Result } from '../units/result.ts';
import { parsePlainDocument, type PlainProblem } from './plain-document.ts';
import type { Path, Position } from './ranges.ts';

/** Plain data with where each part of it is written. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Where the entry at `path` is written: its key, or the item of a list. A missing path answers its nearest ancestor. */
  positionOf(path: Path): Position;
}

/** Reads one plain YAML (or JSON) document of our own, such as a configuration file, for errors that name their place. */
export function parseLocatedYaml(text: string): Result<LocatedYaml, PlainProblem> {
  const read = parsePlainDocument(text);
  if (!read.ok) return read;
  const { document, value, positionAt } = read.value;
  return ok({ value, positionOf: (path) => positionAt(offsetOf(document, path)) });
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
