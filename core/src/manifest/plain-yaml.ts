import { isCollection, isMap, isNode, stringify } from 'yaml';

import { fail, ok, type Result } from '../units/result.ts';
import { parsePlainDocument, type PlainProblem } from './plain-document.ts';
import type { Path, Position } from './ranges.ts';

/**
 * Data as a YAML document: block style, no folded lines, no anchors, keys in their own order. Texts that YAML 1.1, which
 * Kubernetes reads, takes for a boolean or a number (`Off`, `1e3`) are quoted.
 */
export function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

/** Several documents in one stream. */
export function toYamlStream(values: readonly unknown[]): string {
  return values.map(toYaml).join('---\n');
}

/** Reads one plain YAML (or JSON) document: our own files, not manifests. The error says what is wrong and where. */
export function fromYaml(text: string): Result<unknown, string> {
  const read = parsePlainDocument(text);
  if (read.ok) return ok(read.value.value);
  const { message, position } = read.error;
  return fail(`${message} at line ${position.line}, column ${position.column}`);
}

/** Plain data together with where its parts stand. */
export interface PlainDocument {
  readonly value: unknown;
  /** Of the value at `path`; a missing one has the position of its nearest ancestor. */
  readonly positionOf: (path: Path) => Position;
}

/** {@link fromYaml} for files whose mistakes are told by line and column. */
export function readPlainYaml(text: string): Result<PlainDocument, PlainProblem> {
  const read = parsePlainDocument(text);
  if (!read.ok) return read;
  const { document, value, positionAt } = read.value;
  const offsetOf = (path: Path): number => {
    let offset = 0;
    let parent: unknown = document.contents;
    for (const key of path) {
      if (!isCollection(parent)) break;
      const child: unknown = parent.get(key, true);
      if (!isNode(child)) break;
      const pair = isMap(parent)
        ? parent.items.find(({ key: name }) => isNode(name) && String(name) === String(key))
        : undefined;
      offset = rangeStart(child) ?? rangeStart(pair?.key) ?? offset;
      parent = child;
    }
    return offset;
  };
  return ok({ value, positionOf: (path) => positionAt(offsetOf(path)) });
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
