import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

import { NodeRecorder } from './node-recorder.ts';
import type { Path } from './ranges.ts';
import { readSimpleDocument } from './simple-document.ts';
import { isMergeKey, type ParsedPair, parseYamlDocument, scalarValue } from './yaml-document.ts';

/** What holds a node: an entry of a mapping, an item of a sequence, or nothing (the root). */
export type Holder =
  | { readonly type: 'pair'; readonly pair: ParsedPair; readonly map: YAMLMap.Parsed }
  | { readonly type: 'item'; readonly index: number; readonly sequence: YAMLSeq.Parsed }
  | { readonly type: 'root' };

/** A place in a document. */
export interface Place {
  /** How many segments of the path exist; the place is that of the last one. */
  readonly depth: number;
  readonly holder: Holder;
  /** As written: an alias is not followed. `null` where a key stands without `:` or value. */
  readonly node: ParsedNode | null;
  /** True where an edit here would show at another path too: alias, merge key, or an anchor that something refers to. */
  readonly shared: boolean;
}

/** The nodes of one document, with the places of all indicators. Offsets count from the start of `text`. */
export class DocumentTree {
  readonly text: string;
  readonly root: ParsedNode | null;
  readonly #targets = new Map<Alias, ParsedNode>();
  readonly #referred = new Set<ParsedNode>();

  constructor(text: string) {
    this.text = text;
    this.root = simpleNodes(text) ?? parseYamlDocument(text, true).contents;
    if (this.root && text.includes('*')) this.#resolveAliases(this.root);
  }

  #resolveAliases(root: ParsedNode): void {
    const anchors = new Map<string, ParsedNode>();
    visit(root, {
      Alias: (_key, alias) => {
        const target = anchors.get(alias.source);
        if (!target) return;
        this.#targets.set(alias, target);
        this.#referred.add(target);
      },
      Value: (_key, node) => {
        if (node.anchor !== undefined) anchors.set(node.anchor, node as ParsedNode);
      },
    });
  }

  /** The place at `path`, or that of its nearest existing ancestor. */
  locate(path: Path): Place {
    let place: Place = this.#enter(this.root, { type: 'root' }, 0, false);
    for (const segment of path) {
      const next = this.#step(place, segment);
      if (!next) break;
      place = next;
    }
    return place;
  }

  /** The node that an alias stands for; any other node itself. */
  dereference(node: ParsedNode | null): ParsedNode | null {
    return isAlias(node) ? (this.#targets.get(node) ?? null) : node;
  }

  #enter(node: ParsedNode | null, holder: Holder, depth: number, shared: boolean): Place {
    const target = this.dereference(node);
    return {
      depth,
      holder,
      node,
      shared: shared || node !== target || (target !== null && this.#referred.has(target)),
    };
  }

  #step(place: Place, segment: string | number): Place | undefined {
    const node = this.dereference(place.node);
    const depth = place.depth + 1;
    if (isMap(node)) {
      const found = this.#findPair(node, String(segment));
      if (!found) return undefined;
      const { pair, map, merged } = found;
      return this.#enter(pair.value, { type: 'pair', pair, map }, depth, place.shared || merged);
    }
    if (!isSeq(node) || typeof segment !== 'number') return undefined;
    const item = node.items[segment];
    return item && this.#enter(item, { type: 'item', index: segment, sequence: node }, depth, place.shared);
  }

  #findPair(
    map: YAMLMap.Parsed,
    key: string,
  ): { pair: ParsedPair; map: YAMLMap.Parsed; merged: boolean } | undefined {
    // Of duplicate keys the last one counts.
    const pair = map.items.findLast(
      (candidate) => keyText(candidate.key) === key && !isMergeKey(candidate.key),
    );
    if (pair) return { pair, map, merged: false };
    for (const source of this.#mergeSources(map)) {
      const found = this.#findPair(source, key);
      if (found) return { ...found, merged: true };
    }
    return undefined;
  }

  #mergeSources(map: YAMLMap.Parsed): readonly YAMLMap.Parsed[] {
    const values = map.items.filter(({ key }) => isMergeKey(key)).map(({ value }) => this.dereference(value));
    const sources = values.flatMap((value) =>
      isSeq(value) ? value.items.map((item) => this.dereference(item)) : [value],
    );
    return sources.filter((source): source is YAMLMap.Parsed => isMap(source));
  }
}

/** The nodes of a document in plain YAML, read many times as fast as by the library; `undefined` for every other one. */
export function simpleNodes(text: string): ParsedNode | undefined {
  const recorder = new NodeRecorder();
  return readSimpleDocument(text, { recorder }) && (recorder.root ?? undefined);
}

/** A mapping key as the text under which it is found in plain data. */
export function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(scalarValue(key)) : undefined;
}
