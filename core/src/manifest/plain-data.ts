import {
  type Alias,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

import { noScalarKey } from './plain-document.ts';
import type { Range } from './ranges.ts';
import { isMergeKey, scalarValue } from './yaml-document.ts';

/** A defect that only shows when the nodes are put together. */
export interface DataProblem {
  readonly code: 'syntax' | 'alias-limit' | 'duplicate-key';
  readonly message: string;
  readonly range: Range;
}

/** `value` is `undefined` where the document cannot be put together. */
export interface PlainData {
  readonly value: unknown;
  readonly problems: readonly DataProblem[];
}

/** How many nodes aliases may add to one document. A billion laughs adds 10⁹; the largest real manifests some thousands. */
const aliasNodeLimit = 100_000;

/**
 * The document as plain data with aliases and merge keys resolved. Aliased parts are shared, not copied. Of duplicate
 * keys the last one counts, as in kubectl, and each is reported.
 */
export function toPlainData(root: ParsedNode | null): PlainData {
  if (root === null) return { value: null, problems: [] };
  const reader = new PlainDataReader();
  try {
    return { value: reader.read(root).value, problems: reader.problems };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { value: undefined, problems: [...reader.problems, error.problem] };
  }
}

/** A value with the number of nodes it comes to when every alias is written out. */
interface Sized {
  readonly value: unknown;
  readonly size: number;
}

class Unreadable extends Error {
  readonly problem: DataProblem;

  constructor(problem: DataProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

class PlainDataReader {
  readonly problems: DataProblem[] = [];
  readonly #anchors = new Map<string, Sized>();
  #aliasNodes = 0;

  read(node: ParsedNode | null): Sized {
    if (node === null) return { value: null, size: 1 };
    if (isAlias(node)) return this.#readAlias(node);
    const sized = this.#readOwn(node);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, sized);
    return sized;
  }

  #readOwn(node: ParsedNode): Sized {
    if (isMap(node)) return this.#readMap(node);
    if (isSeq(node)) return this.#readSequence(node);
    return { value: isScalar(node) ? scalarValue(node) : null, size: 1 };
  }

  #readAlias(alias: Alias.Parsed): Sized {
    const [start, end] = alias.range;
    const target = this.#anchors.get(alias.source);
    if (!target) {
      const message = `no anchor "${alias.source}" comes before this alias`;
      throw new Unreadable({ code: 'syntax', message, range: { start, end } });
    }
    this.#aliasNodes += target.size;
    if (this.#aliasNodes > aliasNodeLimit) {
      const message = `aliases make this document larger than ${aliasNodeLimit} nodes: write the repeated parts out`;
      throw new Unreadable({ code: 'alias-limit', message, range: { start, end } });
    }
    return target;
  }

  #readSequence(node: YAMLSeq.Parsed): Sized {
    let size = 1;
    const value = node.items.map((item) => {
      const sized = this.read(item);
      size += sized.size;
      return sized.value;
    });
    return { value, size };
  }

  #readMap(node: YAMLMap.Parsed): Sized {
    const value: Record<string, unknown> = {};
    const merged: unknown[] = [];
    let size = 1;
    for (const pair of node.items) {
      const isMerge = isMergeKey(pair.key);
      const key = isMerge ? '<<' : this.#readKey(pair.key);
      const sized = this.read(pair.value);
      size += sized.size + 1;
      if (isMerge) {
        merged.push(...this.#mergeSources(sized.value, pair.value ?? pair.key));
      } else if (key !== undefined) {
        if (Object.hasOwn(value, key)) this.#reportDuplicate(key, pair.key);
        setKey(value, key, sized.value);
      }
    }
    merged.forEach((source) => mergeInto(value, source as Record<string, unknown>));
    return { value, size };
  }

  /** `undefined` for what cannot be a key, which is reported. */
  #readKey(node: ParsedNode): string | undefined {
    const value = isCollection(node) ? node : this.read(node).value;
    if (typeof value !== 'object' || value === null) return String(value);
    const [start, end] = node.range;
    this.problems.push({ code: 'syntax', message: noScalarKey, range: { start, end } });
    return undefined;
  }

  #mergeSources(value: unknown, node: ParsedNode): readonly unknown[] {
    const sources: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (sources.every(isRecord)) return sources;
    const [start, end] = node.range;
    throw new Unreadable({
      code: 'syntax',
      message: 'only mappings can be merged with <<',
      range: { start, end },
    });
  }

  #reportDuplicate(key: string, node: ParsedNode): void {
    const [start, end] = node.range;
    this.problems.push({
      code: 'duplicate-key',
      message: `key "${key}" is set more than once in this mapping; the last one counts`,
      range: { start, end },
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys of the mapping itself win over merged ones, and earlier merged ones over later. */
function mergeInto(target: Record<string, unknown>, source: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(source)) {
    if (!Object.hasOwn(target, key)) setKey(target, key, value);
  }
}

/** A plain assignment would let a key named `__proto__` change the object's prototype. */
function setKey(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
