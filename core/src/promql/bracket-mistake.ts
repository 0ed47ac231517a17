/** Comments, texts, a quotation mark without its end, and brackets. */
const pieces = /#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|["'`]|[()[\]{}]/g;

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * What is wrong with the brackets and the quotation marks of a PromQL expression: one that is never closed, one that closes nothing, two that cross.
 * `undefined` where they are in order, which does not make the expression a good one.
 */
export function bracketMistake(promql: string): string | undefined {
  const open: string[] = [];
  for (const { 0: piece } of promql.matchAll(pieces)) {
    if (piece.length > 1 || piece === '#') continue;
    if ('"\'`'.includes(piece)) return `a text begins with ${piece} and has no end`;
    if (piece in closing) {
      open.push(piece);
      continue;
    }
    const last = open.pop();
    if (last === undefined) return `${piece} closes nothing`;
    if (closing[last] !== piece) return `${last} is closed by ${piece}`;
  }
  const last = open.at(-1);
  return last === undefined ? undefined : `${last} is never closed`;
}

const text = String.raw`(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\x60[^\x60]*\x60)`;
const matcher = String.raw`(?:[a-zA-Z_][\w]*|${text})\s*(?:=~|!~|!=|=)\s*${text}|${text}`;
const selectorShape = new RegExp(
  String.raw`^\s*(?:[a-zA-Z_:][\w:]*\s*)?(?:\{\s*(?:(?:${matcher})\s*(?:,\s*(?:${matcher})\s*)*,?)?\s*\})?\s*$`,
);

/** Why a text is no series selector, `name{label="value",…}`; `undefined` where it is one. */
export function selectorMistake(selector: string): string | undefined {
  const mistake = bracketMistake(selector);
  if (mistake !== undefined) return mistake;
  const bare = selector.replace(pieces, (piece) => (piece.startsWith('#') ? '' : piece));
  if (selectorShape.test(bare)) return undefined;
  return 'a selector is a name of series, conditions such as {label="value"}, or both';
}
