import { type CST, Lexer, Parser } from 'yaml';

/**
 * How deep mappings and sequences, and whatever else is read by descending into it, may nest. The largest definitions of
 * custom resources come to some sixty levels; from about fifteen hundred on the stack of the YAML library is full.
 */
export const deepestNesting = 500;

/** For every reader that refuses more. */
export const nestedTooDeep = `nested deeper than ${deepestNesting} levels`;

/** Thrown at the collection that is one level too deep. */
export class NestedTooDeep extends Error {
  /** Where it starts in the text. */
  readonly offset: number;

  constructor(offset: number) {
    super(nestedTooDeep);
    this.offset = offset;
  }
}

/**
 * The tokens of YAML or JSON, a document each, as the library's composer takes them. It descends without regard for the
 * stack, so that the depth is watched while the tokens are put together, which needs none. Throws {@link NestedTooDeep}.
 */
export function* boundedTokens(text: string): Generator<CST.Token, void> {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    const { offset } = parser;
    yield* parser.next(lexeme);
    if (parser.stack.length > deepestNesting && depthOf(parser.stack) > deepestNesting) {
      throw new NestedTooDeep(offset);
    }
  }
  yield* parser.end();
}

/** Where YAML or JSON nests too deep, `undefined` where it does not. */
export function tooDeepAt(text: string): number | undefined {
  try {
    const tokens = boundedTokens(text);
    while (tokens.next().done !== true);
    return undefined;
  } catch (error) {
    if (error instanceof NestedTooDeep) return error.offset;
    throw error;
  }
}

/** The document lies at the bottom of the stack, and a scalar may lie on top. */
function depthOf(stack: readonly CST.Token[]): number {
  const top = stack.at(-1);
  const isCollection =
    top?.type === 'block-map' || top?.type === 'block-seq' || top?.type === 'flow-collection';
  return stack.length - (isCollection ? 1 : 2);
}
