import { deepestNesting, nestedTooDeep } from '../../manifest/index.ts';
import { fail, ok, type Result } from '../../units/result.ts';
import { type Expression, parsePipeline } from './go-template-expression.ts';
import { evaluate, isTruthy, type TemplateData, type TemplateValue, valueText } from './go-template-value.ts';

/** Where a template cannot be read, counted from 0 in its text. */
export interface TemplateProblem {
  readonly message: string;
  readonly offset: number;
}

type Node =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'output'; readonly expression: Expression }
  | {
      readonly type: 'if';
      readonly condition: Expression;
      readonly then: readonly Node[];
      readonly otherwise: readonly Node[];
    };

/** A template that has been read and can be rendered often. */
export interface GoTemplate {
  /** The fields that it names: `Series`, `LabelMatchers`. */
  readonly fields: ReadonlySet<string>;
  /** Throws `RangeError` where a field is used as something that it is not. */
  render(data: TemplateData): string;
}

/**
 * Reads a Go text template with the delimiters `<<` and `>>`, as far as configurations of prometheus-adapter use them:
 * fields, entries of maps, `index`, literals, comments, `if`/`else if`/`else`/`end`, `eq`, `ne`, `and`, `or`, `not`, `len`,
 * and trimming (`<<-`, `->>`). Anything else is refused rather than guessed. `known` are the fields that there are.
 */
export function parseGoTemplate(text: string, known: readonly string[]): Result<GoTemplate, TemplateProblem> {
  const fields = new Set<string>();
  try {
    const parser = new TemplateParser(text, new Set(known), fields);
    const nodes = parser.parse();
    return ok({ fields, render: (data) => renderNodes(nodes, data) });
  } catch (error) {
    if (error instanceof TemplateError) return fail({ message: error.message, offset: error.offset });
    throw error;
  }
}

class TemplateError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'action'; readonly text: string; readonly offset: number };

/** Texts and actions in turn; trim markers have done their work and comments are gone. */
function splitPieces(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  let trimNext = false;
  const addText = (part: string, trimEnd: boolean): void => {
    const trimmed = trimNext ? part.replace(/^[ \t\r\n]+/, '') : part;
    pieces.push({ type: 'text', text: trimEnd ? trimmed.replace(/[ \t\r\n]+$/, '') : trimmed });
  };
  for (;;) {
    const start = text.indexOf('<<', position);
    if (start < 0) break;
    const trimsBefore = /^<<-[ \t\r\n]/.test(text.slice(start, start + 4));
    addText(text.slice(position, start), trimsBefore);
    const end = endOfAction(text, start);
    trimNext = /[ \t\r\n]->>$/.test(text.slice(start, end));
    const inside = text.slice(start + (trimsBefore ? 3 : 2), end - (trimNext ? 3 : 2));
    if (!/^\s*\/\*[\s\S]*\*\/\s*$/.test(inside)) {
      pieces.push({ type: 'action', text: inside, offset: start });
    }
    position = end;
  }
  addText(text.slice(position), false);
  return pieces;
}

/** After the `>>` that closes the action; one inside a string literal does not. */
function endOfAction(text: string, start: number): number {
  const inside = /"(?:[^"\\]|\\.)*"|`[^`]*`|>>/g;
  inside.lastIndex = start + 2;
  for (let match = inside.exec(text); match !== null; match = inside.exec(text)) {
    if (match[0] === '>>') return match.index + 2;
  }
  throw new TemplateError('<< is not closed by >>', start);
}

class TemplateParser {
  readonly #pieces: readonly Piece[];
  readonly #known: ReadonlySet<string>;
  readonly #fields: Set<string>;
  #next = 0;
  #depth = 0;

  constructor(text: string, known: ReadonlySet<string>, fields: Set<string>) {
    this.#pieces = splitPieces(text);
    this.#known = known;
    this.#fields = fields;
  }

  parse(): readonly Node[] {
    const { nodes, ended } = this.#list();
    if (ended !== undefined) throw new TemplateError(`${ended.word} without an if`, ended.offset);
    return nodes;
  }

  /** Nodes up to the `else` or `end` that does not belong to an `if` among them. */
  #list(): { nodes: Node[]; ended?: { word: 'else' | 'end'; rest: string; offset: number } } {
    const nodes: Node[] = [];
    while (this.#next < this.#pieces.length) {
      const piece = this.#pieces[this.#next++];
      if (piece === undefined) break;
      if (piece.type === 'text') {
        if (piece.text !== '') nodes.push(piece);
        continue;
      }
      const [, word = '', rest = ''] = /^\s*(\w*)\s*([\s\S]*)$/.exec(piece.text) ?? [];
      if (word === 'end' || word === 'else') return { nodes, ended: { word, rest, offset: piece.offset } };
      nodes.push(
        word === 'if'
          ? this.#if(rest, piece.offset)
          : { type: 'output', expression: this.#expression(piece.text, piece.offset) },
      );
    }
    return { nodes };
  }

  #if(conditionText: string, offset: number): Node {
    if (++this.#depth > deepestNesting) throw new TemplateError(nestedTooDeep, offset);
    const node = this.#branches(this.#expression(conditionText, offset), offset);
    this.#depth--;
    return node;
  }

  #branches(condition: Expression, offset: number): Node {
    const { nodes: then, ended } = this.#list();
    if (ended === undefined) throw new TemplateError('if without an end', offset);
    if (ended.word === 'end') return { type: 'if', condition, then, otherwise: [] };
    const chained = /^if\b([\s\S]*)$/.exec(ended.rest);
    if (chained) {
      return { type: 'if', condition, then, otherwise: [this.#if(chained[1] ?? '', ended.offset)] };
    }
    const { nodes: otherwise, ended: last } = this.#list();
    if (last?.word !== 'end') throw new TemplateError('if without an end', offset);
    return { type: 'if', condition, then, otherwise };
  }

  #expression(text: string, offset: number): Expression {
    const parsed = parsePipeline(text);
    if (!parsed.ok) throw new TemplateError(parsed.error, offset);
    for (const field of parsed.value.fields) {
      if (!this.#known.has(field)) {
        throw new TemplateError(`there is no .${field}; known are .${[...this.#known].join(', .')}`, offset);
      }
      this.#fields.add(field);
    }
    return parsed.value.expression;
  }
}

function renderNodes(nodes: readonly Node[], data: TemplateData): string {
  return nodes.map((node) => renderNode(node, data)).join('');
}

function renderNode(node: Node, data: TemplateData): string {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'output':
      return valueText(evaluate(node.expression, data));
    case 'if': {
      const condition: TemplateValue = evaluate(node.condition, data);
      return renderNodes(isTruthy(condition) ? node.then : node.otherwise, data);
    }
  }
}
