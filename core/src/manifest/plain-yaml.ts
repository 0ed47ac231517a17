import { isCollection, isMap, isNode, LineCounter, parseDocument, stringify } from 'yaml';

import { fail, ok, type Result } from '../units/result.ts';
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
  const document = parseDocument(text, { prettyErrors: true, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) return fail(error.message);
  try {
    return ok(document.toJS({ maxAliasCount: 100 }) as unknown);
  } catch (thrown) {
    return fail(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** Plain data together with where its parts stand. */
export interface PlainDocument {
  readonly value: unknown;
  /** Of the value at `path`; a missing one has the position of its nearest ancestor. */
  readonly positionOf: (path: Path) => Position;
}

export interface PlainProblem {
  readonly message: string;
  readonly position: Position;
}

/** {@link fromYaml} for files whose mistakes are told by line and column. */
export function readPlainYaml(text: string): Result<PlainDocument, PlainProblem> {
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines, logLevel: 'silent' });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [error] = document.errors;
  if (error !== undefined) return fail({ message: error.message, position: positionAt(error.pos[0]) });
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
  try {
    const value = document.toJS({ maxAliasCount: 100 }) as unknown;
    return ok({ value, positionOf: (path) => positionAt(offsetOf(path)) });
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return fail({ message, position: { line: 1, column: 1 } });
  }
}

function rangeStart(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
