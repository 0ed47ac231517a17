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
  const reader = new FlowReader(text);
  const value = reader.readQuoted();
  reader.finish();
  return value;
}

/** A flow collection on one line: `{cpu: 100m, memory: 1Gi}`, `["sh", "-c"]`. Throws {@link NotSimple} otherwise. */
export function readSimpleFlow(text: string): unknown {
  const reader = new FlowReader(text);
  const value = reader.readNode();
  reader.finish();
  return value;
}

class FlowReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  finish(): void {
    if (this.#match(end) === undefined) throw new NotSimple();
  }

  readNode(): unknown {
    const first = this.#text[this.#at];
    if (first === '{') return this.#readMapping();
    if (first === '[') return this.#readSequence();
    return this.#isQuote(first) ? this.readQuoted() : resolvePlainScalar(this.#require(plain)[0]);
  }

  readQuoted(): string {
    if (this.#text[this.#at] === "'") return (this.#require(singleQuoted)[1] ?? '').replaceAll("''", "'");
    const [whole, inner = ''] = this.#require(doubleQuoted);
    return inner.includes('\\') ? (JSON.parse(whole) as string) : inner;
  }

  #readSequence(): unknown[] {
    const items: unknown[] = [];
    this.#readMembers(']', () => items.push(this.readNode()));
    return items;
  }

  #readMapping(): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    this.#readMembers('}', () => {
      const name = this.#readKey();
      this.#match(blanks);
      if (this.#text[this.#at] !== ':' || this.#text[this.#at + 1] !== ' ') throw new NotSimple();
      this.#at++;
      this.#match(blanks);
      if (name === '__proto__' || Object.hasOwn(mapping, name)) throw new NotSimple();
      mapping[name] = this.readNode();
    });
    return mapping;
  }

  #readKey(): string {
    if (this.#isQuote(this.#text[this.#at])) return this.readQuoted();
    return String(resolvePlainScalar(this.#require(plain)[0]));
  }

  /** Members with a comma between two of them, none behind the last. */
  #readMembers(close: string, readMember: () => void): void {
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
