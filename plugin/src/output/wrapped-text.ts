import { widthOf } from './text-table.ts';

/**
 * Breaks a text at blanks so that no line is wider than `width` columns, where its words allow. `first` and `rest` are put
 * before the first line and the following ones and count towards the width.
 */
export function wrapText(text: string, width: number, first = '', rest = first): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    if (!isEmpty && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = rest;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return isEmpty && lines.length > 0 ? lines : [...lines, line];
}
