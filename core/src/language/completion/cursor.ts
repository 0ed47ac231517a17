import type { Range } from '../../manifest/ranges.ts';

/** Where in a document one types. Read from the text alone: what is being typed is seldom whole YAML. */
export interface Cursor {
  /** Keys from the root of the document, places in lists left out: `['spec', 'metrics', 'resource', 'name']`. */
  readonly path: readonly string[];
  /** The word that is being typed, to be replaced. */
  readonly word: Range;
  /** That word up to the cursor. */
  readonly typed: string;
  /** The `kind` of the document; `undefined` where none is written yet. */
  readonly kind: string | undefined;
  /** Whether the word is an item of a list. */
  readonly isItem: boolean;
}

const WORD_BEFORE = /[^\s{}[\],:"'#]*$/;
const WORD_AFTER = /^[^\s{}[\],:"'#]*/;
/** A flag as an item of a list, with the commas of its value. */
const ARGUMENT_BEFORE = /^[ \t]*-[ \t]+(--[^\s"'#]*)$/;
const ARGUMENT_AFTER = /^[^\s"'#]*/;
const KEY = /^["']?([\w./-]+)["']?:(?=\s|$)/;

/** The cursor at an offset of a YAML text. */
export function cursorAt(text: string, offset: number): Cursor {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const argument = ARGUMENT_BEFORE.exec(before)?.[1];
  const typed = argument ?? WORD_BEFORE.exec(before)?.[0] ?? '';
  const after = (argument === undefined ? WORD_AFTER : ARGUMENT_AFTER).exec(text.slice(offset))?.[0] ?? '';
  const head = before.slice(0, before.length - typed.length);
  const start = /^[ \t]*(?:-[ \t]+)*/.exec(head)?.[0] ?? '';
  const inLine = keysIn(head.slice(start.length));
  return {
    path: [...parentsOf(text.slice(documentStart(text, lineStart), lineStart), start.length), ...inLine],
    word: { start: offset - typed.length, end: offset + after.length },
    typed,
    kind: /^kind:\s*["']?(\w+)/m.exec(documentAround(text, lineStart))?.[1],
    isItem: start.trim() !== '' && inLine.length === 0,
  };
}

function documentStart(text: string, at: number): number {
  if (at >= 3 && text.startsWith('---', at)) return at;
  const mark = text.lastIndexOf('\n---', Math.max(0, at - 1));
  return mark < 0 ? 0 : mark + 1;
}

function documentAround(text: string, at: number): string {
  const end = text.indexOf('\n---', at);
  return text.slice(documentStart(text, at), end < 0 ? text.length : end);
}

/** The keys that lead to the end of a part of a line, into braces that are still open: `a: {b: 1, c: ` → `a`, `c`. */
function keysIn(line: string): readonly string[] {
  const open: string[] = [];
  let last: string | undefined;
  let rest = line;
  while (rest !== '') {
    const key = KEY.exec(rest);
    if (key) {
      last = key[1];
      rest = rest.slice(key[0].length);
      continue;
    }
    const [sign = ''] = rest;
    if (sign === '{' || sign === '[') {
      open.push(last ?? '');
      last = undefined;
    } else if (sign === '}' || sign === ']') {
      open.pop();
      last = undefined;
    } else if (sign === ',') {
      last = undefined;
    }
    // A scalar goes to what ends it; a key comes after a blank, a comma or a brace.
    rest = rest.slice(/[\w./-]/.test(sign) ? (/^[^\s,{}[\]]*/.exec(rest)?.[0].length ?? 1) : 1);
  }
  return [...open, ...(last === undefined ? [] : [last])].filter((key) => key !== '');
}

/** The keys of the lines above that a line of this indentation stands below. */
function parentsOf(above: string, indent: number): readonly string[] {
  const parents: string[] = [];
  let inner = indent;
  for (const line of above.split('\n').reverse()) {
    const start = /^[ \t]*(?:-[ \t]+)*/.exec(line)?.[0].length ?? 0;
    const key = KEY.exec(line.slice(start))?.[1];
    if (key === undefined || start >= inner) continue;
    parents.unshift(key);
    inner = start;
    if (inner === 0) break;
  }
  return parents;
}
