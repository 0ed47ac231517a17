import { type CST, isCollection, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';

import { type Holder, keyText, type Place } from './document-tree.ts';
import type { PathPart, Range } from './ranges.ts';
import type { ParsedPair } from './yaml-document.ts';

/**
 * The range of a place in its document. An item of a sequence and the root have no key: their `name`, `kind` or first
 * entry stands for it, so that a marker points at what people call the thing by.
 */
export function rangeOfPlace({ holder, node }: Place, part: PathPart): Range {
  if (part === 'entry') return entryRange(holder, node);
  const value = valueRange(node);
  if (part === 'value' && value) return value;
  if (holder.type === 'pair') return nodeRange(holder.pair.key);
  return headRange(node) ?? value ?? entryRange(holder, node);
}

/** Without the comments and line ends that follow; `undefined` for an empty value. */
export function valueRange(node: ParsedNode | null): Range | undefined {
  if (node === null) return undefined;
  const range = nodeRange(node);
  return range.start === range.end ? undefined : range;
}

export function nodeRange(node: ParsedNode): Range {
  const [start, end] = node.range;
  if (isScalar(node) && node.srcToken?.type === 'block-scalar') {
    return { start, end: blockScalarEnd(node.srcToken, end) };
  }
  if (!isCollection(node) || node.flow || node.items.length === 0) return { start, end };
  const last: unknown = node.items.at(-1);
  if (isMap(node)) return { start, end: pairEnd(last as ParsedPair) };
  return { start, end: itemEnd(node.srcToken, node.items.length - 1, last as ParsedNode) };
}

/** A block scalar's own range takes in the blank lines behind it. */
function blockScalarEnd({ source, props }: CST.BlockScalar, end: number): number {
  const body = source.trimEnd();
  if (body !== '') return end - (source.length - body.length);
  const header = props.find((prop): prop is CST.SourceToken => prop.type === 'block-scalar-header');
  return header ? header.offset + header.source.length : end;
}

function entryRange(holder: Holder, node: ParsedNode | null): Range {
  if (holder.type === 'pair') return { start: nodeRange(holder.pair.key).start, end: pairEnd(holder.pair) };
  if (holder.type === 'item') {
    const { sequence, index } = holder;
    const end = itemEnd(sequence.srcToken, index, node);
    return { start: itemIndicator(sequence.srcToken, index) ?? node?.range[0] ?? end, end };
  }
  return node ? nodeRange(node) : { start: 0, end: 0 };
}

/** The end of an entry: of its value, of its `:`, or of its key. */
export function pairEnd(pair: ParsedPair): number {
  const value = valueRange(pair.value);
  if (value) return value.end;
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon ? colon.offset + colon.source.length : nodeRange(pair.key).end;
}

function itemEnd(token: ParsedNode['srcToken'], index: number, node: ParsedNode | null): number {
  const value = valueRange(node);
  if (value) return value.end;
  return (itemIndicator(token, index) ?? (node?.range[0] ?? 1) - 1) + 1;
}

/** Where the `-` of an item stands; `undefined` in a flow sequence. */
export function itemIndicator(token: ParsedNode['srcToken'], index: number): number | undefined {
  if (token?.type !== 'block-seq') return undefined;
  return token.items[index]?.start.find(({ type }) => type === 'seq-item-ind')?.offset;
}

function headRange(node: ParsedNode | null): Range | undefined {
  if (!isMap(node)) return undefined;
  const { items } = node;
  const named = (name: string) => items.find(({ key }) => keyText(key) === name);
  const pair = named('name') ?? named('kind') ?? items[0];
  if (!pair) return undefined;
  const key = nodeRange(pair.key);
  return isMap(pair.value) || isSeq(pair.value) ? key : { start: key.start, end: pairEnd(pair) };
}
