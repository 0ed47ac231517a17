import { structuredPatch } from 'diff';

import type { Palette } from './palette.ts';

/** A unified diff with three lines around each change; empty where the texts are equal. */
export function textDiff(name: string, before: string, after: string, palette: Palette): string {
  const { hunks } = structuredPatch(name, name, before, after, '', '', { context: 3 });
  if (hunks.length === 0) return '';
  const lines = hunks.flatMap((hunk) => [
    palette.blue(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`),
    ...hunk.lines.map((line) =>
      line.startsWith('+') ? palette.green(line) : line.startsWith('-') ? palette.red(line) : line,
    ),
  ]);
  return `${palette.bold(`--- ${name}`)}\n${palette.bold(`+++ ${name}`)}\n${lines.join('\n')}\n`;
}
