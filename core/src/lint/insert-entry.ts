import type { TextEdit } from '../manifest/text-edit.ts';
import type { Field } from './field.ts';
import { indentOf, lineEndOf } from './text-lines.ts';

/** Whether a mapping or a list is written over lines, so that lines can be added. */
export function isInBlock(collection: Field): boolean {
  if (!collection.exists) return false;
  const first = collection.resource.file.text[collection.range().start];
  return first !== '{' && first !== '[';
}

/** Adds lines at the end of a mapping in block style. They are indented as its keys are. */
export function appendEntry(mapping: Field, lines: readonly string[]): TextEdit {
  const { text } = mapping.resource.file;
  const { start, end } = mapping.range();
  return insertLines(mapping, lineEndOf(text, end), indentOf(text, start), lines);
}

/** Adds an item at the end of a list in block style; its first line stands behind the `- `. */
export function appendItem(list: Field, lines: readonly string[]): TextEdit {
  const { text } = list.resource.file;
  const indent = indentOf(text, list.get(0).range('entry').start);
  const item = lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
  return insertLines(list, lineEndOf(text, list.range().end), indent, item);
}

/** Adds an entry behind another one of the same mapping, in block or in flow style. */
export function insertAfter(sibling: Field, key: string, value: string): TextEdit {
  const { path: file, text } = sibling.resource.file;
  if (isInBlock(sibling.parent)) {
    const end = lineEndOf(text, sibling.range('entry').end);
    return insertLines(sibling, end, indentOf(text, sibling.range('key').start), [`${key}: ${value}`]);
  }
  const { end } = sibling.range('entry');
  return { file, range: { start: end, end }, newText: `, ${key}: ${value}` };
}

function insertLines(place: Field, offset: number, indent: string, lines: readonly string[]): TextEdit {
  const { path: file, lineEnd } = place.resource.file;
  const newText = lines.map((line) => `${lineEnd}${indent}${line}`).join('');
  return { file, range: { start: offset, end: offset }, newText };
}
