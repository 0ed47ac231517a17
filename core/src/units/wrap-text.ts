// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const colour = /\u001b\[[\d;]*m/g;

/** Terminal columns that a text takes: colours take none, everything else one a code point. */
function widthOf(text: string): number {
  return Array.from(text.replace(colour, '')).length;
}

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
  return [...lines, line];
}
