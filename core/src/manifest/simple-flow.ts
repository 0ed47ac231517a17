import { deepestNesting } from './nesting-limit.ts';
import type { NodeRecorder } from './node-recorder.ts';
import { resolvePlainScalar } from './plain-scalar.ts';

/** What {@link readSimpleFlow} throws where the text needs the full parser. */
export class NotSimple extends Error {}

const doubleQuoted = /"((?:[^"\\\t]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*)"/y;
const singleQuoted = /'((?:[^']|'')*)'/y;
/** Blanks inside are allowed, a `:` only before another character than a blank. */
const plain =
  /(?![-?:][ ,[\]{}]|[-?:]$)[^\s,[\]{}#&*!|>'"%@`:](?:[^\s,[\]{}:#]|:(?=[^\s,[\]{}:])| +(?=[^\s,[\]{}:#]))*/y;
const blanks = / */y;
const end = /(?: +#.*)?$/y;

/** A quoted scalar that fills one line, but for a comment behind it. */
export function readQuoted(text: string): string {
  const reader = new FlowReader(text, 0);
  const value = reader.readQuoted();
  reader.finish();
  return value;
}

/**
 * A flow collection on one line: `{cpu: 100m, memory: 1Gi}`, `["sh", "-c"]`. Throws {@link NotSimple} otherwise. `depth` is
 * how many collections hold it, `base` where the text starts in its
 * document, for the recorder.
 */
export function readSimpleFlow(text: string, depth: number, recorder?: NodeRecorder, base = 0): unknown {
  const reader = new FlowReader(text, depth, recorder, base);
  const value = reader.readNode();
  reader.finish();
  return value;
}

/** How the `yaml` library calls a scalar that starts with this character. */
export function quoteType(first: string | undefined): 'QUOTE_DOUBLE' | 'QUOTE_SINGLE' | 'PLAIN' {
  if (first === '"') return 'QUOTE_DOUBLE';
  return first === "'" ? 'QUOTE_SINGLE' : 'PLAIN';
}

class FlowReader {
  readonly #text: string;
  readonly #recorder: NodeRecorder | undefined;
  readonly #base: number;
  #at = 0;
  #depth: number;

  constructor(text: string, depth: number, recorder?: NodeRecorder, base = 0) {
    this.#text = text;
    this.#depth = depth;
    this.#recorder = recorder;
    this.#base = base;
  }

  finish(): void {
    if (this.#match(end) === undefined) throw new NotSimple();
  }

  readNode(): unknown {
    const first = this.#text[this.#at];
    if (first === '{') return this.#readMapping();
    if (first === '[') return this.#readSequence();
    const start = this.#offset;
    if (this.#isQuote(first)) {
      const value = this.readQuoted();
      this.#recorder?.scalar(start, this.#offset, value, quoteType(first));
      return value;
    }
    const text = this.#require(plain)[0];
    this.#recorder?.scalar(start, this.#offset, text, 'PLAIN');
    return resolvePlainScalar(text);
  }

  readQuoted(): string {
    if (this.#text[this.#at] === "'") return (this.#require(singleQuoted)[1] ?? '').replaceAll("''", "'");
    const [whole, inner = ''] = this.#require(doubleQuoted);
    return inner.includes('\\') ? (JSON.parse(whole) as string) : inner;
  }

  #readSequence(): unknown[] {
    const items: unknown[] = [];
    this.#recorder?.startSequence(this.#offset, true);
    this.#readMembers(']', () => items.push(this.readNode()));
    this.#recorder?.endCollection(this.#offset);
    return items;
  }

  #readMapping(): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    this.#recorder?.startMapping(this.#offset, true);
    this.#readMembers('}', () => {
      const start = this.#at;
      const name = this.#readKey();
      const end = this.#at;
      this.#match(blanks);
      if (this.#text[this.#at] !== ':' || this.#text[this.#at + 1] !== ' ') throw new NotSimple();
      this.#recordKey(start, end);
      this.#at++;
      this.#match(blanks);
      if (name === '__proto__' || Object.hasOwn(mapping, name)) throw new NotSimple();
      mapping[name] = this.readNode();
    });
    this.#recorder?.endCollection(this.#offset);
    return mapping;
  }

  #recordKey(start: number, end: number): void {
    const first = this.#text[start] ?? '';
    const isQuoted = this.#isQuote(first);
    const text = isQuoted ? this.#text.slice(start + 1, end - 1) : this.#text.slice(start, end);
    // An escape would make the key longer than what it stands for.
    if (isQuoted && /[\\']/.test(text) && this.#recorder) throw new NotSimple();
    this.#recorder?.key(this.#base + start, text, quoteType(first), this.#offset);
  }

  #readKey(): string {
    if (this.#isQuote(this.#text[this.#at])) return this.readQuoted();
    return String(resolvePlainScalar(this.#require(plain)[0]));
  }

  /** Members with a comma between two of them, none behind the last. */
  #readMembers(close: string, readMember: () => void): void {
    if (++this.#depth > deepestNesting) throw new NotSimple();
    this.#readUpTo(close, readMember);
    this.#depth--;
  }

  #readUpTo(close: string, readMember: () => void): void {
    this.#at++;
    this.#match(blanks);
    if (this.#text[this.#at] === close) {
      this.#at++;
      return;
    }
    for (;;) {
      readMember();
      this.#match(blanks);
      const next = this.#text[this.#at++];
      if (next === close) return;
      if (next !== ',') throw new NotSimple();
      this.#match(blanks);
    }
  }

  /** In the document. */
  get #offset(): number {
    return this.#base + this.#at;
  }

  #isQuote(character: string | undefined): boolean {
    return character === '"' || character === "'";
  }

  #require(pattern: RegExp): RegExpExecArray {
    const match = this.#match(pattern);
    if (!match) throw new NotSimple();
    return match;
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text) ?? undefined;
    if (match) this.#at = pattern.lastIndex;
    return match;
  }
}
