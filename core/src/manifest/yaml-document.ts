import { Composer, type Document, isScalar, type Pair, type ParsedNode, type Scalar, Schema } from 'yaml';

import { boundedTokens, NestedTooDeep } from './nesting-limit.ts';
import { resolvePlainScalar, type ScalarValue } from './plain-scalar.ts';
import type { Range } from './ranges.ts';

export type ParsedPair = Pair<ParsedNode, ParsedNode | null>;

/** A syntax error with its place in the parsed text. */
export interface YamlSyntaxError {
  readonly message: string;
  readonly range: Range;
}

/** One document as `yaml` composes it. */
export interface YamlDocument {
  readonly contents: ParsedNode | null;
  readonly errors: readonly YamlSyntaxError[];
}

/** Every scalar is kept as text here: {@link scalarValue} gives it the meaning that Kubernetes gives it. */
const schema = new Schema({ schema: 'failsafe', merge: false, resolveKnownTags: false });

/**
 * Parses one document. `keepSourceTokens` keeps where indicators stand (`-`, `:`), which edits need. Of a document that nests
 * too deep nothing is read but where it does.
 */
export function parseYamlDocument(text: string, keepSourceTokens = false): YamlDocument {
  // Duplicate keys are found elsewhere: the library's own check compares every key with every other.
  const composer = new Composer({ schema, uniqueKeys: false, keepSourceTokens, logLevel: 'silent' });
  const documents: Document.Parsed[] = [];
  try {
    documents.push(...composer.compose(boundedTokens(text), true, text.length));
  } catch (error) {
    if (!(error instanceof NestedTooDeep)) throw error;
    const { message, offset } = error;
    return { contents: null, errors: [{ message, range: { start: offset, end: offset + 1 } }] };
  }
  const errors = documents.flatMap((document) => document.errors);
  return {
    contents: documents[0]?.contents ?? null,
    // The library places what is missing at the end one character behind it.
    errors: errors.map(({ message, pos: [start, end] }) => ({
      message,
      range: { start: Math.min(start, text.length), end: Math.min(end, text.length) },
    })),
  };
}

const resolvableTags = new Set(['int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`));

/** The value of a scalar as Kubernetes reads it. */
export function scalarValue(node: Scalar): ScalarValue {
  const text = node.source ?? '';
  if (node.tag === undefined) return node.type === 'PLAIN' ? resolvePlainScalar(text) : text;
  return resolvableTags.has(node.tag) ? resolvePlainScalar(text) : text;
}

/** True for the key `<<`, whose value is merged into the mapping. */
export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.tag === undefined && key.source === '<<';
}
