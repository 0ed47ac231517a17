import { deepestNesting, nestedTooDeep } from '../../manifest/index.ts';
import { fail, ok, type Result } from '../../units/result.ts';

/** What stands between `<<` and `>>`. */
export type Expression =
  | { readonly type: 'literal'; readonly value: string | number | boolean }
  /** `.LabelValuesByName.pod` has the path `['LabelValuesByName', 'pod']`; `.` alone has none. */
  | { readonly type: 'field'; readonly path: readonly string[] }
  | { readonly type: 'call'; readonly name: FunctionName; readonly arguments: readonly Expression[] };

export const functionNames = ['index', 'eq', 'ne', 'and', 'or', 'not', 'len'] as const;
export type FunctionName = (typeof functionNames)[number];

interface ParsedExpression {
  readonly expression: Expression;
  /** First parts of the field paths. */
  readonly fields: readonly string[];
}

const tokens =
  /\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|\.(?:\w+(?:\.\w+)*)?|-?\d+(?:\.\d+)?|\w+|[()|]|(?<bad>[\s\S])/gu;

/** Reads a pipeline: operands, calls, parentheses, `|`. */
export function parsePipeline(text: string): Result<ParsedExpression, string> {
  const words: string[] = [];
  for (const { 0: token, groups } of text.matchAll(tokens)) {
    if (groups?.bad !== undefined) return fail(`${JSON.stringify(token)} is not understood here`);
    if (token.trim() !== '') words.push(token);
  }
  const parser = new ExpressionParser(words);
  try {
    const expression = parser.pipeline();
    if (parser.rest !== undefined) return fail(`${JSON.stringify(parser.rest)} is not understood here`);
    return ok({ expression, fields: parser.fields });
  } catch (error) {
    if (error instanceof ExpressionError) return fail(error.message);
    throw error;
  }
}

class ExpressionError extends Error {}

class ExpressionParser {
  readonly fields: string[] = [];
  readonly #words: readonly string[];
  #next = 0;
  /** Of parentheses, and of what was piped into one another. */
  #depth = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  get rest(): string | undefined {
    return this.#words[this.#next];
  }

  /** What comes before a `|` is the last argument of the call after it. */
  pipeline(): Expression {
    const outer = this.#depth;
    this.#descend();
    let value = this.#command();
    while (this.rest === '|') {
      this.#descend();
      this.#next += 1;
      value = this.#command(value);
    }
    this.#depth = outer;
    return value;
  }

  #descend(): void {
    if (++this.#depth > deepestNesting) throw new ExpressionError(nestedTooDeep);
  }

  #command(piped?: Expression): Expression {
    const word = this.rest;
    if (word === undefined) throw new ExpressionError('an empty action');
    if (!/^[a-zA-Z_]\w*$/.test(word) || word === 'true' || word === 'false') {
      if (piped) throw new ExpressionError(`a value cannot be piped into ${word}`);
      return this.#operand();
    }
    this.#next += 1;
    const name = functionNames.find((candidate) => candidate === word);
    if (name === undefined) {
      throw new ExpressionError(
        `${JSON.stringify(word)} is not supported in templates here; supported are if, else, end, ${functionNames.join(', ')}`,
      );
    }
    const given: Expression[] = [];
    while (this.rest !== undefined && this.rest !== ')' && this.rest !== '|') given.push(this.#operand());
    if (piped) given.push(piped);
    if (given.length === 0) throw new ExpressionError(`${name} needs arguments`);
    return { type: 'call', name, arguments: given };
  }

  #operand(): Expression {
    const word = this.rest ?? '';
    this.#next += 1;
    if (word === '(') {
      const inner = this.pipeline();
      if (this.rest !== ')') throw new ExpressionError('a parenthesis is not closed');
      this.#next += 1;
      return inner;
    }
    if (word.startsWith('.')) return this.#field(word);
    if (word.startsWith('`')) return { type: 'literal', value: word.slice(1, -1) };
    if (word.startsWith('"')) return { type: 'literal', value: unquote(word) };
    if (/^-?\d/.test(word)) return { type: 'literal', value: Number(word) };
    if (word === 'true' || word === 'false') return { type: 'literal', value: word === 'true' };
    throw new ExpressionError(`${JSON.stringify(word)} is not understood here`);
  }

  #field(word: string): Expression {
    const path = word.split('.').filter((part) => part !== '');
    const [first] = path;
    if (first === undefined) throw new ExpressionError('a dot alone is not supported');
    this.fields.push(first);
    return { type: 'field', path };
  }
}

function unquote(word: string): string {
  try {
    return JSON.parse(word) as string;
  } catch {
    throw new ExpressionError(`${word} is no string`);
  }
}
