import { type CST, isMap, isScalar, isSeq, type ParsedNode, type YAMLMap, type YAMLSeq } from 'yaml';

import type { DocumentTree, Holder, Place } from '../document-tree.ts';
import { itemIndicator, nodeRange, pairEnd, valueRange } from '../node-ranges.ts';
import type { Path, Range } from '../ranges.ts';
import type { ManifestResource } from '../resource.ts';
import type { TextEdit } from '../text-edit.ts';
import type { ParsedPair } from '../yaml-document.ts';
import { columnOf, lineEndOf } from './text-lines.ts';
import type { QuotingStyle, TextLayout } from './yaml-text.ts';

/** A mapping or sequence that entries are added to or removed from. */
export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed;

/** One document that edits are computed for. Offsets count from its start; {@link edit} turns them into the file's. */
export class EditSite {
  readonly resource: ManifestResource;
  readonly text: string;
  readonly tree: DocumentTree;

  constructor(resource: ManifestResource) {
    this.resource = resource;
    this.text = resource.content.document.text;
    this.tree = resource.content.document.tree;
  }

  locate(path: Path): Place {
    return this.tree.locate([...this.resource.content.path, ...path]);
  }

  edit(start: number, end: number, newText: string): TextEdit {
    const { file, base } = this.resource;
    return { file: file.path, range: { start: start + base, end: end + base }, newText };
  }

  insert(offset: number, newText: string): TextEdit {
    return this.edit(offset, offset, newText);
  }

  /** New lines behind the line in which `offset` stands, after its comment. */
  insertLines(offset: number, column: number, lines: readonly string[]): TextEdit {
    const indent = this.resource.file.lineEnd + ' '.repeat(column);
    return this.insert(lineEndOf(this.text, offset), lines.map((line) => indent + line).join(''));
  }

  /** Lines that start where something stands already: only those after the first get a line end and blanks. */
  joinLines(column: number, lines: readonly string[]): string {
    return lines.join(this.resource.file.lineEnd + ' '.repeat(column));
  }

  column(offset: number): number {
    return columnOf(this.text, offset);
  }

  /** How the document indents, seen from its first nested mapping and its first sequence below a key. */
  layout(): TextLayout {
    return { step: this.#nestedColumn(isMap) || 2, sequenceStep: this.#nestedColumn(isSeq) ?? 2 };
  }

  #nestedColumn(isWanted: (node: unknown) => boolean): number | undefined {
    const search = (node: ParsedNode | null): number | undefined => {
      if (isSeq(node)) return firstOf(node.items, (item) => search(item));
      if (!isMap(node) || node.flow) return undefined;
      return firstOf(node.items, ({ key, value }) => {
        const isNested = isWanted(value) && isBlockCollection(value);
        return isNested ? this.#blockColumn(value) - this.column(key.range[0]) : search(value);
      });
    };
    return search(this.tree.root);
  }

  #blockColumn(collection: Collection): number {
    return this.column(firstOffset(collection));
  }
}

function firstOf<T>(items: readonly T[], find: (item: T) => number | undefined): number | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function isBlockCollection(node: ParsedNode | null): node is Collection {
  return (isMap(node) || isSeq(node)) && !node.flow;
}

export function isFlowCollection(node: ParsedNode | null): node is Collection {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

/** Where the entries of a block collection start: its first key or its first `-`. */
export function firstOffset(collection: Collection): number {
  return memberRange(collection, 0).start;
}

/** An entry from its key, or an item from its `-`, to the end of its value. */
export function memberRange(collection: Collection, index: number): Range {
  if (isMap(collection)) {
    const pair = collection.items[index] as ParsedPair;
    return { start: nodeRange(pair.key).start, end: pairEnd(pair) };
  }
  const item: ParsedNode | undefined = collection.items[index];
  const dash = itemIndicator(collection.srcToken, index);
  const value = valueRange(item ?? null);
  const start = dash ?? value?.start ?? item?.range[0] ?? collection.range[0];
  return { start, end: value?.end ?? (dash === undefined ? start : dash + 1) };
}

/** Where the `:` of an entry ends; `undefined` for a key that stands alone. */
export function colonEnd(pair: ParsedPair): number | undefined {
  const colon = pair.srcToken?.sep?.find(({ type }) => type === 'map-value-ind');
  return colon && colon.offset + colon.source.length;
}

/** Whether an anchor or a tag stands before the value. */
export function hasProperties(holder: Holder): boolean {
  return separators(holder).some(({ type }) => type === 'anchor' || type === 'tag');
}

function separators(holder: Holder): readonly CST.SourceToken[] {
  if (holder.type === 'pair') return holder.pair.srcToken?.sep ?? [];
  if (holder.type === 'item') return holder.sequence.srcToken?.items[holder.index]?.start ?? [];
  return [];
}

/** The quotes of a scalar; those of a JSON key for what is written beside it. */
export function quotingOf(node: ParsedNode | null): QuotingStyle {
  if (!isScalar(node)) return 'plain';
  if (node.type === 'QUOTE_DOUBLE') return 'double';
  return node.type === 'QUOTE_SINGLE' ? 'single' : 'plain';
}

/** In a flow collection whose keys are quoted, as in JSON, strings are quoted too. */
export function flowQuoting(collection: Collection): QuotingStyle {
  const first: unknown = collection.items[0];
  if (isMap(collection)) return quotingOf((first as ParsedPair | undefined)?.key ?? null);
  return quotingOf((first as ParsedNode | undefined) ?? null);
}
