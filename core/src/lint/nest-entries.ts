import type { TextEdit } from '../manifest/text-edit.ts';
import type { Field } from './field.ts';
import { indentOf, lineEndOf, wholeLines } from './text-lines.ts';

/** An entry of a mapping and the key that it gets below its new parent. */
export interface NestedEntry {
  readonly field: Field;
  readonly newKey: string;
}

/**
 * Puts entries of one mapping below a new key: `metricName: x` and `selector: …` become `metric: {name: x, selector: …}`. The new key
 * takes the place of the first entry; values keep their text and their comments, in block and in flow style. `extra` are
 * further lines (`type: Utilization`) that come first below the new key.
 */
export function nestEntries(
  parentKey: string,
  extra: readonly string[],
  entries: readonly NestedEntry[],
): readonly TextEdit[] {
  const [first, ...others] = entries;
  if (!first) return [];
  return isInFlow(first.field)
    ? nestInFlow(parentKey, extra, first, others)
    : nestInBlock(parentKey, extra, first, others);
}

/** Writes another key; the value stays. */
export function renameKey(field: Field, newKey: string): TextEdit {
  return { file: field.resource.file.path, range: field.range('key'), newText: newKey };
}

function isInFlow(field: Field): boolean {
  const { start } = field.parent.range();
  return field.resource.file.text[start] === '{';
}

function nestInBlock(
  parentKey: string,
  extra: readonly string[],
  first: NestedEntry,
  others: readonly NestedEntry[],
): readonly TextEdit[] {
  const { path: file, text, lineEnd } = first.field.resource.file;
  const key = first.field.range('key');
  const indent = indentOf(text, key.start);
  const header = [
    `${parentKey}:`,
    ...extra.map((line) => `${indent}  ${line}`),
    `${indent}  ${first.newKey}`,
  ];
  const edits: TextEdit[] = [{ file, range: key, newText: header.join(lineEnd) }];
  const end = lineEndOf(text, first.field.range('entry').end);
  for (const { field, newKey } of others) {
    const entry = field.range('entry');
    const keyRange = field.range('key');
    const value = text.slice(keyRange.end, lineEndOf(text, entry.end));
    const lines = `${newKey}${value}`
      .split(/\r?\n/)
      .map((line, index) => (index === 0 ? `${indent}  ${line}` : `  ${line}`));
    edits.push({ file, range: { start: end, end }, newText: lineEnd + lines.join(lineEnd) });
    edits.push({ file, range: wholeLines(text, entry), newText: '' });
  }
  return edits;
}

function nestInFlow(
  parentKey: string,
  extra: readonly string[],
  first: NestedEntry,
  others: readonly NestedEntry[],
): readonly TextEdit[] {
  const { path: file, text } = first.field.resource.file;
  const entryText = ({ field, newKey }: NestedEntry): string =>
    newKey + text.slice(field.range('key').end, field.range('entry').end);
  const below = [...extra, ...[first, ...others].map(entryText)].join(', ');
  return [
    { file, range: first.field.range('entry'), newText: `${parentKey}: {${below}}` },
    ...others.map(({ field }) => ({ file, range: withComma(text, field.range('entry')), newText: '' })),
  ];
}

/** A flow entry with the comma that joins it to its neighbour. */
function withComma(text: string, entry: TextEdit['range']): TextEdit['range'] {
  const before = /,\s*$/.exec(text.slice(0, entry.start));
  if (before) return { start: before.index, end: entry.end };
  const after = /^\s*,\s*/.exec(text.slice(entry.end));
  return { start: entry.start, end: entry.end + (after?.[0].length ?? 0) };
}
