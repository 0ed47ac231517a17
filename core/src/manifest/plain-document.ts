import { type Document, isAlias, isCollection, isNode, parseDocument, visit } from 'yaml';

import { fail, ok, type Result } from '../units/result.ts';
import { lineTableOf, positionInText } from './line-table.ts';
import { nestedTooDeep, tooDeepAt } from './nesting-limit.ts';
import type { Position } from './ranges.ts';

export interface PlainProblem {
  readonly message: string;
  readonly position: Position;
}

interface ParsedDocument {
  readonly document: Document.Parsed;
  readonly value: unknown;
  readonly positionAt: (offset: number) => Position;
}

/** What both readers of our own files begin with: the nodes of one plain YAML (or JSON) document and their data, or why there are none. */
export function parsePlainDocument(text: string): Result<ParsedDocument, PlainProblem> {
  const lines = lineTableOf(text);
  const positionAt = (offset: number): Position => positionInText(text, lines, offset);
  const refuse = (message: string, offset: number): Result<ParsedDocument, PlainProblem> =>
    fail({ message, position: positionAt(offset) });

  const tooDeep = tooDeepAt(text);
  if (tooDeep !== undefined) return refuse(nestedTooDeep, tooDeep);
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error !== undefined) return refuse(error.message, error.pos[0]);
  const key = collectionAsKey(document);
  if (key !== undefined) return refuse(noScalarKey, key);
  try {
    return ok({ document, value: document.toJS({ maxAliasCount: 100 }) as unknown, positionAt });
  } catch (thrown) {
    return refuse(thrown instanceof Error ? thrown.message : String(thrown), 0);
  }
}

/** Kubernetes' readers refuse such keys too. As text, a key in a key in a key doubles with each level. */
export const noScalarKey = 'a key is a text, a number or a boolean, not a mapping or a list';

function collectionAsKey(document: Document.Parsed): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isCollection(key) && !isAlias(key)) return undefined;
      const node = isAlias(key) ? key.resolve(document) : key;
      if (!isCollection(node)) return undefined;
      offset = (isNode(key) ? key.range?.[0] : undefined) ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}
