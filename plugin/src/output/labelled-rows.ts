import { wrapText } from '@kubectl-autoscale/core/units';

import { widthOf } from './text-table.ts';

/** A finding on one line or more: what kind, of what, and what there is to say. */
export interface LabelledRow {
  readonly label: string;
  readonly subject: string;
  readonly text: string;
  /** How label and text are dressed; the width is that of the plain text. */
  readonly dress?: (text: string) => string;
}

/** The subject's column takes at most this share of the width, so that the text keeps room. */
const widestSubject = 0.4;

/** Columns label, subject and text; the text is wrapped to the width, line by line, and goes on under itself. A long subject has a line of its own. */
export function labelledRows(rows: readonly LabelledRow[], columns: number): string {
  const labelWidth = Math.max(0, ...rows.map(({ label }) => widthOf(label)));
  const limit = Math.floor(columns * widestSubject);
  const subjectWidth = Math.max(
    0,
    ...rows.map(({ subject }) => widthOf(subject)).filter((width) => width <= limit),
  );
  const indent = labelWidth + subjectWidth + 4;
  return rows
    .map(({ label, subject, text, dress = (plain) => plain }) => {
      const head = `${dress(label)}${' '.repeat(labelWidth - widthOf(label))}  ${subject}`;
      const lines = text.split('\n').flatMap((part) => wrapText(part, Math.max(20, columns - indent)));
      const isLong = widthOf(subject) > subjectWidth;
      const [first = '', ...rest] = isLong ? ['', ...lines] : lines;
      const start = isLong ? head : `${head}${' '.repeat(subjectWidth - widthOf(subject))}  ${first}`;
      return [start, ...rest.map((line) => ' '.repeat(indent) + line)]
        .map((line) => line.trimEnd())
        .join('\n');
    })
    .join('\n');
}
