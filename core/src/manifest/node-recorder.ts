import { Pair, type ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';

import type { ParsedPair } from './yaml-document.ts';

type ScalarType = 'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE';

/** A collection whose members are being read. */
type Open = { readonly map: YAMLMap.Parsed; pair?: ParsedPair } | { readonly sequence: YAMLSeq.Parsed };

/**
 * Builds the nodes of a document while a reader goes through it, with the ranges and source tokens that the `yaml` library would give them, as far
 * as places and edits are computed from these. Offsets count from the start of the text.
 */
export class NodeRecorder {
  root: ParsedNode | null = null;
  readonly #open: Open[] = [];

  startMapping(start: number, isFlow = false): void {
    this.#start({ map: collection(new YAMLMap(), start, isFlow) as YAMLMap.Parsed });
  }

  startSequence(start: number, isFlow = false): void {
    const sequence = collection(new YAMLSeq(), start, isFlow) as YAMLSeq.Parsed;
    if (!isFlow) sequence.srcToken = { type: 'block-seq', offset: start, indent: 0, items: [] };
    this.#start({ sequence });
  }

  /** `end` counts in flow collections alone: block collections end with their last member. */
  endCollection(end = 0): void {
    const open = this.#open.pop();
    const node = open && ('map' in open ? open.map : open.sequence);
    if (node?.flow === true) node.range = [node.range[0], end, end];
  }

  /** A key with its `:`; `text` is what stands between the quotes. */
  key(start: number, text: string, type: ScalarType, colon: number): void {
    const open = this.#open.at(-1);
    if (!open || !('map' in open)) return;
    const quotes = type === 'PLAIN' ? 0 : 2;
    const pair = new Pair(scalar(start, start + text.length + quotes, text, type), null) as ParsedPair;
    pair.srcToken = {
      start: [],
      sep: [{ type: 'map-value-ind', offset: colon, indent: 0, source: ':' }],
    };
    open.map.items.push(pair);
    open.pair = pair;
  }

  /** The `-` of an item. */
  item(dash: number): void {
    const open = this.#open.at(-1);
    if (!open || !('sequence' in open) || open.sequence.srcToken?.type !== 'block-seq') return;
    open.sequence.srcToken.items.push({
      start: [{ type: 'seq-item-ind', offset: dash, indent: 0, source: '-' }],
    });
  }

  scalar(start: number, end: number, source: string, type: ScalarType): void {
    this.#add(scalar(start, end, source, type));
  }

  /** A `|` block: `header` is what stands on its line, `body` what follows it, up to `end`. */
  literal(start: number, header: string, value: string, body: string, end: number): void {
    const node = scalar(start, end, value, 'BLOCK_LITERAL');
    node.srcToken = {
      type: 'block-scalar',
      offset: start,
      indent: 0,
      props: [{ type: 'block-scalar-header', offset: start, indent: 0, source: header }],
      source: body,
    };
    this.#add(node);
  }

  /** What stands behind a `:` or `-` that nothing follows. */
  empty(offset: number): void {
    this.#add(scalar(offset, offset, '', 'PLAIN'));
  }

  #start(open: Open): void {
    this.#add('map' in open ? open.map : open.sequence);
    this.#open.push(open);
  }

  #add(node: ParsedNode): void {
    const holder = this.#open.at(-1);
    if (!holder) this.root = node;
    else if ('sequence' in holder) holder.sequence.items.push(node);
    else if (holder.pair) holder.pair.value = node;
  }
}

function scalar(
  start: number,
  end: number,
  source: string,
  type: ScalarType | 'BLOCK_LITERAL',
): Scalar.Parsed {
  const node = new Scalar(source) as Scalar.Parsed;
  node.range = [start, end, end];
  node.source = source;
  node.type = type;
  return node;
}

function collection(node: YAMLMap | YAMLSeq, start: number, isFlow: boolean): YAMLMap | YAMLSeq {
  node.range = [start, start, start];
  if (isFlow) node.flow = true;
  return node;
}
