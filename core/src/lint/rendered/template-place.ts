import type { Path, Range } from '../../manifest/ranges.ts';

/**
 * Where a template most likely writes the value at a path: the keys of the path are looked for one after the other in the
 * document of that kind, each below the one before. Approximate: the template may compose the path in other ways.
 */
export function placeInTemplate(text: string, kind: string, path: Path): Range {
  const lines = linesOf(text);
  const kindLine = lines.find(({ content }) => content === `kind: ${kind}`);
  let at = kindLine ? documentStart(lines, kindLine) : 0;
  let best = kindLine ?? lines[0] ?? { start: 0, content: '', indent: 0, index: 0 };
  let indent = -1;
  for (const key of path) {
    if (typeof key === 'number') continue;
    const next = lines
      .slice(at)
      .find(
        (line) => line.indent > indent && (line.content === `${key}:` || line.content.startsWith(`${key}: `)),
      );
    if (!next || lines.slice(at, next.index).some(({ content }) => content === '---')) break;
    best = next;
    indent = next.indent;
    at = next.index + 1;
  }
  return { start: best.start, end: best.start + best.content.length };
}

interface Line {
  readonly index: number;
  /** Offset of the content. */
  readonly start: number;
  /** Without indentation, list dash and trailing blanks. */
  readonly content: string;
  /** Column of the content. */
  readonly indent: number;
}

function linesOf(text: string): readonly Line[] {
  let offset = 0;
  return text.split('\n').map((line, index) => {
    const indent = /^[ ]*(?:- +)*/.exec(line)?.[0].length ?? 0;
    const start = offset + indent;
    offset += line.length + 1;
    return { index, start, content: line.slice(indent).trimEnd(), indent };
  });
}

function documentStart(lines: readonly Line[], { index }: Line): number {
  const before = lines.slice(0, index).findLastIndex(({ content }) => content === '---');
  return before + 1;
}
