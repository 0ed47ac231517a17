import { resolvePlainScalar } from './plain-scalar.ts';
import { NotSimple, readQuoted, readSimpleFlow } from './simple-flow.ts';

/**
 * Reads a document that uses only the plain part of YAML that most manifests are written in: block mappings and
 * sequences, scalars on one line or folded over several, `|` blocks, quotes and comments. Answers `undefined` for everything
 * else, errors among it: then the full parser decides. It is some twenty times as fast as that, and gives the same
 * data (test/properties/simple-document.test.ts).
 *
 * With `looseQuotes` the lines that continue a quoted scalar may stand further left than YAML allows: libyaml and Go's
 * readers, kubectl's among them, take them so.
 */
export function readSimpleDocument(
  text: string,
  { looseQuotes = false }: { readonly looseQuotes?: boolean } = {},
): { readonly value: unknown } | undefined {
  if (unusual.test(text)) return undefined;
  try {
    return { value: new SimpleReader(text, looseQuotes).read() };
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}

/** Characters that YAML forbids, reads as line ends in some version, or that are invisible. */
const unusual =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\r(?!\n)/;

/** A key with its `:`, plain or in quotes without escapes. */
const keyPattern = /(?:([\w./$][\w./$~+=()@-]*)|"([^"\\\n]*)"|'([^'\n]*)') *:(?= |$)/y;

const literalHeader = /^\|(-?)(?: +#.*)?$/;

/** What a plain scalar cannot start with, and what the full parser has to look at. */
const startsOtherwise = /^[-?:](?: |$)|^[,[\]{}#&*!|>'"%@`]/;
const startsLineOtherwise = /^(?:[-?:](?:\s|$)|#)/;

class SimpleReader {
  readonly #lines: string[];
  readonly #looseQuotes: boolean;
  #at = 0;

  constructor(text: string, looseQuotes: boolean) {
    this.#looseQuotes = looseQuotes;
    this.#lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }

  read(): unknown {
    if (this.#peek() === 0 && /^---(?: *| +#.*)$/.test(this.#line)) this.#at++;
    const indent = this.#peek();
    if (indent < 0) return null;
    const value = this.#readBlock(indent);
    if (this.#peek() >= 0) throw new NotSimple();
    return value;
  }

  get #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  /** Goes to the next line that is neither blank nor a comment: its indentation, or -1 at the end. */
  #peek(): number {
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#line;
      const indent = indentOf(line);
      if (indent < line.length && line[indent] !== '#') return indent;
    }
    return -1;
  }

  #readBlock(indent: number): unknown {
    return isItem(this.#line, indent) ? this.#readSequence(indent) : this.#readMapping(indent);
  }

  #readMapping(indent: number): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    do {
      const line = this.#line;
      keyPattern.lastIndex = indent;
      const match = keyPattern.exec(line);
      if (!match) throw new NotSimple();
      const key =
        match[1] === undefined ? (match[2] ?? match[3] ?? '') : String(resolvePlainScalar(match[1]));
      // Duplicate keys are reported, and `__proto__` is defined with care, by the full parser.
      if (key === '__proto__' || Object.hasOwn(mapping, key)) throw new NotSimple();
      mapping[key] = this.#readValue(trimBlanks(line.slice(keyPattern.lastIndex)), indent, true);
    } while (this.#peek() === indent);
    if (this.#peek() > indent) throw new NotSimple();
    return mapping;
  }

  #readSequence(indent: number): unknown[] {
    const items: unknown[] = [];
    do {
      items.push(this.#readItem(indent));
    } while (this.#peek() === indent && isItem(this.#line, indent));
    if (this.#peek() > indent) throw new NotSimple();
    return items;
  }

  #readItem(indent: number): unknown {
    const line = `${this.#line.slice(0, indent)} ${this.#line.slice(indent + 1)}`;
    const column = indentOf(line);
    keyPattern.lastIndex = column;
    if (!isItem(line, column) && !keyPattern.test(line)) {
      return this.#readValue(trimBlanks(line), indent, false);
    }
    // A collection that starts behind the dash: as if the dash were a blank.
    this.#lines[this.#at] = line;
    return this.#readBlock(column);
  }

  /** What follows a `:` or `-`. The collection that holds it is indented by `indent`. */
  #readValue(rest: string, indent: number, inMapping: boolean): unknown {
    this.#at++;
    const first = rest[0];
    if (first === undefined || first === '#') return this.#readBelow(indent, inMapping);
    if (first === '"' || first === "'") return this.#readQuoted(rest, first, indent);
    if (first === '|') return this.#readLiteral(capture(literalHeader, rest) === '-', indent);
    if (first === '{' || first === '[') return readSimpleFlow(rest);
    return resolvePlainScalar(this.#readPlain(rest, indent));
  }

  #readBelow(indent: number, inMapping: boolean): unknown {
    const below = this.#peek();
    if (below > indent) return this.#readBlock(below);
    return inMapping && below === indent && isItem(this.#line, indent) ? this.#readSequence(indent) : null;
  }

  /** A plain scalar with the lines that continue it: line ends become blanks, blank lines line ends. */
  #readPlain(rest: string, indent: number): string {
    if (startsOtherwise.test(rest)) throw new NotSimple();
    const comment = rest.search(/[ \t]#/);
    let text = plainText(comment < 0 ? rest : rest.slice(0, comment));
    // No line can continue it behind a comment: then the next one is no key, which is noticed there.
    for (let blank = 0, at = this.#at; comment < 0 && at < this.#lines.length; at++) {
      const line = this.#lines[at] ?? '';
      const start = indentOf(line);
      if (start === line.length) {
        blank++;
        continue;
      }
      if (start <= indent || line[start] === '#') break;
      if (startsLineOtherwise.test(line.slice(start)) || /[ \t]#/.test(line)) throw new NotSimple();
      text += (blank === 0 ? ' ' : '\n'.repeat(blank)) + plainText(line.slice(start));
      blank = 0;
      this.#at = at + 1;
    }
    return text;
  }

  /** A quoted scalar, which may go on over lines: line ends become blanks, blank lines line ends. */
  #readQuoted(rest: string, quote: string, indent: number): string {
    if (closes(rest.slice(1), quote)) return readQuoted(rest);
    const lineBreak = quote === '"' ? '\\n' : '\n';
    const parts = [trimBlanks(rest)];
    for (let blank = 0; this.#at < this.#lines.length;) {
      const line = this.#line;
      const start = indentOf(line);
      this.#at++;
      if (start === line.length) {
        blank++;
        continue;
      }
      if (start <= indent && (!this.#looseQuotes || /^(?:---|\.\.\.)/.test(line))) break;
      const piece = trimBlanks(line.slice(start));
      parts.push(blank === 0 ? ' ' : lineBreak.repeat(blank), piece);
      blank = 0;
      // An escape at the end of a line now stands before a blank, which is left to the full parser.
      if (closes(piece, quote)) return readQuoted(parts.join(''));
    }
    throw new NotSimple();
  }

  #readLiteral(strip: boolean, indent: number): string {
    const first = this.#firstNonBlank();
    const column = indentOf(this.#lines[first] ?? '');
    if (column <= indent) throw new NotSimple();
    const content: string[] = [];
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#line;
      const start = leadingBlanks(line);
      if (start < column && start < line.length) break;
      if (this.#at < first && start > column) throw new NotSimple();
      content.push(line.slice(column));
    }
    // A line between the two indentations would be an error.
    if (this.#at < this.#lines.length && leadingBlanks(this.#line) > indent) throw new NotSimple();
    while (content.at(-1) === '') content.pop();
    return content.join('\n') + (strip ? '' : '\n');
  }

  #firstNonBlank(): number {
    let at = this.#at;
    while (at < this.#lines.length && leadingBlanks(this.#lines[at] ?? '') === this.#lines[at]?.length) at++;
    return at;
  }
}

/** Whether a quoted scalar ends in a piece of it; a doubled single quote and an escaped double one end nothing. */
function closes(piece: string, quote: string): boolean {
  return quote === '"' ? /^(?:[^"\\]|\\.)*"/.test(piece) : /^(?:[^']|'')*'(?!')/.test(piece);
}

function leadingBlanks(line: string): number {
  let at = 0;
  while (line[at] === ' ') at++;
  return at;
}

/** A tab before the first other character is an error in most places. */
function indentOf(line: string): number {
  const at = leadingBlanks(line);
  if (line[at] === '\t') throw new NotSimple();
  return at;
}

function isItem(line: string, at: number): boolean {
  return line[at] === '-' && (at + 1 === line.length || line[at + 1] === ' ');
}

function capture(pattern: RegExp, text: string): string {
  const match = pattern.exec(text);
  if (!match) throw new NotSimple();
  return match[1] ?? '';
}

/** Other white space is content. */
function trimBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

function plainText(text: string): string {
  const trimmed = trimBlanks(text);
  if (trimmed.includes(': ') || trimmed.includes(':\t') || trimmed.endsWith(':')) throw new NotSimple();
  return trimmed;
}
