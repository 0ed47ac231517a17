import { deepestNesting } from './nesting-limit.ts';
import type { NodeRecorder } from './node-recorder.ts';
import { resolvePlainScalar } from './plain-scalar.ts';
import { NotSimple, quoteType, readQuoted, readSimpleFlow } from './simple-flow.ts';

/**
 * Reads a document that uses only the plain part of YAML that most manifests are written in: block mappings and
 * sequences, scalars on one line or folded over several, `|` blocks, quotes and comments. Answers `undefined` for everything
 * else, errors among it: then the full parser decides. It is some twenty times as fast as that, and gives the same
 * data (test/properties/simple-document.test.ts).
 *
 * With `looseQuotes` the lines that continue a quoted scalar may stand further left than YAML allows: libyaml and Go's
 * readers, kubectl's among them, take them so. A `recorder` is told of each node and where it stands.
 */
export function readSimpleDocument(
  text: string,
  { looseQuotes = false, recorder }: SimpleReaderOptions = {},
): { readonly value: unknown } | undefined {
  if (unusual.test(text)) return undefined;
  try {
    return { value: new SimpleReader(text, looseQuotes, recorder).read() };
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}

export interface SimpleReaderOptions {
  readonly looseQuotes?: boolean;
  readonly recorder?: NodeRecorder;
}

/** Characters that YAML forbids, reads as line ends in some version, or that are invisible. */
const unusual =
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\r(?!\n)/;

/** A key with its `:`, plain or in quotes without escapes. */
const keyPattern = /(?:([\w./$][\w./$~+=()@-]*)|"([^"\\\n]*)"|'([^'\n]*)') *:(?= |$)/y;

const literalHeader = /^\|(-?)(?: +#.*)?$/;

const [blank, tab] = [' ', '\t'].map((letter) => letter.charCodeAt(0)) as [number, number];

/** What a plain scalar cannot start with, and what the full parser has to look at. */
const startsOtherwise = /^[-?:](?: |$)|^[,[\]{}#&*!|>'"%@`]/;
const startsLineOtherwise = /^(?:[-?:](?:\s|$)|#)/;

class SimpleReader {
  readonly #lines: string[];
  readonly #looseQuotes: boolean;
  readonly #recorder: NodeRecorder | undefined;
  readonly #text: string;
  /** Where each line starts; for the recorder. */
  readonly #starts: readonly number[];
  #at = 0;
  /** Of the collection in hand. */
  #depth = 0;

  constructor(text: string, looseQuotes: boolean, recorder: NodeRecorder | undefined) {
    this.#looseQuotes = looseQuotes;
    this.#recorder = recorder;
    this.#text = text;
    const lines = text.split('\n');
    this.#starts = recorder ? startsOf(lines) : [];
    this.#lines = text.includes('\r')
      ? lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
      : lines;
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
    this.#descend();
    this.#recorder?.startMapping(this.#offset(indent));
    do {
      const line = this.#line;
      keyPattern.lastIndex = indent;
      const match = keyPattern.exec(line);
      if (!match) throw new NotSimple();
      const key =
        match[1] === undefined ? (match[2] ?? match[3] ?? '') : String(resolvePlainScalar(match[1]));
      // Duplicate keys are reported, and `__proto__` is defined with care, by the full parser.
      if (key === '__proto__' || Object.hasOwn(mapping, key)) throw new NotSimple();
      const colon = keyPattern.lastIndex - 1;
      this.#recordKey(indent, match, colon);
      mapping[key] = this.#readValue(line, colon + 1, indent, true);
    } while (this.#peek() === indent);
    if (this.#peek() > indent) throw new NotSimple();
    this.#recorder?.endCollection();
    this.#depth--;
    return mapping;
  }

  #readSequence(indent: number): unknown[] {
    const items: unknown[] = [];
    this.#descend();
    this.#recorder?.startSequence(this.#offset(indent));
    do {
      this.#recorder?.item(this.#offset(indent));
      items.push(this.#readItem(indent));
    } while (this.#peek() === indent && isItem(this.#line, indent));
    if (this.#peek() > indent) throw new NotSimple();
    this.#recorder?.endCollection();
    this.#depth--;
    return items;
  }

  /** Where nesting is too deep, the full parser says so. */
  #descend(): void {
    if (++this.#depth > deepestNesting) throw new NotSimple();
  }

  #readItem(indent: number): unknown {
    const line = `${this.#line.slice(0, indent)} ${this.#line.slice(indent + 1)}`;
    const column = indentOf(line);
    keyPattern.lastIndex = column;
    if (!isItem(line, column) && !keyPattern.test(line)) {
      return this.#readValue(line, indent + 1, indent, false);
    }
    // A collection that starts behind the dash: as if the dash were a blank.
    this.#lines[this.#at] = line;
    return this.#readBlock(column);
  }

  /** What follows a `:` or `-` of a line, from a column on. The collection that holds it is indented by `indent`. */
  #readValue(line: string, column: number, indent: number, inMapping: boolean): unknown {
    const rest = trimBlanks(line.slice(column));
    const first = rest[0];
    const start = this.#recorder ? this.#offset(line.indexOf(first ?? '', column)) : 0;
    this.#at++;
    if (first === undefined || first === '#') return this.#readBelow(indent, inMapping, start);
    if (first === '"' || first === "'") return this.#readQuoted(rest, first, indent, start);
    if (first === '|') return this.#readLiteral(rest, indent, start);
    if (first === '{' || first === '[') return readSimpleFlow(rest, this.#depth, this.#recorder, start);
    return resolvePlainScalar(this.#readPlain(rest, indent, start));
  }

  /** Where a column of the line in hand is in the text. */
  #offset(column: number): number {
    return (this.#starts[this.#at] ?? 0) + column;
  }

  #recordKey(column: number, match: RegExpExecArray, colon: number): void {
    if (!this.#recorder) return;
    const text = match[1] ?? match[2] ?? match[3] ?? '';
    const type = match[1] === undefined ? quoteType(this.#line[column]) : 'PLAIN';
    this.#recorder.key(this.#offset(column), text, type, this.#offset(colon));
  }

  #readBelow(indent: number, inMapping: boolean, start: number): unknown {
    const below = this.#peek();
    if (below > indent) return this.#readBlock(below);
    if (inMapping && below === indent && isItem(this.#line, indent)) return this.#readSequence(indent);
    this.#recorder?.empty(start);
    return null;
  }

  /** A plain scalar with the lines that continue it: line ends become blanks, blank lines line ends. */
  #readPlain(rest: string, indent: number, start: number): string {
    if (startsOtherwise.test(rest)) throw new NotSimple();
    const comment = rest.includes('#') ? rest.search(/[ \t]#/) : -1;
    let text = plainText(comment < 0 ? rest : rest.slice(0, comment));
    let end = start + text.length;
    // No line can continue it behind a comment: then the next one is no key, which is noticed there.
    for (let gap = 0, at = this.#at; comment < 0 && at < this.#lines.length; at++) {
      const line = this.#lines[at] ?? '';
      const column = indentOf(line);
      if (column === line.length) {
        gap++;
        continue;
      }
      if (column <= indent || line[column] === '#') break;
      if (startsLineOtherwise.test(line.slice(column)) || /[ \t]#/.test(line)) throw new NotSimple();
      const piece = plainText(line.slice(column));
      text += (gap === 0 ? ' ' : '\n'.repeat(gap)) + piece;
      end = (this.#starts[at] ?? 0) + column + piece.length;
      gap = 0;
      this.#at = at + 1;
    }
    this.#recorder?.scalar(start, end, text, 'PLAIN');
    return text;
  }

  /** A quoted scalar, which may go on over lines: line ends become blanks, blank lines line ends. */
  #readQuoted(rest: string, quote: string, indent: number, offset: number): string {
    if (closes(rest.slice(1), quote)) {
      const value = readQuoted(rest);
      this.#recorder?.scalar(offset, offset + 1 + closingEnd(rest.slice(1), quote), value, quoteType(quote));
      return value;
    }
    const lineBreak = quote === '"' ? '\\n' : '\n';
    const parts = [trimBlanks(rest)];
    for (let gap = 0; this.#at < this.#lines.length;) {
      const line = this.#line;
      const start = indentOf(line);
      this.#at++;
      if (start === line.length) {
        gap++;
        continue;
      }
      if (start <= indent && (!this.#looseQuotes || /^(?:---|\.\.\.)/.test(line))) break;
      const piece = trimBlanks(line.slice(start));
      parts.push(gap === 0 ? ' ' : lineBreak.repeat(gap), piece);
      gap = 0;
      // An escape at the end of a line now stands before a blank, which is left to the full parser.
      if (closes(piece, quote)) {
        const value = readQuoted(parts.join(''));
        const end = (this.#starts[this.#at - 1] ?? 0) + start + closingEnd(piece, quote);
        this.#recorder?.scalar(offset, end, value, quoteType(quote));
        return value;
      }
    }
    throw new NotSimple();
  }

  #readLiteral(rest: string, indent: number, start: number): string {
    const strip = capture(literalHeader, rest) === '-';
    const begin = this.#at;
    const first = this.#firstNonBlank();
    const column = indentOf(this.#lines[first] ?? '');
    if (column <= indent) throw new NotSimple();
    const content: string[] = [];
    for (; this.#at < this.#lines.length; this.#at++) {
      const line = this.#line;
      const blanks = leadingBlanks(line);
      if (blanks < column && blanks < line.length) break;
      if (this.#at < first && blanks > column) throw new NotSimple();
      content.push(line.slice(column));
    }
    // A line between the two indentations would be an error.
    if (this.#at < this.#lines.length && leadingBlanks(this.#line) > indent) throw new NotSimple();
    while (content.at(-1) === '') content.pop();
    const value = content.join('\n') + (strip ? '' : '\n');
    if (this.#recorder) {
      const end = this.#starts[this.#at] ?? this.#text.length;
      const body = this.#text.slice(this.#starts[begin], end);
      this.#recorder.literal(start, strip ? '|-' : '|', value, body, end);
    }
    return value;
  }

  #firstNonBlank(): number {
    let at = this.#at;
    while (at < this.#lines.length && leadingBlanks(this.#lines[at] ?? '') === this.#lines[at]?.length) at++;
    return at;
  }
}

/** Up to the quote that ends a quoted scalar; a doubled single quote and an escaped double one end nothing. */
const closing: Readonly<Record<string, RegExp>> = { '"': /^(?:[^"\\]|\\.)*"/, "'": /^(?:[^']|'')*'(?!')/ };

/** Whether a quoted scalar ends in a piece of it. */
function closes(piece: string, quote: string): boolean {
  return closing[quote]?.test(piece) === true;
}

/** How much of the piece belongs to it, the quote included. */
function closingEnd(piece: string, quote: string): number {
  return closing[quote]?.exec(piece)?.[0].length ?? 0;
}

function startsOf(lines: readonly string[]): readonly number[] {
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  return starts;
}

function leadingBlanks(line: string): number {
  let at = 0;
  while (line.charCodeAt(at) === blank) at++;
  return at;
}

/** A tab before the first other character is an error in most places. */
function indentOf(line: string): number {
  const at = leadingBlanks(line);
  if (line.charCodeAt(at) === tab) throw new NotSimple();
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
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === blank || code === tab;
}

function plainText(text: string): string {
  const trimmed = trimBlanks(text);
  if (trimmed.includes(': ') || trimmed.includes(':\t') || trimmed.endsWith(':')) throw new NotSimple();
  return trimmed;
}
