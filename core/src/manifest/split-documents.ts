import type { Range } from './ranges.ts';

/**
 * A marker line counts wherever it stands at the start of a line, in a block scalar too: YAML 1.2.2 section 9.1.2
 * forbids it there as content. An indented `---` is content.
 */
const markerLine = /(?:^\uFEFF?|\n)(---|\.\.\.)(?=[ \t\r\n]|$)/g;

/** Anything but blank lines, comments and directives. */
const content = /(?:^\uFEFF?|\n)[ \t\r]*[^\s#%]/;

/**
 * The stretches of a YAML stream that hold one document each, with the directives and comments before its `---`.
 * Stretches with neither a `---` nor content (a licence comment, a trailing line end) are left out.
 */
export function splitDocuments(text: string): readonly Range[] {
  const documents: Range[] = [];
  let start = 0;
  let begun = false;
  const close = (end: number) => {
    if (begun || content.test(text.slice(start, end))) documents.push({ start, end });
    start = end;
  };
  for (const match of text.matchAll(markerLine)) {
    const marker = match.index + match[0].length - 3;
    if (match[1] === '---') {
      if (begun || content.test(text.slice(start, marker))) close(marker);
      begun = true;
    } else {
      const lineEnd = text.indexOf('\n', marker);
      close(lineEnd < 0 ? text.length : lineEnd + 1);
      begun = false;
    }
  }
  close(text.length);
  return documents;
}
