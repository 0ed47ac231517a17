export interface MarkedText {
  /** The text without the marks. */
  readonly text: string;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

/** Takes the marks `⟦…⟧` out of a text and answers where they stood, in order. Marks do not nest. */
export function readMarks(marked: string): MarkedText {
  const ranges: { start: number; end: number }[] = [];
  let text = '';
  for (const [index, part] of marked.split(/[⟦⟧]/).entries()) {
    if (index % 2 === 1) ranges.push({ start: text.length, end: text.length + part.length });
    text += part;
  }
  return { text, ranges };
}
