/** What an action does with the text around it. */
export type TemplateKeyword =
  'if' | 'with' | 'range' | 'define' | 'block' | 'else' | 'end' | 'silent' | 'output';

/** One `{{ … }}` of a Go template; `end` is the offset behind it. */
export interface TemplateAction {
  readonly start: number;
  readonly end: number;
  readonly keyword: TemplateKeyword;
  /** What stands between the delimiters. */
  readonly code: string;
}

/** Comments, assignments and loop control print nothing. */
const silent = /^(?:\/\*|break\b|continue\b|\$\w*(?:\s*,\s*\$\w*)?\s*:?=)/;

const keyword = /^(?:if|with|range|define|block|else|end)\b/;

/** All actions of a template in order; `undefined` where one is not closed. */
export function templateActions(text: string): readonly TemplateAction[] | undefined {
  const actions: TemplateAction[] = [];
  for (let start = text.indexOf('{{'); start >= 0;) {
    const end = endOfAction(text, start);
    if (end === undefined) return undefined;
    const code = text
      .slice(start + 2, end - 2)
      .replace(/^-\s|\s-$/g, '')
      .trim();
    actions.push({ start, end, keyword: keywordOf(code), code });
    start = text.indexOf('{{', end);
  }
  return actions;
}

/** Behind its `}}`; one in a string or a comment does not close it. */
function endOfAction(text: string, start: number): number | undefined {
  const comment = /^\{\{(?:-\s)?\s*\/\*/.exec(text.slice(start, start + 80));
  let at = comment ? text.indexOf('*/', start + comment[0].length) : start + 2;
  if (at < 0) return undefined;
  while (at < text.length) {
    if (text.startsWith('}}', at)) return at + 2;
    const mark = text[at];
    at = mark === '"' || mark === '`' ? behindString(text, at, mark) : at + 1;
  }
  return undefined;
}

function behindString(text: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
    // An interpreted string ends with its line at the latest.
    if (quote === '"' && text[at] === '\n') return at;
    at += quote === '"' && text[at] === '\\' ? 2 : 1;
  }
  return at + 1;
}

function keywordOf(code: string): TemplateKeyword {
  const word = keyword.exec(code)?.[0] as TemplateKeyword | undefined;
  return word ?? (silent.test(code) ? 'silent' : 'output');
}
